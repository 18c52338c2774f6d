"""What is too large is refused before anything is made of it: a file of any size costs a few pieces of memory."""
import io
import json
import os
import tracemalloc
import zipfile

import pytest
from kit import cells, code, notebook

from cm203.core import CourseError
from cm203.course.notebook import load_notebook
from cm203.grading.files import files_in
from cm203.grading.limits import Limits

MANY = 1 << 20  # a test writes some of these


def text(nb): return json.dumps(nb, separators=(',', ':')).encode()
def markdown(source, **kw): return notebook([dict(cell_type='markdown', metadata={}, source=source) | kw])
def printed(outputs): return notebook([code('x = 1', outputs=outputs)])
def attached(content): return markdown('x', attachments={'a.png': {'image/png': content}})


def old(cell, n): return dict(nbformat=3, nbformat_minor=0, metadata={}, worksheets=[dict(cells=[cell] * n)])


EMPTY = dict(cell_type='code', language='python', input='', outputs=[], metadata={})
FILES = {
    'markdown': (lambda: text(markdown('#a\n' * 25*MANY)), 'MiB of Markdown'),
    'markdown, cells': (lambda: text(notebook(markdown('#a\n' * MANY)['cells'] * 25)), 'MiB of Markdown'),
    'markdown, lines': (lambda: text(markdown(['#a\n'] * 10*MANY)), 'lists and texts'),
    'attachment': (lambda: text(attached('ab' * 50*MANY)), 'MiB of attached'),
    'attachment, a list': (lambda: text(attached(['ab'] * 10*MANY)), 'lists and texts'),
    'format 3': (lambda: text(old(EMPTY, 500_000)), 'more than 5000 cells'),
    'format 3, markdown': (lambda: text(old(dict(cell_type='markdown', source='a' * 60*MANY), 1)), 'MiB of Markdown'),
    'code': (lambda: text(notebook([code('x=1\n' * 20*MANY)])), 'MiB of code'),
    'output': (lambda: text(printed(['a' * 100*MANY])), 'MiB of outputs'),
    'outputs': (lambda: text(printed([[]] * 30*MANY)), 'lists and texts'),
    'metadata': (lambda: text(notebook([], metadata=dict(a='a' * 100*MANY))), 'MiB of other things'),
    'nested': (lambda: b'[' * 100*MANY, 'nested too deeply'),
    'nested outputs': (lambda: b'{"cells":[{"outputs":' + b'[' * 100*MANY, 'nested too deeply'),
    'one text': (lambda: b'"' + b'a' * 120*MANY, 'MiB of other things'),
    'spaces': (lambda: b' ' * 200*MANY, 'MiB of other things'),
}


def zipped(name, data):
    file = io.BytesIO()
    with zipfile.ZipFile(file, 'w', zipfile.ZIP_DEFLATED) as z: z.writestr(name, data)
    return file.getvalue()


def members(n):
    file = io.BytesIO()
    with zipfile.ZipFile(file, 'w') as z:
        for i in range(n): z.writestr(f'{i}', b'')
    return file.getvalue()


ARCHIVES = {
    'notebook of zeros': (lambda: zipped('a.ipynb', bytes(200*MANY)), 'MiB of other things'),
    'notebook of Markdown': (lambda: zipped('a.ipynb', FILES['markdown'][0]()), 'MiB of Markdown'),
    'archive of zeros': (lambda: zipped('a.zip', bytes(200*MANY)), 'made to burst'),
    'archive of an archive of zeros': (lambda: zipped('b.zip', zipped('a.zip', bytes(200*MANY))), 'made to burst'),
    'members': (lambda: members(100_000), 'more than 20000 members'),
    'members in an archive': (lambda: zipped('a.zip', members(100_000)), 'more than 20000 members'),
}


def reading(path):
    "(why a file was refused, bytes that were in use at most while it was read)"
    tracemalloc.start()
    try:
        for f in files_in([path], Limits()):
            if not f.source.endswith('.mp4'): load_notebook(f.read(), f.source)
        return '', tracemalloc.get_traced_memory()[1]
    except CourseError as e: return str(e), tracemalloc.get_traced_memory()[1]
    finally: tracemalloc.stop()


@pytest.mark.parametrize('name', [*FILES, *ARCHIVES])
def test_what_is_too_large_costs_no_memory(tmp_path, name):
    make, words = (FILES | ARCHIVES)[name]
    (tmp_path/('a.ipynb' if name in FILES else 'a.zip')).write_bytes(make())
    why, size = reading(tmp_path)
    assert words in why and size < 50*MANY, (why, size)


def test_an_archive_in_an_archive_costs_no_memory(tmp_path):
    "A film beside the notebook lies on the disk while the notebook is read, and not longer."
    with zipfile.ZipFile(tmp_path/'ana.zip', 'w') as z:
        z.writestr('lab.ipynb', text(notebook(cells())))
        z.writestr('film.mp4', os.urandom(100*MANY))
    with zipfile.ZipFile(tmp_path/'class.zip', 'w') as z: z.write(tmp_path/'ana.zip', 'ana.zip')
    (tmp_path/'ana.zip').unlink()
    assert reading(tmp_path/'class.zip') < ('', 20*MANY)


PICTURE = dict(output_type='display_data', metadata={}, data={'image/png': 'iVBOR' * 20_000, 'text/plain': ['<f>']})
LOG = dict(output_type='stream', name='stdout', text=['x' * 70 + '\n'] * 2500)


@pytest.mark.parametrize('output', [PICTURE, LOG], ids=['pictures', 'logs'])
def test_thirty_megabytes_of_outputs_are_read(output):
    data = text(notebook([*cells(), *[code(['x = 1\n'] * 20, outputs=[output])] * 160]))
    assert [c['source'] for c in load_notebook(data, 'a.ipynb')][:-160] == [c['source'] for c in cells()]
