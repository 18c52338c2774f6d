"""Plausible wrong answers lose points in the question they belong to, and only there; right answers in other words lose none.

`answers/LAB_wrong.py` holds `WRONG`, name → (question, body of the answer); `FAILS`, name → the test cells that must fail, exactly, where
that is known; and `APART`, questions whose tests depend on another question's answer. `answers/LAB_right.py` holds `RIGHT`.
Answers to different questions share a submission, unless a question is `APART`."""
import json
import runpy
from itertools import zip_longest
from pathlib import Path

import pytest

from cm203.course.demo import Draft
from cm203.grading.grade import grade
from cm203.course.release import course_labs

HERE = Path(__file__).parent/'answers'


def answers(lab, kind): return runpy.run_path(str(HERE/f'{lab.name}_{kind}.py'))


def shared(table, apart):
    "Groups of names, at most one for each question in a group."
    by = {}
    for name, (question, _) in table.items(): by.setdefault(question, []).append(name)
    alone = [[n] for q in apart for n in by.pop(q, [])]
    return alone + [[n for n in group if n] for group in zip_longest(*by.values())]


def failed(lab, table, tmp_path, apart=()):
    "Group of names → test cells and deductions that failed, from one run of the grader."
    (tmp_path/'subs').mkdir()
    groups = shared(table, apart)
    for i, group in enumerate(groups):
        d = Draft(lab)
        d.solve()
        for name in group: d.fill(*table[name])
        (tmp_path/'subs'/f'{i:03}.ipynb').write_text(json.dumps(d.nb))
    results = grade(lab.path, [tmp_path/'subs'], tmp_path/'grades')
    return {tuple(groups[int(r.student)]): {t.name for t in r.tests if not t.passed} for r in results}


def expected(lab, fails):
    "Deductions count only where the question earned something."
    earned = {t.question for t in lab.tests if t.name not in fails}
    return [n for n in fails if not n.startswith('deduct') or lab.named(n).question in earned]


@pytest.mark.parametrize('lab', course_labs(), ids=lambda lab: lab.name)
def test_wrong_answers_lose_points_where_they_belong(lab, tmp_path):
    known = answers(lab, 'wrong')
    assert len(known['WRONG']) >= 25
    got = failed(lab, known['WRONG'], tmp_path, known.get('APART', ()))
    free = [n for group in got for n in group if not any(lab.named(t).question == known['WRONG'][n][0] for t in got[group])]
    assert not free, f'these lose nothing: {free}'
    if 'FAILS' not in known: return
    want = {group: {t for n in group for t in expected(lab, known['FAILS'][n])} for group in got}
    wrong = [f'{g}: passed {sorted(want[g] - got[g])}, failed {sorted(got[g] - want[g])}' for g in got if got[g] != want[g]]
    assert not wrong, '\n'.join(wrong)


@pytest.mark.parametrize('lab', course_labs(), ids=lambda lab: lab.name)
def test_right_answers_in_other_words_lose_nothing(lab, tmp_path):
    got = failed(lab, answers(lab, 'right')['RIGHT'], tmp_path)
    assert got == {group: set() for group in got}
