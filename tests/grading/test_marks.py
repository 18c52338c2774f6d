"""Marks by hand: none that was acknowledged is lost, none is overwritten unseen."""
import os
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from marking import hand_in, marks_in, new_gradebook

from cm203.core import CourseError
from cm203.grading.marks import Overtaken

HERE = Path(__file__).resolve().parent
# Marks the answer of one student again and again, knowing of each mark that was there, and says what was saved.
MARKER = '''import sys
from marking import marks_in
from cm203.grading.marks import Overtaken
path, by, most = sys.argv[1], sys.argv[2], int(sys.argv[3])
with marks_in(path) as marks:
    replaces, n = None, 0
    print("ready", flush=True)
    sys.stdin.readline()
    while n < most:
        try: replaces = marks.save("tiny", "ana", "why", n % 3, f"{by} {n}", by=by, replaces=replaces).id
        except Overtaken as e: replaces = e.mark.id
        else:
            print(f"{by} {n}", flush=True)
            n += 1
'''


@pytest.fixture
def path(tmp_path): return new_gradebook(tmp_path/'gradebook.sqlite', ana='Gradients vanish.', rui='', eva='No idea.')


def start(path, by, most):
    "A process that marks, when it is told to."
    process = subprocess.Popen([sys.executable, '-c', MARKER, path, by, str(most)], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, text=True, env=os.environ | dict(PYTHONPATH=str(HERE)))
    assert process.stdout.readline() == 'ready\n'
    return process


def comments(path):
    "All comments on an answer, in order."
    with marks_in(path) as marks: return [m.comment for m in marks.history('tiny', 'ana', 'why')]


def test_two_markers_at_once_lose_nothing(path):
    both = [start(path, by, 60) for by in ('eva', 'rex')]
    for p in both: print(file=p.stdin, flush=True)
    told = [p.communicate()[0].splitlines() for p in both]
    found = comments(path)
    assert [len(t) for t in told] == [60, 60] and len(found) == 120
    assert [[c for c in found if c.startswith(by)] for by in ('eva', 'rex')] == told


def test_a_marker_that_is_killed_loses_nothing_that_was_acknowledged(path):
    for i in range(5):
        p = start(path, f'round{i}', 10**6)
        print(file=p.stdin, flush=True)
        told = [p.stdout.readline().strip() for _ in range(20 + 7*i)]
        p.send_signal(signal.SIGKILL)
        told += p.communicate()[0].splitlines()
        found = [c for c in comments(path) if c.startswith(f'round{i} ')]
        assert found[:len(told)] == told and len(found) - len(told) <= 1, (found[-2:], told[-2:])
    with marks_in(path) as marks: assert marks.db.execute('pragma integrity_check').fetchone() == ('ok',)


def test_of_many_threads_that_replace_one_mark_one_wins_and_the_others_read_it(path):
    results, barrier = [], threading.Barrier(8)
    def mark(n):
        with marks_in(path) as marks:
            barrier.wait()
            try: results.append(marks.save('tiny', 'ana', 'why', 1., f'from {n}', by=f'm{n}'))
            except Overtaken as e: results.append(e)
    threads = [threading.Thread(target=mark, args=[n]) for n in range(8)]
    for t in threads: t.start()
    for t in threads: t.join()
    won = [r for r in results if not isinstance(r, Overtaken)]
    assert len(results) == 8 and len(won) == 1
    assert {r.mark for r in results if isinstance(r, Overtaken)} == set(won)


def test_a_save_whose_reply_was_lost_can_be_sent_again(path):
    with marks_in(path) as marks:
        first = marks.save('tiny', 'ana', 'why', 1., 'Good.', by='eva')
        assert marks.save('tiny', 'ana', 'why', 1., 'Good.', by='eva') == first
        assert len(marks.history('tiny', 'ana', 'why')) == 1


def test_numbers_stay_and_late_students_get_the_next(path):
    with marks_in(path) as marks:
        before = marks.numbers('tiny')
        hand_in(path, 'lia', 'Late.', 9.)
        with marks_in(path) as others: after = others.numbers('tiny')
    assert sorted(before.values()) == [1, 2, 3] and after == before | dict(lia=4)


def test_the_order_of_numbers_says_nothing_about_names(tmp_path):
    path = new_gradebook(tmp_path/'g.sqlite', **{f's{i:02}': 'x' for i in range(30)})
    with marks_in(path) as marks: assert list(marks.numbers('tiny')) != sorted(marks.numbers('tiny'))


def test_two_processes_draw_the_same_numbers(path):
    found, barrier = [], threading.Barrier(4)
    def look():
        with marks_in(path) as marks:
            barrier.wait()
            found.append(marks.numbers('tiny'))
    threads = [threading.Thread(target=look) for _ in range(4)]
    for t in threads: t.start()
    for t in threads: t.join()
    assert len(found) == 4 and all(f == found[0] for f in found)


def test_an_answer_that_changed_is_to_be_marked_again_and_one_that_did_not_is_not(path):
    with marks_in(path) as marks:
        for a in marks.to_mark('tiny', 'why'): marks.save('tiny', a.student, 'why', 1., attempt=a.attempt)
        hand_in(path, 'ana', 'Gradients vanish.', 2.)
        hand_in(path, 'eva', 'Now I know.', 2.)
        found = {a.student: a for a in marks.to_mark('tiny', 'why')}
        assert [found[s].open for s in ('ana', 'eva', 'rui')] == [False, True, False]
        assert found['eva'].parts == (('markdown', 'Now I know.'),) and found['eva'].mark.points == 1
        assert marks.progress('tiny') == dict(why=(2, 3), hours=(0, 3))


def test_an_items_points_count_wherever_it_is_used(path):
    with marks_in(path) as marks:
        idea, unit = marks.add_item('tiny', 'why', 1, 'idea'), marks.add_item('tiny', 'why', -.5, 'no unit')
        for s, items, extra in (('ana', [idea.id, unit.id], .25), ('rui', [idea.id], 0.), ('eva', [], 2.)):
            marks.save('tiny', s, 'why', extra, items=items)
        def points(): return [marks.marks('tiny')[s, 'why'].points for s in ('ana', 'rui', 'eva')]
        assert points() == [.75, 1, 2]
        more = marks.change_item('tiny', 'why', idea, replace(idea, points=2))
        assert points() == [1.75, 2, 2]
        marks.change_item('tiny', 'why', more, replace(more, retired=True))
        assert points() == [1.75, 2, 2] and [i.text for i in marks.rubric('tiny', 'why')] == ['no unit']


def test_a_rubric_item_that_another_marker_changed_is_not_overwritten(path):
    with marks_in(path) as marks, marks_in(path) as others:
        item = marks.add_item('tiny', 'why', 1, 'idea')
        others.change_item('tiny', 'why', item, replace(item, text='the idea'))
        with pytest.raises(CourseError, match="says \\+1 'the idea' now"):
            marks.change_item('tiny', 'why', item, replace(item, points=2))
        assert [i.points for i in marks.rubric('tiny', 'why')] == [1]


@pytest.mark.parametrize('points', [-.1, 2.1, float('nan'), float('inf')])
def test_points_beyond_the_question_are_refused(path, points):
    with marks_in(path) as marks:
        with pytest.raises(CourseError, match='is worth 2'): marks.save('tiny', 'ana', 'why', points)
        with pytest.raises(CourseError, match='is worth 0'): marks.save('tiny', 'ana', 'hours', points)
        assert marks.save('tiny', 'ana', 'hours', 0, 'Thank you.').feedback == 'Thank you.'
        with pytest.raises(CourseError, match='no item'): marks.add_item('tiny', 'hours', points, 'x')


def test_a_mark_of_what_is_not_there_is_refused(path):
    other = hand_in(path, 'lia', 'x')
    with marks_in(path) as marks:
        thanks = marks.add_item('tiny', 'hours', 0, 'thanks')
        for fault, args in (('no rubric item', dict(items=[thanks.id])), ('no such attempt', dict(attempt=other))):
            with pytest.raises(CourseError, match=fault): marks.save('tiny', 'ana', 'why', 1, **args)
        with pytest.raises(CourseError, match='no such attempt'): marks.save('tiny', 'nobody', 'why', 1)
        with pytest.raises(CourseError, match='it has: why, hours'): marks.save('tiny', 'ana', 'double', 1)
        with pytest.raises(CourseError, match="no lab 'big'; it has: tiny"): marks.questions('big')
        with pytest.raises(CourseError, match='needs a text'): marks.add_item('tiny', 'why', 1, ' \n')


def test_a_comment_is_kept_as_it_is_but_for_what_cannot_be_shown(path):
    with marks_in(path) as marks:
        text = 'Olá, 你好!\r\n\tif x:\u202e 👩‍🔬 \ud800'
        assert marks.save('tiny', 'ana', 'why', 1, text).comment == 'Olá, 你好!\n    if x:\\u202e 👩‍🔬 \\ud800'
