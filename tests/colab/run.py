"""Run the released labs, solved, where Colab would run them: `make colab`.

Makes an environment with Colab's Python and the versions in pins.txt, installs the student wheel as the notebooks'
first cell does, looks whether that changed a package of Colab's, and runs the five notebooks with the reference's
answers and live feedback. Needs python3.13 (PYTHON says which), a network, some GB, and minutes.
`run.py --renew` writes pins.txt anew, from what Colab publishes."""
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import date
from pathlib import Path

from cm203.course.demo import Draft
from cm203.course.release import wheel_name, write_parts
from cm203.course.settings import course_labs

HERE = Path(__file__).resolve().parent
PINS, ENV = HERE/'pins.txt', HERE.parents[1]/'.venv-colab'
PYTHON = os.environ.get('PYTHON') or 'python3.13'
SOURCE = 'https://raw.githubusercontent.com/googlecolab/backend-info/main/pip-freeze.txt'
HEAD = '''# What Colab's runtime has: its `pip freeze` of {}, without what is not on PyPI and CUDA's parts.
# Renew it with: python tests/colab/run.py --renew
'''
OF_COLAB = 'nbclient', 'ipykernel', 'ipywidgets'  # what runs a notebook there, besides what the wheel asks for
LOUD = 'Warning', 'IProgress'  # what no cell should print


def renew():
    "Write pins.txt from Colab's list."
    lines = urllib.request.urlopen(SOURCE).read().decode().splitlines()
    pins = [line.split(';')[0].strip() for line in lines if '==' in line and not line.startswith('#')]
    pins += [f'{m[1]}=={m[2]}' for line in lines if (m := re.match(r'(torch\w*) @ .*/\w+-([\d.]+)', line))]
    kept = sorted((p for p in pins if not re.match('nvidia|cuda', p)), key=str.lower)
    PINS.write_text(HEAD.format(date.today()) + '\n'.join(kept) + '\n')
    print(f'{PINS}: {len(kept)} packages')


def pinned():
    "Name → version in Colab."
    lines = PINS.read_text().splitlines()
    return {name(p): p.partition('==')[2].partition('+')[0] for p in lines if '==' in p and p[0] != '#'}


def name(requirement): return re.match(r'[\w.-]+', requirement)[0].lower().replace('_', '-').replace('.', '-')


def pip(*args, check=True):
    "What pip prints."
    cmd = [ENV/'bin'/'python', '-m', 'pip', '--disable-pip-version-check', *args]
    done = subprocess.run(cmd, capture_output=True, text=True)
    if check and done.returncode: sys.exit(f'pip {" ".join(map(str, args))}\n{done.stdout}{done.stderr}')
    return done.stdout


def installed(): return {name(p): p.partition('==')[2] for p in pip('freeze').splitlines() if '==' in p}


def asked_by(wheel):
    "Names of what a wheel asks for."
    from email.parser import Parser
    from zipfile import ZipFile

    from packaging.requirements import Requirement
    with ZipFile(wheel) as z:
        meta = next(n for n in z.namelist() if n.endswith('.dist-info/METADATA'))
        lines = Parser().parsestr(z.read(meta).decode()).get_all('Requires-Dist')
    each = map(Requirement, lines)
    return [name(r.name) for r in each if not r.marker or r.marker.evaluate(dict(extra='grade'))]


def make_environment(wheel, pins):
    "Colab as far as the labs see it, then the wheel; says what that adds. Ends if it changes or breaks something."
    subprocess.run([PYTHON, '-m', 'venv', '--clear', ENV], check=True)
    pip('install', '-q', '-c', PINS, *(n for n in (*asked_by(wheel), *OF_COLAB) if n in pins))
    before = installed()
    pip('install', '-q', f'cm203[grade] @ file://{wheel}')
    after = installed()
    others = [f'{n} {v}, Colab has {pins[n]}' for n, v in after.items() if v.partition('+')[0] != pins.get(n, v)]
    added = [f'{n} {v}' for n, v in after.items() if n not in before]
    if others: sys.exit('The wheel changes what Colab has: ' + '; '.join(others))
    print(f'{len(before)} packages as in Colab; the wheel adds: {", ".join(added)}.')
    print(pip('check', check=False).strip())


def solved(lab):
    "A student's notebook with the reference's answers, without training."
    draft = Draft(lab)
    draft.solve()
    for c in draft.nb['cells']: c['source'] = ''.join(c['source']).replace('RETRAIN = True', 'RETRAIN = False')
    return draft.nb


RUN = '''
import sys, nbformat
from nbclient import NotebookClient
nb = nbformat.read(sys.argv[1], 4)
NotebookClient(nb, timeout=600).execute()
nbformat.write(nb, sys.argv[1])
'''


def run_lab(nb, path):
    "Run a notebook; gives what its cells print, in one text."
    path.write_text(json.dumps(nb), encoding='utf-8')
    environ = os.environ | dict(CM203_OFFLINE='1', PATH=f'{ENV}/bin:{os.environ["PATH"]}')
    done = subprocess.run([ENV/'bin'/'python', '-c', RUN, path], cwd=path.parent, env=environ, capture_output=True,
                          text=True)
    if done.returncode: sys.exit(f'{path.name}:\n{done.stderr[-3000:]}')
    outputs = [o for c in json.loads(path.read_text(encoding='utf-8'))['cells'] for o in c.get('outputs', ())]
    texts = [o['text'] if 'text' in o else o.get('data', {}).get('text/plain', '') for o in outputs]
    return '\n'.join(''.join(t) for t in texts)


def main():
    "The whole way, with a line for each lab. Ends with 1 if a check fails or a cell warns."
    labs, pins = course_labs(), pinned()
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        write_parts(labs, folder)
        make_environment(folder/'student'/wheel_name(), pins)
        bad = 0
        for lab in labs:
            start = time.perf_counter()
            text = run_lab(solved(lab), folder/lab.path.name)
            total = re.findall(r'\d+ of \d+ public checks passed: [\d.]+ of [\d.]+ points', text)
            failed = [line for line in text.splitlines() if line.startswith('✗')]
            loud = [line for line in text.splitlines() if any(word in line for word in LOUD)]
            print(f'{lab.name}: {time.perf_counter()-start:.0f} s; {total[-1] if total else "no total"}')
            print(*failed, *loud, sep='\n', end='\n' if failed or loud else '')
            bad += bool(failed or loud or not total)
    sys.exit(bool(bad))


if __name__ == '__main__': renew() if '--renew' in sys.argv else main()
