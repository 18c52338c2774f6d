"""What only the grader may know is found in what leaves, however it is laid out, and nothing else is taken for it."""
import base64
import json
import zipfile

import pytest

from cm203.course.dialect import parse_lab
from cm203.course.leaks import find_leaks, secrets
from cm203.course.release import student_notebook

LINE = "return img.astype('float').mean(axis=2)"
ANSWER = f'#| answer: gray\ndef gray(img):\n    ### BEGIN SOLUTION\n    {LINE}\n    ### END SOLUTION'
HIDDEN = 'assert gray(seen[3]).shape == (7, 5), "no"'
TEST = f'#| test: gray 1\nassert gray(zeros).ndim == 2\n### BEGIN HIDDEN TESTS\n{HIDDEN}\n### END HIDDEN TESTS'


def cell(cell_type, source, **more): return dict(cell_type=cell_type, source=source, metadata={}) | more


def leaks(tmp_path, *cells, change=None, answer=ANSWER, test=TEST):
    "The leaks of a lab with some more cells, whose student notebook `change` has tampered with."
    cells = [*cells, cell('code', answer), cell('code', test)]
    nb = dict(nbformat=4, nbformat_minor=5, metadata={}, cells=[dict(id=f'c{i}') | c for i, c in enumerate(cells, 1)])
    lab = parse_lab('lab_x.ipynb', json.dumps(nb).encode())
    released = student_notebook(lab)
    if change: change(released)
    (tmp_path/'lab_x.ipynb').write_text(json.dumps(released))
    return find_leaks(tmp_path, secrets([lab]))


COPIES = dict(
    prose=cell('markdown', f'As we said:\n```python\n{LINE}\n```'),
    inline=cell('markdown', 'Take `img.astype("float").mean(axis = 2)`, that is all.'),
    given=cell('code', "grey = img.astype('float') .mean( axis=2 )"),
    broken_lines=cell('code', 'x = (img\n    .astype("float")  # of 8 bits\n    .mean(\n        axis=2))'),
    comment=cell('code', f'x = 1\n# {LINE}'),
    read_only=cell('code', f'#| read_only: data\ndef mine(img):\n    {LINE}'),
    other_name=cell('code', "grey = img.astype('float').mean(axis=2)"),
    quoted=cell('markdown', "> So:\n> img.astype('float')\n>     .mean(axis=2)"),
    as_html=cell('markdown', '<code>img.astype(&quot;float&quot;).mean(axis=2)</code>'),
    invisible=cell('markdown', "img.astype('float')\u200b.mean(axis=2)"),
    hidden_test=cell('markdown', 'We shall see whether `gray(seen[3]).shape == (7,5)`.'),
    drawing=cell('markdown', '![](attachment:a.svg)', attachments={
        'a.svg': {'image/svg+xml': base64.b64encode(f'<svg>{LINE}</svg>'.encode()).decode()}}))


@pytest.mark.parametrize('copy', COPIES.values(), ids=COPIES)
def test_a_copy_is_a_leak(tmp_path, copy):
    found = leaks(tmp_path, copy)
    assert len(found) == 1
    assert 'lab_x.ipynb, cell 3 (c1)' in found[0] and 'which is secret: lab_x.ipynb, cell' in found[0]


@pytest.mark.parametrize('name', [name for name, copy in COPIES.items() if name != 'drawing'])
def test_a_copy_that_is_meant_is_none(tmp_path, name):
    copy = COPIES[name]
    mark = '#| meant: gray' if copy['cell_type'] == 'code' else '<!-- meant: gray -->'
    source = f'{mark}\n{copy["source"]}'
    assert not leaks(tmp_path, copy | dict(source=source))
    assert 'meant' not in (tmp_path/'lab_x.ipynb').read_text()
    assert leaks(tmp_path, copy | dict(source=source.replace('gray', 'grey', 1)))


def in_output(nb): nb['cells'][3]['outputs'] = [dict(output_type='stream', name='stdout', text=['So:\n', LINE])]
def in_metadata(nb): nb['metadata']['note'] = LINE


@pytest.mark.parametrize('change', [in_output, in_metadata])
def test_a_copy_beside_the_cells_is_a_leak(tmp_path, change): assert len(leaks(tmp_path, change=change)) == 1


def test_a_copy_in_a_wheel_is_a_leak(tmp_path):
    with zipfile.ZipFile(tmp_path/'x.whl', 'w') as z: z.writestr('x.py', f'def gray(img):\n\t{LINE}')
    assert len(leaks(tmp_path)) == 1


SHORT = 'total = 0\n    for pixel in image:\n        total += pixel\n    return total/len(image)'


def test_short_lines_are_a_leak_together_and_not_each(tmp_path):
    answer = ANSWER.replace(LINE, SHORT)
    assert not leaks(tmp_path, cell('code', 'total = 0'), cell('markdown', '`for pixel in image:`'), answer=answer)
    assert leaks(tmp_path, cell('markdown', f'    {SHORT}'), answer=answer)


@pytest.mark.parametrize('line', [
    'import numpy as np, torch, fastai', 'return x', 'self.x = x', 'for i in range(10): pass', 'x = self.layers(x)'])
def test_what_stands_everywhere_is_none(tmp_path, line):
    given = cell('code', f'def g(self, x):\n    {line}')
    assert not leaks(tmp_path, given, answer=ANSWER.replace(LINE, line))


def test_scaffold_is_none(tmp_path):
    "What students have as code beside their task."
    line = 'small = img.astype(float).mean(axis=0)'
    begun = ANSWER.replace('    ### BEGIN', f'    {line}\n    ### BEGIN')
    answer = begun.replace('    ### END', f'    {line}\n    ### END')
    assert not leaks(tmp_path, answer=answer)
    setup = 'setup = [seen(i, 3) for i in range(4)]'
    assert not leaks(tmp_path, test=f'{TEST}\n{setup}'.replace(HIDDEN, f'{setup}\n{HIDDEN}'))
    commented = ANSWER.replace('    ### BEGIN', f'    # {LINE}\n    ### BEGIN')
    assert leaks(tmp_path, answer=commented)
