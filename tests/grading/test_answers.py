"""Plausible wrong answers lose points in the question they belong to, and only there; right answers in other words lose
none.

`answers/LAB_wrong.py` holds `WRONG`, name → (question, body of the answer); `FAILS`, name → the test cells that must
fail, exactly, where that is known; `APART`, questions whose tests depend on another question's answer; and `ANEW`,
question → (body of the answer, a cell before its tests that defines helpers of the lab anew).
`answers/LAB_right.py` holds `RIGHT`.
Answers to different questions share a submission, unless a question is `APART`."""
import json
import os
import runpy
from concurrent.futures import ThreadPoolExecutor
from itertools import zip_longest
from pathlib import Path

import pytest

from cm203.course.demo import Draft
from cm203.course.notebook import load_notebook
from cm203.course.settings import course_labs
from cm203.grading.align import align
from cm203.grading.court import Trial, courts
from cm203.grading.limits import Limits
from cm203.grading.scores import verdicts
from cm203.grading.steps import End, Outcome

HERE = Path(__file__).parent/'answers'


labs = sorted(course_labs(), key=lambda lab: lab.name == 'deeplab', reverse=True)  # which takes longest
every_lab = pytest.mark.parametrize('lab', labs, ids=lambda lab: lab.name)


def answers(lab, kind): return runpy.run_path(str(HERE/f'{lab.name}_{kind}.py'))


def shared(table, apart):
    "Groups of names, at most one for each question in a group."
    by = {}
    for name, (question, _) in table.items(): by.setdefault(question, []).append(name)
    alone = [[n] for q in apart for n in by.pop(q, [])]
    return alone + [[n for n in group if n] for group in zip_longest(*by.values())]


class UntilLost(Trial):
    "Runs the tests of some questions, of each until one fails. Hidden parts that fail get no second chance."
    def __init__(self, steps, limits, questions):
        super().__init__(steps, limits)
        self.asked = set(questions)

    def survives(self, i, court, hidden=False):
        found, step = self.hidden if hidden else self.told, self.steps[i]
        if step.judged and step.question not in self.asked:
            found[i] = Outcome(End.never)
            return True
        alive = super().survives(i, court, hidden)
        if step.judged and i in found and not found[i].ok: self.asked.discard(step.question)
        return alive


def outcomes(trial, start):
    "What came of it."
    while trial.in_place is None:
        with start() as court: trial.run(court)
    return trial.told, trial.hidden


def failed(lab, table, apart=(), every=False):
    "Group of names → test cells and deductions that failed: all, or one of each question that the group answers."
    groups, limits = shared(table, apart), Limits.from_settings()

    def judged(group):
        draft = Draft(lab)
        draft.solve()
        for name in group: draft.fill(*table[name])
        plan = align(lab, load_notebook(json.dumps(draft.nb).encode(), 'answers.ipynb'))
        tested = {table[name][0] for name in group}
        trial = Trial(plan.steps, limits) if every else UntilLost(plan.steps, limits, tested)
        found = verdicts(lab, plan, *outcomes(trial, start))
        return {t.name for t in found if not t.passed and (every or t.question in tested)}

    with courts(lab, limits) as start, ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(zip(map(tuple, groups), pool.map(judged, groups)))


def expected(lab, fails):
    "Deductions count only where the question earned something."
    earned = {t.question for t in lab.tests if t.name not in fails}
    return [n for n in fails if not n.startswith('deduct') or lab.named(n).question in earned]


@every_lab
def test_wrong_answers_lose_points_where_they_belong(lab):
    known = answers(lab, 'wrong')
    assert len(known['WRONG']) >= 25
    got = failed(lab, known['WRONG'], known.get('APART', ()), 'FAILS' in known)
    lost = {n: {lab.named(t).question for t in got[group]} for group in got for n in group}
    free = [n for n, questions in lost.items() if known['WRONG'][n][0] not in questions]
    assert not free, f'these lose nothing: {free}'
    if 'FAILS' not in known: return
    want = {group: {t for n in group for t in expected(lab, known['FAILS'][n])} for group in got}
    wrong = [f'{g}: passed {sorted(want[g] - got[g])}, failed {sorted(got[g] - want[g])}'
             for g in got if got[g] != want[g]]
    assert not wrong, '\n'.join(wrong)


@pytest.mark.parametrize('lab', [o for o in labs if 'ANEW' in answers(o, 'wrong')], ids=lambda lab: lab.name)
def test_helpers_defined_anew_earn_nothing(lab):
    draft, limits, anew = Draft(lab), Limits.from_settings(), answers(lab, 'wrong')['ANEW']
    for question, (body, cell) in anew.items():
        draft.fill(question, body)
        at = draft.nb['cells'].index(draft.cell(f'testa_1_{question}'))
        draft.nb['cells'].insert(at, dict(cell_type='code', metadata={}, outputs=[], source=cell.splitlines(True)))
    plan = align(lab, load_notebook(json.dumps(draft.nb).encode(), 'answers.ipynb'))
    with courts(lab, limits) as start:
        found = verdicts(lab, plan, *outcomes(Trial(plan.steps, limits), start))
    assert not [t.name for t in found if t.passed and t.question in anew]


@every_lab
def test_right_answers_in_other_words_lose_nothing(lab):
    got = failed(lab, answers(lab, 'right')['RIGHT'], every=True)
    assert got == {group: set() for group in got}
