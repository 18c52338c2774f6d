"""Test cells run unmodified in the judge: whatever Python they use, the right answer passes and the wrong one fails.

Each case is a file in `cases/`: a docstring, a right answer, a wrong one, and a test cell, after lines `# %%`. All
right answers are one submission, all wrong ones another."""
import json
import re
from pathlib import Path

import pytest
from kit import code, notebook

from cm203.grading.grade import grade

FIRST = '''# data read_only
import random
import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
import torch.nn.functional as F
from contextlib import contextmanager
from fastai.vision.all import set_seed
from PIL import Image
from torch import nn
RETRAIN = True'''

CASES = {p.stem: p for p in sorted((Path(__file__).parent/'cases').glob('*.py'))}


def read_case(path):
    "The right answer, the wrong one and the test cell."
    _, *parts = re.split(r'^# %% (right|wrong|test)\n', path.read_text(), flags=re.M)
    assert parts[::2] == ['right', 'wrong', 'test'], path
    return [p.strip() for p in parts[1::2]]


def lab_cells(which, markers=True):
    "The cells of the lab with the right answers (0) or the wrong ones (1), between the markers of a master."
    begin, end = ['### BEGIN SOLUTION'], ['### END SOLUTION']
    if not markers: begin = end = []
    res = [code(FIRST)]
    for name, path in CASES.items():
        *answers, test = read_case(path)
        answer = '\n'.join([f'# {name} autograded_answer', *begin, answers[which], *end])
        res += [code(answer), code(f'# testa_1_{name} autograder_tests 1\n{test}')]
    return res


@pytest.fixture(scope='module')
def results(tmp_path_factory):
    "Name of the case → did (the right, the wrong) answer pass? And the messages."
    root = tmp_path_factory.mktemp('judge')
    (root/'lab_judge.ipynb').write_text(json.dumps(notebook(lab_cells(0))))
    (root/'subs').mkdir()
    for i, who in enumerate(('right', 'wrong')):
        (root/'subs'/f'{who}.ipynb').write_text(json.dumps(notebook(lab_cells(i, markers=False))))
    right, wrong = grade(root/'lab_judge.ipynb', [root/'subs'], root/'grades')
    return {a.question: (a, b) for a, b in zip(right.tests, wrong.tests)}


@pytest.mark.parametrize('name', CASES)
def test_unmodified(results, name):
    right, wrong = results[name]
    assert right.passed, f'{right.message} | {right.detail}'
    assert not wrong.passed
