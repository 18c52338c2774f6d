"""Similar answers: copies are found under their disguises, honest look-alikes are not, hostile sources do no harm."""
import random
import time

import pytest

from cm203.grading.similar import Match, Pair, Place, pair_html, similar

STUB = 'def clean(rows):\n    # WRITE YOUR CODE HERE!\n    raise NotImplementedError()'
CASUAL = '''def clean(rows):
    kept, lost = [], {}
    for number, row in enumerate(rows):
        if not row.strip() or row.startswith('#'): continue
        name, _, value = row.partition('=')
        if name in lost: raise ValueError(f'{name} is there twice, in {number}')
        lost[name.strip().lower()] = value.strip()
    for name in sorted(lost, key=len): kept.append((name, lost[name]))
    kept.reverse()
    return dict(kept[:10])'''
COPY = '''# my own work
def clean(lines: list) -> dict:
    "Cleans."
    d: dict = {}
    out = []
    for i, text in enumerate(lines):
        if not text.strip() or text.startswith("%"):
            continue
        key, _, val = text.partition(
            ":")
        if key in d:
            raise ValueError("{} again: {}".format(key, i))
        d[key.strip().lower()] = val.strip()  # lower case
    for key in sorted(d, key=len):
        out.append((key, d[key]))
    out.reverse()
    return dict(out[:99])'''
OTHER = '''def clean(rows):
    total = sum(map(len, rows))
    while rows and total > 80:
        last = rows.pop()
        if isinstance(last, bytes): last = last.decode('ascii', errors='replace')
        assert last.isprintable(), repr(last)
        total -= len(last) + 1
    try: first = int(rows[0][2:-1], base=16)
    except (IndexError, ValueError): return None
    yield from (first ^ ord(c) for r in rows[1:] for c in r)'''
REFERENCE = '''def clean(rows):
    pairs = [r.split("=") for r in rows if r]
    return {k.strip(): v.strip() for k, v in pairs}'''


def honest(seed):
    "An answer of somebody who works alone."
    pick = random.Random(seed)
    calls = 'strip split lower upper title count index find join rstrip lstrip casefold swapcase zfill'.split()
    lines = [f'    {pick.choice("abcd")} = rows.{pick.choice(calls)}({pick.choice(["", "1", "2, x=3", "rows"])})'
             for _ in range(pick.randrange(4, 9))]
    return 'def clean(rows):\n' + '\n'.join(lines) + '\n    return a'


def klass(n=30, **others): return {f's{i:02}': dict(clean=honest(i)) for i in range(n)} | {
    s: o if isinstance(o, dict) else dict(clean=o) for s, o in others.items()}


def who(pairs): return {(p.a, p.b) for p in pairs}


@pytest.mark.parametrize('n', [0, 30, 200])
def test_a_disguised_copy_is_found_and_nobody_else(n):
    assert who(similar(klass(n, ana=CASUAL, rui=COPY), [STUB])) == {('ana', 'rui')}


def test_two_copied_pairs_are_found_in_a_large_class():
    again = OTHER.replace('rows', 'xs').replace('total', 'n')
    got = similar(klass(200, ana=CASUAL, rui=COPY, eva=OTHER, leo=again), [STUB])
    assert who(got) == {('ana', 'rui'), ('eva', 'leo')}


def test_a_part_moved_into_a_cell_of_ones_own_is_found_there():
    moved = {'clean': COPY, '': '!ls\n' + OTHER.replace('clean', 'helper').replace('rows', 'xs')}
    pair, = similar(klass(ana=f'{CASUAL}\n{OTHER}', rui=moved), [STUB])
    assert {m.b.question for m in pair.matches} == {'clean', ''}


def test_lines_are_right():
    pair, = similar(klass(ana='\n\n' + CASUAL, rui=COPY), [STUB])
    assert pair.matches[0].a.first == 5 and pair.matches[-1].a.last == 12
    assert pair.matches[-1].b.last == 17 and pair.share > .8


def test_one_line_answers_that_are_equal_are_not_reported():
    line = 'def clean(rows): return [r.strip() for r in rows if r]'
    assert similar(klass(ana=line, rui=line), [STUB]) == []


def test_what_many_write_is_not_reported():
    assert similar(klass(30, **{f'x{i}': CASUAL for i in range(15)}), [STUB]) == []


def test_given_code_and_expected_answers_are_not_reported():
    assert similar(klass(ana=CASUAL, rui=COPY), [STUB, CASUAL]) == []
    assert similar(klass(ana=CASUAL, rui=COPY), [STUB], [CASUAL]) == []
    assert similar(klass(ana=REFERENCE, rui=REFERENCE), [STUB], [REFERENCE]) == []


def test_broken_code_is_compared_as_far_as_it_can_be_read():
    broken = f'{COPY}\nprint(clean(["a"]'
    assert who(similar(klass(ana='%time\n' + CASUAL, rui=broken), [STUB])) == {('ana', 'rui')}


def test_the_order_of_students_changes_nothing():
    students = klass(ana=CASUAL, rui=COPY)
    assert similar(students, [STUB]) == similar(dict(reversed(students.items())), [STUB])


HOSTILE = {
    'lines': 'x = f(x, y, z)[1:2]\n'*100_000, 'brackets': '('*100_000, 'signs': '-'*100_000 + '1',
    'attributes': 'a' + '.a'*100_000, 'sum': '1' + '+1'*100_000, 'blocks': 'if 1:\n'*9999, 'null': 'x = 1\0',
    'surrogate': 'x = "\udcff"', 'empty': '', 'blank': ' \n\r\n\t', 'broken': 'def (:\n'*9999,
    'one line': 'f(x);'*99_999,
    'indented': '\n'.join(' '*i + 'if x:' for i in range(99)), 'names': 'x' * 99_999,
}


def test_hostile_sources_take_no_time_and_hide_no_copy():
    start = time.process_time()
    twice = {f'{name}{i}': source for name, source in HOSTILE.items() for i in range(2)}
    got = similar(klass(ana=CASUAL, rui=COPY, **twice), [STUB])
    assert ('ana', 'rui') in who(got) and time.process_time() - start < 5


def test_a_page_shows_hostile_sources_as_text():
    a, b = '<script>alert(1)</script>\nx = 1 < 2\n</pre>', 'y = "\x1b[2J\u202e"'
    pair = Pair('<i>ana', 'rui', '"q', .5, 50., (Match(Place('"q', 2, 2), Place('"q', 1, 1)),))
    page = pair_html(pair, {'<i>ana': {'"q': a}, 'rui': {'"q': b}})
    assert '<script' not in page and '<i>' not in page and '\x1b' not in page and '\u202e' not in page
    assert page.count('</pre>') == 2 and '<mark>x = 1 &lt; 2</mark>' in page and page.count('<mark>') == 2
