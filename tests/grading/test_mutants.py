"""Mutants of the reference: those that no test notices are shown, and what is known of one is not found out again."""
import json

import pytest
from kit import MASTER, cells, code, notebook

from cm203.core import CourseError
from cm203.course.dialect import parse_lab
from cm203.grading.mutants import measure, mutants_of, try_mutants, verdicts_kept, weak_tests

FRAMED = '    ### BEGIN SOLUTION\n    return {}*x\n    ### END SOLUTION'
LAB = MASTER
for n in '23': LAB = LAB.replace(f'    return {n}*x', FRAMED.format(n))
WEAK = LAB.replace('triple(2) == 6', 'triple(-1) == -3')


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch): monkeypatch.setenv('CM203_CACHE', str(tmp_path/'cache'))


def lab_of(text, *more):
    "A lab, with more cells below it."
    return parse_lab('lab_tiny.ipynb', json.dumps(notebook([*cells(text), *map(code, more)])).encode())


def fates(lab):
    "What a mutant returns → what became of it."
    tried = try_mutants(lab, mutants_of(lab))
    return {v.mutant.diff.splitlines()[3].split('return ')[1]: v.fate for v in tried}


def marked(name, why): return f'#| hide\n# mutant {name}: {why}'


def counted(lab):
    "How many mutants of a lab were tried that had not been tried before."
    totals = []
    def progress(it, total):
        totals.append(total)
        return it
    try_mutants(lab, mutants_of(lab), progress=progress)
    return sum(totals)


def test_what_a_weak_test_lets_pass_a_strong_one_kills():
    killed = dict.fromkeys(['2 / x', '2', 'x', '3*x', '3 / x', '3', '4*x'], 'killed')
    assert fates(lab_of(WEAK)) == killed | {'3 / x': 'survived'}
    assert fates(lab_of(LAB)) == killed


def test_a_hidden_part_kills_and_so_does_a_deduction():
    secret = '### BEGIN HIDDEN TESTS\nassert triple(2) == 6\n### END HIDDEN TESTS'
    deduction = '---\n# deduct_1_triple autograder_deduction 0.5\nassert triple(2) == 6'
    for more in (secret, deduction): assert 'survived' not in fates(lab_of(WEAK + more)).values()


def test_an_answer_that_ends_its_process_is_killed():
    ends = LAB.replace('return 3*x', 'return 3*x if x else __import__("os")._exit(3)')
    assert fates(lab_of(ends))['3*x if (x) and False else __import__("os")._exit(3)'] == 'killed'


def test_what_is_forgotten_is_tried_too():
    answer = """# f autograded_answer
def f(x):
    ### BEGIN SOLUTION
    x[0] = abs(x[0])
    x.append(0)
    for i in x.copy(): x[1] += i or 9
    return sorted(x)
    ### END SOLUTION"""
    lab = lab_of(f'{answer}\n---\n# testa_1_f autograder_tests 1\nassert f([0]) == [0, 9]')
    lines = {l[1:].strip() for m in mutants_of(lab) for l in m.diff.splitlines() if l.startswith('+')}
    assert lines >= {'pass', 'x[0] = x[0]', 'for i in x: x[1] += i or 9', 'for i in x.copy(): pass', 'return x',
                     'for i in x.copy(): x[1] += i'}


def test_survivors_are_shown_with_their_question():
    lab = lab_of(WEAK)
    text, ok = measure(lab)
    survivor = next(m for m in mutants_of(lab) if '3 / x' in m.diff)
    assert not ok and f'{survivor.id} triple\n@@' in text and '-    return 3*x\n+    return 3 / x' in text
    assert [line.split() for line in text.splitlines()[1:4]] == [
        ['double', '4', '4', '0', '0'], ['triple', '4', '3', '0', '1'], ['all', '8', '7', '0', '1']]
    assert '87 % are killed. For each of the others, write an assert' in text


def test_an_equivalent_with_a_reason_is_no_survivor():
    survivor = next(m for m in mutants_of(lab_of(WEAK)) if '3 / x' in m.diff)
    text, ok = measure(lab_of(WEAK, marked(survivor.id, 'only -1 is tripled')))
    assert ok and '3 / x' not in text and '100 % are killed. None survives' in text
    assert measure(lab_of(WEAK, marked(survivor.id, '')))[1] is False


def test_a_mark_for_nothing_is_told():
    killed = mutants_of(lab_of(LAB))[0].id
    text, ok = measure(lab_of(LAB, marked(killed, 'I guess'), marked('0123456', 'an old one')))
    assert ok and f'The mutant {killed}, marked as equivalent, is killed' in text
    assert 'The mutant 0123456, marked as equivalent, is no more' in text


def test_a_second_run_tries_nothing():
    assert [counted(lab_of(WEAK)) for _ in range(2)] == [8, 0]


def test_after_a_change_of_a_test_only_its_question_is_tried_again():
    other = LAB.replace('3*x', 'x + x + x')  # of its mutants, `x` has been tried
    assert [counted(lab_of(text)) for text in (WEAK, LAB, other)] == [8, 4, 3]


def test_an_interrupted_run_goes_on_where_it_ended():
    def interrupted(it, total):
        yield next(it)
        raise KeyboardInterrupt
    lab = lab_of(WEAK)
    with pytest.raises(KeyboardInterrupt): try_mutants(lab, mutants_of(lab), 1, interrupted)
    known = len(verdicts_kept(lab, mutants_of(lab)))
    assert 0 < known < 8 and not weak_tests([lab])
    assert counted(lab) == 8 - known
    assert list(fates(lab).values()).count('survived') == 1


def test_nothing_is_measured_with_a_reference_that_fails():
    lab = lab_of(LAB.replace('triple(2) == 6', 'triple(2) == 7'))
    with pytest.raises(CourseError, match='a test of your reference fails'): try_mutants(lab, mutants_of(lab))
    assert not verdicts_kept(lab, mutants_of(lab))


def test_only_what_students_write_is_changed_and_nothing_that_is_said_to_people():
    answer = '''# f autograded_answer
from fastcore.basics import patch
%time limit = 3
@patch
def f(self: dict, x: int=1) -> 'int':
    "Text."
    ### BEGIN SOLUTION
    'More text.'
    y: 'int' = x + 1
    if y > 9: raise ValueError('too much', 3)
    print('so', 3)
    assert y, 'no y'
    %time return y
    ### END SOLUTION'''
    lab = lab_of(f'{answer}\n---\n# testa_1_f autograder_tests 1\nassert {{}}.f() == 2')
    changes = [next(l[1:].strip() for l in m.diff.splitlines() if l.startswith('+')) for m in mutants_of(lab)]
    assert changes == ["y: 'int' = x - 1", "y: 'int' = x", "y: 'int' = 1", "y: 'int' = x + 2",
                       "if y >= 9: raise ValueError('too much', 3)", "if y > 10: raise ValueError('too much', 3)"]
    assert all('%time limit = 3' in m.source and '    %time return y' in m.source for m in mutants_of(lab))


def test_a_release_warns_of_what_has_been_measured():
    assert not weak_tests([lab_of(WEAK)])
    for text in (WEAK, LAB): measure(lab_of(text))
    warning, = weak_tests([lab_of(WEAK), lab_of(LAB)])
    assert warning.startswith('lab_tiny.ipynb: its tests kill 87 % of the mutants') and 'cm203 mutants tiny' in warning


def test_at_least_one_job():
    with pytest.raises(CourseError, match='write --jobs 1'): try_mutants(lab_of(LAB), [], 0)
