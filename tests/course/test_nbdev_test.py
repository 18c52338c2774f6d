"""`nbdev-test` grades, too: a released notebook with right answers passes, any other fails and says at which check."""
import json
import os
import subprocess
import sys

import pytest

from cm203.course.demo import Draft
from cm203.course.release import student_notebooks
from cm203.course.settings import course_labs

LABS = {lab.name: lab for lab in course_labs()}
ENVIRON = os.environ | dict(CM203_OFFLINE='1', MPLBACKEND='template', OMP_NUM_THREADS='1')
RUN = '''import sys
from nbdev.test import test_nb
for nb in sys.argv[1:]: print(nb, test_nb(nb)[0], flush=True)'''


def draft(lab, lang='en'):
    "A released notebook that does not train."
    d = Draft(lab)
    d.nb = student_notebooks([lab], lang)[lab.path.name]
    for c in d.nb['cells']: c['source'] = [l.replace('RETRAIN = True', 'RETRAIN = False') for l in c['source']]
    return d


def nbdev_test(folder, **drafts):
    "File → whether it passed, and what was said of those that did not."
    for name, d in drafts.items(): (folder/f'{name}.ipynb').write_text(json.dumps(d.nb))
    done = subprocess.run([sys.executable, '-c', RUN, *(f'{name}.ipynb' for name in drafts)], cwd=folder,
                          capture_output=True, text=True, env=ENVIRON)
    words = done.stdout.split()
    return {name: words[words.index(f'{name}.ipynb') + 1] == 'True' for name in drafts}, done.stderr


@pytest.mark.parametrize('name', LABS)
def test_right_and_untouched(name, tmp_path):
    lab = LABS[name]
    right = draft(lab, 'pt-BR' if name == 'cnn' else 'en')  # the cells with code are the same
    right.solve()
    passed, said = nbdev_test(tmp_path, right=right, untouched=draft(lab))
    assert passed == dict(right=True, untouched=False), said[-3000:]
    assert f'CheckFailed: ✗ {lab.tests[0].question} 1 (0 of' in said, said[-3000:]


def test_wrong(tmp_path):
    d = draft(LABS['cnn'])
    d.solve()
    d.fill('questao_dataset', 'return None')
    passed, said = nbdev_test(tmp_path, wrong=d)
    assert not passed['wrong'] and 'CheckFailed: ✗ questao_dataset' in said
