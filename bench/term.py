"""A lab and a large class, from Canvas' download to Canvas' gradebook: the command of each step, and its seconds.

The class is made from the reference: right and half-right answers, late ones, second attempts, copies with other
names, hostile ones, nothing handed in, and two students of one name. Its written answers are marked in Chromium, by
keyboard. Then a test is corrected, and the class is graded again."""
import json
import random
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from contextlib import contextmanager
from pathlib import Path

from fastcore.script import call_parse

from cm203.core import checkout_root
from cm203.course.demo import Draft
from cm203.course.dialect import parse_lab
from cm203.course.regions import without_markers

sys.path.insert(0, str(checkout_root()/'tests'/'site'))
from browsing import CHROMIUM, DRIVER, chromium  # noqa: E402
from selenium.webdriver.common.action_chains import ActionChains  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402

FIRST = 'Ana Bruno Carla Davi Elisa Fábio Gabriela Heitor Inês João Karen Luís Marta Nuno Olga Pedro Rui Sara'.split()
LAST = 'Silva Souza Santos Oliveira Lima Costa Gomes Ribeiro Alves Pinto Moreira Rocha'.split()
KINDS = ['right']*5 + ['half']*3 + ['copied', 'hostile']
COMMAND = sys.executable, '-uc', 'from cm203.course.cli import main; main()'
HOSTILE = "raise ValueError('<script>alert(1)</script> =cmd|calc')\n"
TEXT = 'I saw late why the mean must come off first. ({})'
HOSTILE_TEXT = '<img src=http://example.com/x onerror=alert(1)> [a](javascript:alert(1)) ({})'


def renamed(source):
    "A copy with other names for what it assigns."
    for name in set(re.findall(r'^\s+(\w+) = ', source, re.M)):
        source = re.sub(rf'(?<![\w.]){name}\b(?!=)', f'{name}_', source)
    return source


def answers_of(lab, kind, pick):
    "What a student of a kind answers."
    res = {c.question: without_markers(c.body) for c in lab.answers}
    wrong = pick.sample(sorted(res), 2)
    if kind == 'half': res |= {q: res[q].replace('return ', 'return 2*') for q in wrong}
    if kind == 'copied': res = {q: renamed(s) for q, s in res.items()}
    if kind == 'hostile': res[wrong[0]] = HOSTILE + res[wrong[0]]
    return res


def notebook(lab, kind, number, pick):
    "What a student hands in."
    draft = Draft(lab)
    for q, source in answers_of(lab, kind, pick).items(): draft.write(q, source)
    text = (HOSTILE_TEXT if kind == 'hostile' else TEXT).format(number)
    for c in draft.nb['cells']:
        if c['source'] and 'discursiva' in c['source'][0]: c['source'] = [c['source'][0], text]
    return json.dumps(draft.nb)


def make_class(lab, n, path):
    "Canvas' download of submissions, and its gradebook beside it."
    pick = random.Random(1)
    names = [f'{first} {last}' for last in LAST for first in FIRST][:n-1] + [f'{FIRST[0]} {LAST[0]}']
    with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as z:
        for i, name in enumerate(names):
            if i % 40 == 39: continue  # handed in nothing
            kind, late = KINDS[i % len(KINDS)], 'LATE_' if i % 12 == 5 else ''
            for attempt in range(1 + (i % 25 == 3)):
                day = 13 if late else 10 - i % 2
                key = ''.join(reversed(name.lower().split()))
                file = zipfile.ZipInfo(f'{key}_{late}{1000 + i}_{5000 + i}_lab{f"-{attempt}" if attempt else ""}.ipynb',
                                       (2026, 12, day, 12, attempt, 0))
                z.writestr(file, notebook(lab, kind, i, pick), zipfile.ZIP_DEFLATED)
    rows = [f'"{" ".join(name.split()[::-1])}",{1000 + i},s{i},u{i},A,' for i, name in enumerate(names)]
    heads = 'Student,ID,SIS User ID,SIS Login ID,Section,Convolutional neural networks (77)\n    Points Possible,,,,,11'
    path.with_suffix('.csv').write_text('\n'.join([heads, *rows]) + '\n', encoding='utf-8-sig')


def timed(*args, show=3):
    "Run a command; print it, its seconds, and the last lines that it prints."
    start = time.perf_counter()
    done = subprocess.run([*COMMAND, *map(str, args)], capture_output=True, text=True)
    took = f'{time.perf_counter() - start:.1f} s, exit code {done.returncode}'
    print(f'cm203 {" ".join(map(str, args))}: {took}', flush=True)
    for line in (done.stdout + done.stderr).strip().splitlines()[-show:]: print(f'    {line[:150]}')


@contextmanager
def ended(process):
    "End a process whatever happens."
    try: yield
    finally: process.terminate()


def mark(out):
    "Mark all written answers in a browser: a point for two of three, and a comment for all."
    command = [*COMMAND, 'mark', 'cnn', '--out', out, '--no-browser']
    said = 'return document.querySelector("#status")?.textContent || ""'
    def over(): return 'Everything' in driver.execute_script(said)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server, ended(server), chromium() as driver:
        address = next(m[0] for line in server.stdout if (m := re.search(r'http://\S+', line)))
        start, n, here = time.perf_counter(), 0, ''
        driver.get(address)
        driver.get(f'{address.partition("/?")[0]}/q/discursiva/1')
        while driver.current_url != here and not over():
            here, n = driver.current_url, n + 1
            ActionChains(driver).send_keys('p', '1' if n % 3 else '0', Keys.ESCAPE, 'c', 'Read section 4.').perform()
            ActionChains(driver).key_down(Keys.CONTROL).send_keys(Keys.ENTER).key_up(Keys.CONTROL).perform()
            end = time.time() + 10
            while driver.current_url == here and not over() and time.time() < end: time.sleep(.02)
        errors = [e['message'] for e in driver.get_log('browser')]
        print(f'{n} answers marked in the browser: {time.perf_counter() - start:.0f} s; errors: {errors}', flush=True)


@call_parse
def main(
    n:int=200,    # Students
    out:str='',   # A folder that stays; default: one that does not
):
    if not (CHROMIUM and DRIVER): return print('Not run: it needs Chromium and chromedriver.')
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(out or scratch)
        folder.mkdir(exist_ok=True)
        master, class_zip, grades = folder/'10_lab_cnn.ipynb', folder/'class.zip', folder/'grades'
        template = '--template', class_zip.with_suffix('.csv')
        text = (checkout_root()/'nbs'/master.name).read_text(encoding='utf-8')
        text = text.replace('<!-- manual: discursiva 0 -->', '<!-- manual: discursiva 1 -->')
        master.write_text(text, encoding='utf-8')
        make_class(parse_lab(master), n, class_zip)
        timed('grade', master, class_zip, '--out', grades)
        mark(grades)
        timed('pages', 'cnn', '--out', grades)
        timed('export-grades', 'cnn', '--to', 'canvas', *template, '--out', grades, show=9)
        timed('export-grades', 'cnn', '--to', 'csv', '--out', grades)
        timed('export-feedback', 'cnn', '--to', 'canvas', '--out', grades)
        master.write_text(text.replace('#| test: questao_dataset 1', '#| test: questao_dataset 2'), encoding='utf-8')
        timed('grade', master, class_zip, '--out', grades, '--dry-run', show=6)
        timed('grade', master, class_zip, '--out', grades)
        timed('export-grades', 'cnn', '--to', 'canvas', *template, '--out', grades, show=1)
