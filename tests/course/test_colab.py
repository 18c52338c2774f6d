"""A notebook that went through Colab earns what it earned before, and the set-up of Colab stays as Colab made it."""
import copy
import json
import re
import uuid
import zipfile
from email.parser import Parser

import pytest
from packaging.requirements import Requirement

from cm203.core import checkout_root
from cm203.course.demo import Draft, recipes
from cm203.course.release import wheel_name
from cm203.course.settings import course_labs
from cm203.grading.grade import grade

LAB = next(lab for lab in course_labs() if lab.name == 'cnn')
# What a Colab runtime brought with it; a runtime of today has these or newer ones.
COLAB = dict(torch='2.6.0+cu124', torchvision='0.21.0+cu124', numpy='2.0.2', ipython='7.34.0', requests='2.32.3',
             filelock='3.18.0', albumentations='2.0.8', nbformat='5.10.4', rich='13.9.4', cloudpickle='3.1.1')


def code(source): return dict(cell_type='code', metadata={}, source=source, outputs=[], execution_count=None)


def saved(nb):
    "As Colab saves: ids move to the metadata, nbgrader's metadata is lost, runs and widgets leave their marks."
    for i, c in enumerate(nb['cells']):
        c.pop('id', None)
        c['metadata'] = dict(id=uuid.UUID(int=i).hex[-12:])
        if c['cell_type'] != 'code': continue
        text, view = '/content/data/cats\n', 'application/vnd.jupyter.widget-view+json'
        run = dict(status='ok', timestamp=1700000000000, user_tz=180, elapsed=12, user=dict(displayName='Ana'))
        c['metadata'] |= dict(outputId='0a1b2c3d-4e5f', executionInfo=run, colab=dict(base_uri='https://localhost:8080/'))
        c['execution_count'] = i
        c['outputs'] = [dict(output_type='stream', name='stdout', text=[text]),
                        dict(output_type='execute_result', execution_count=i, metadata={}, data={'text/plain': [text]}),
                        dict(output_type='display_data', metadata={}, data={view: dict(model_id='7f')})]
    widgets = {'application/vnd.jupyter.widget-state+json': {'7f': dict(state={})}}
    nb['metadata'] |= dict(accelerator='GPU', colab=dict(provenance=[], gpuType='T4'), widgets=widgets,
                           kernelspec=dict(name='python3', display_name='Python 3'))
    nb['nbformat_minor'] = 0
    return nb


def mounted(nb):
    "With cells that only make sense in Colab, and with the set-up cell edited for it."
    drive = 'from google.colab import drive\ndrive.mount("/content/drive")\n%cd /content/drive/MyDrive/cm203\n'
    nb['cells'][1]['source'] = [*nb['cells'][1]['source'], '\n!pip install -q fastai albumentations\n!nvidia-smi']
    nb['cells'].insert(1, code(drive))
    nb['cells'].insert(2, code('!pip install -U cm203\nimport google.colab, os\nos.chdir("/content")'))
    nb['cells'].append(code('from google.colab import files\nfiles.download("model.pth")'))
    return saved(nb)


def other_text(nb):
    "Each source as one string, with the line ends of Windows."
    for c in nb['cells']: c['source'] = ''.join(c['source']).replace('\n', '\r\n')
    return nb


def split(nb):
    "Each answer cut in two below its header comment, and cells of the student's own around it."
    res = []
    for c in nb['cells']:
        res.append(c)
        if not c['source'] or not re.match(r'# \w+ autograded_answer', c['source'][0]): continue
        c['source'], rest = c['source'][:1], c['source'][1:]
        res[-1:] = [code('import math  # for later'), c, code(rest), code('print("it runs")')]
    for c in res: c['id'] = ''
    return saved(nb | dict(cells=res))


HABITS = saved, mounted, other_text, split


def test_colab_costs_no_points(tmp_path):
    "Right and half-right submissions, as they are and after each of Colab's habits."
    subs, bundled = tmp_path/'subs', recipes(checkout_root()/'tests'/'grading'/'submissions')
    subs.mkdir()
    want = {}
    for name in ('right', 'half_right'):
        nb = bundled[name]['make'](Draft(LAB))
        for habit in (lambda nb: nb, *HABITS):
            who = f'{name}_{habit.__name__.strip("<>")}'
            (subs/f'{who}.ipynb').write_text(json.dumps(habit(copy.deepcopy(nb))), encoding='utf-8')
            want[who] = bundled[name]['SCORES']['cnn']
    results = grade(LAB.path, [subs], tmp_path/'grades')
    assert {r.student: r.score for r in results} == want
    assert not any('load_ext' in n for r in results for n in r.notes)


@pytest.fixture(scope='session')
def requirements(released):
    with zipfile.ZipFile(released/'student'/wheel_name()) as z:
        meta = next(n for n in z.namelist() if n.endswith('.dist-info/METADATA'))
        lines = Parser().parsestr(z.read(meta).decode()).get_all('Requires-Dist')
    res = [Requirement(line) for line in lines]
    return [r for r in res if r.marker is None or r.marker.evaluate(dict(extra='grade'))]


def test_colab_keeps_its_own_packages(requirements):
    "Installing `cm203[grade]` there adds packages but replaces none of the large ones, so that no restart is needed."
    asked = {r.name: r.specifier for r in requirements}
    assert {'torch', 'torchvision', 'ipython'} <= asked.keys()
    assert not [f'{n}{s}, but Colab has {COLAB[n]}' for n, s in asked.items() if n in COLAB and COLAB[n] not in s]
    assert '2.5.1' not in asked['torch'], 'the range has a lower end'


def test_a_kernel_imports_without_a_word():
    "In Jupyter, too, nothing is printed below the cells that import: no library's warning that no student can change."
    import nbformat.v4 as v4
    from nbclient import NotebookClient
    cells = '%load_ext cm203', 'from fastai.vision.all import *\nfrom cm203.all import *', 'from tqdm.auto import tqdm'
    nb = v4.new_notebook(cells=[v4.new_code_cell(c) for c in cells])
    NotebookClient(nb, timeout=300).execute()
    assert [c.outputs for c in nb.cells] == [[], [], []]
