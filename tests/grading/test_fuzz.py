"""No crash, no hang, no traceback: whatever the bytes, the parser, the archive reader and the judge's protocol answer
with their own errors.

`FUZZ=10000 pytest tests/grading/test_fuzz.py` runs 10 000 inputs a test; CI runs fewer, different ones each time."""
import io
import json
import os
import socket
import struct
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kit import cells, notebook

from cm203.core import CourseError
from cm203.course.dialect import parse_lab
from cm203.course.notebook import load_notebook
from cm203.grading.align import align
from cm203.grading.limits import Limits
from cm203.grading.line import Channel, Gone
from cm203.grading.proxy import ANSWERS, AnswerDecoder, Link
from cm203.grading.sieve import Sieve
from cm203.grading.students import free_name
from cm203.grading.submissions import collect
from cm203.grading.wire import CODECS, BadData, Encoder, allowed

fuzz = settings(max_examples=int(os.environ.get('FUZZ', 300)), deadline=2000, suppress_health_check=list(HealthCheck))
allowed()  # imports fastai once, outside of every deadline
LAB = parse_lab('lab_tiny.ipynb', json.dumps(notebook(cells())).encode())
WORDS = ['cells', 'outputs', 'attachments', 'cell_type', 'code', 'markdown', 'source', 'nbformat', 'metadata', 'id',
         'nbgrader', 'grade_id', 'kernelspec', 'language',
         'double', '# double autograded_answer\nx', '# testa_1_double autograder_tests 1',
         '#| answer: x\n### BEGIN SOLUTION', '#| test: double -1', '#| test: a b c']
words, scalars = st.sampled_from(WORDS), st.none() | st.booleans() | st.integers() | st.floats()
keys = words | st.text(max_size=5)
json_values = st.recursive(scalars | st.text(max_size=20) | words,
                           lambda o: st.lists(o, max_size=5) | st.dictionaries(keys, o, max_size=5), max_leaves=25)


@st.composite
def notebooks(draw):
    "A notebook in which a few things are anything."
    nb = notebook(cells())
    for _ in range(draw(st.integers(0, 4))):
        where = draw(st.sampled_from([o for o in (nb, *nb['cells']) if o]))
        where[draw(st.sampled_from(sorted(where)))] = draw(json_values)
        if not isinstance(nb.get('cells'), list) or not all(isinstance(c, dict) for c in nb['cells']): break
    return json.dumps(nb).encode()


@st.composite
def damaged(draw, whole):
    "Bytes of something whole, cut, doubled or overwritten."
    data = bytearray(draw(whole))
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, max(len(data) - 1, 0)))
        data[at:at + draw(st.integers(0, 40))] = draw(st.binary(max_size=20))
    return bytes(data)


@fuzz
@given(st.binary(max_size=300) | json_values.map(lambda o: json.dumps(o).encode()) | notebooks() | damaged(notebooks()))
def test_any_bytes_as_a_submission(data):
    try: plan = align(LAB, load_notebook(data, 'a.ipynb'))
    except CourseError as e: assert 'a.ipynb' in str(e)
    else: assert [s.name for s in plan.steps if s.kind == 'test'] == [c.name for c in LAB.tests]


def emptied(o):
    "What is in a text, list or object."
    return type(o)() if isinstance(o, (str, list, dict)) else o


def without_outputs(o):
    "JSON as the sieve leaves it, by a parser."
    if isinstance(o, list): return [without_outputs(v) for v in o]
    if not isinstance(o, dict): return o
    def part(k, v):
        if k in ('', 'cells', 'worksheets'): return without_outputs(v)
        return emptied(v) if k == 'outputs' else v
    return {k: part(k, v) for k, v in o.items()}


@fuzz
@given(notebooks().map(json.loads) | json_values, st.integers(1, 99), st.booleans(), st.booleans())
def test_a_sieve_leaves_all_but_the_outputs(whole, size, indent, ascii):
    text = json.dumps(whole, indent=1 if indent else None, ensure_ascii=ascii)
    data = text.encode('utf-8', 'surrogatepass')
    sieve = Sieve('a.ipynb', Limits())
    for i in range(0, len(data), size): sieve.feed(data[i:i+size])
    left = b''.join([*sieve.kept, sieve.rest])
    read = json.loads(left.decode('utf-8', 'surrogatepass'))
    assert repr(read) == repr(without_outputs(json.loads(text)))
    assert left.count(b'\n') == data.count(b'\n')


@fuzz
@given(notebooks() | damaged(notebooks()))
def test_any_bytes_as_a_master(data):
    try: parse_lab('lab.ipynb', data)
    except CourseError as e: assert 'lab.ipynb' in str(e)


MEMBERS = ['../a.ipynb', '/etc/a.ipynb', 'a_1_2_x.ipynb', 'Ana_9_assignsubmission_file/x.ipynb', 'in.zip',
           'submission_1/a.ipynb', 'submission_metadata.yml', 'Ana - Lab.ipynb', 'Rui - Lab (1).ipynb', 'eva/',
           'submitted/ana/lab/a.ipynb', 'lab_ana_attempt_2026-03-01-99-00-00_a.ipynb', 'a\\b.ipynb', 'ana/a.ipynb (2)']


@st.composite
def archives(draw):
    names = st.text(min_size=1, max_size=12) | st.sampled_from(MEMBERS)
    buf = io.BytesIO()
    with zipfile.ZipFile(buf, 'w', draw(st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]))) as z:
        for _ in range(draw(st.integers(0, 4))):
            try: z.writestr(draw(names), draw(st.binary(max_size=50)))
            except (ValueError, IndexError): pass
    return buf.getvalue()


@fuzz
@given(data=archives() | damaged(archives()))
@pytest.mark.filterwarnings('ignore:Duplicate name')
def test_any_bytes_as_an_archive(tmp_path_factory, data):
    folder = tmp_path_factory.getbasetemp()/'fuzz'
    folder.mkdir(exist_ok=True)
    (folder/'x.zip').write_bytes(data)
    try: subs = collect([folder/'x.zip'], LAB)
    except CourseError: return
    for s in subs:
        name = free_name(s.student, set())
        assert name and '/' not in name and not name.startswith('.')
        try: assert isinstance(s.read(), bytes)
        except CourseError: pass
    assert {p.name for p in folder.iterdir()} == {'x.zip'}, 'nothing is unpacked'


TAGS = sorted({*CODECS, *ANSWERS}) + ['class_named', 'blob', '__init__', 'whole']
CLASSES = ['torch.Tensor', 'torch.nn.parameter.Parameter', 'torch.nn.modules.linear.Linear', 'builtins.int',
           'os.system', 'PIL.Image.Image']
numbers = st.none() | st.booleans() | st.integers(-9, 10**12) | st.floats()
leaves = numbers | st.text(max_size=5) | st.sampled_from(CLASSES + ['float32', 'uint8', 'cpu', 'RGB'])
def tagged(o): return st.tuples(st.sampled_from(TAGS), st.lists(o, max_size=6)).map(lambda t: [t[0], *t[1]])
trees = st.recursive(leaves, lambda o: tagged(o) | st.lists(o, max_size=4), max_leaves=15)
GARBAGE = (BadData, ValueError, TypeError, IndexError, KeyError, AttributeError, RuntimeError, RecursionError,
           OverflowError, MemoryError)


@fuzz
@given(trees, st.binary(max_size=200))
def test_any_tree_from_a_worker(tree, block):
    "What is not data is refused with an error that the judge's link turns into «garbage»; nothing is called."
    sent = Encoder()
    sent.blob(bytearray(64))
    try: AnswerDecoder(bytearray(block), Link(None), sent, [])(tree)
    except GARBAGE: pass


@fuzz
@given(st.binary(max_size=100), st.integers(0, 2**64-1), st.integers(0, 2**64-1))
def test_any_bytes_on_the_judges_socket(data, n, size):
    a, b = socket.socketpair()
    with a, b:
        a.sendall(struct.pack('<QQ', n, size) + data if n % 2 else data)
        a.shutdown(socket.SHUT_WR)
        try: head, _ = Channel(b).recv(None, 1)
        except Gone: return
        assert data.startswith(head)


def test_a_member_without_a_name(tmp_path):
    "zipfile itself stumbles over it."
    buf = io.BytesIO()
    with zipfile.ZipFile(buf, 'w') as z: z.writestr('?', 'x')
    data = buf.getvalue().replace(b'\x01\x00\x00\x00', b'\x00\x00\x00\x00')
    for name_length in (26, data.index(b'PK\x01\x02') + 28):
        data = data[:name_length] + b'\x00\x00' + data[name_length+2:]
    (tmp_path/'x.zip').write_bytes(data)
    with pytest.raises(CourseError): collect([tmp_path/'x.zip'], LAB)
