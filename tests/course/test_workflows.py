"""The workflows' own steps, run in a tree like the runner's; what leads out of this machine leads to stand-ins."""
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest
import yaml

from cm203.core import checkout_root, settings
from cm203.course.demo import cook, recipes
from cm203.course.release import wheel_name
from cm203.course.settings import course_labs
from cm203.course.workflows import classroom_autograder, student_workflow

LAB = next(lab for lab in course_labs() if lab.name == 'cnn')
WORKFLOWS = checkout_root()/'.github'/'workflows'


def steps_of(text):
    "The steps of a workflow's only job that run something, by name."
    job, = yaml.safe_load(text)['jobs'].values()
    assert job['if'].startswith('vars.CM203_'), 'off unless somebody switches it on'
    return {step['name']: step for step in job['steps'] if 'run' in step}


def run_step(step, cwd, **environ):
    "As a runner does."
    env = os.environ | step.get('env', {}) | environ
    shell = 'bash', '-eo', 'pipefail', '-c'
    return subprocess.run([*shell, step['run']], cwd=cwd, env=env, capture_output=True, text=True)


@pytest.fixture(scope='module')
def fresh(tmp_path_factory):
    "The folder of programs of an environment that has this one's libraries, but not the course package."
    folder = tmp_path_factory.mktemp('runner')/'env'
    venv.create(folder)
    library, pip = Path(sysconfig.get_path('purelib', vars=dict(base=str(folder)))), folder/'bin'/'pip'
    (library/'libraries.pth').write_text(sysconfig.get_path('purelib') + '\n')
    pip.write_text(f'#!/bin/sh\nexec {folder}/bin/python -m pip "$@"\n')
    pip.chmod(0o755)
    return pip.parent


@pytest.fixture(scope='module')
def package(released): return f'cm203[grade] @ file://{released}/student/{wheel_name()}'


@pytest.fixture
def repository(released, tmp_path):
    "A student's checkout: one lab half done, in one language; all else as it came."
    root = tmp_path/'student-repo'
    shutil.copytree(released/'student', root, ignore=shutil.ignore_patterns('*.whl', '1[1-4]*'))
    half = recipes(checkout_root()/'tests'/'grading'/'submissions')['half_right']
    (root/'en'/LAB.path.name).write_text(cook(LAB, half))
    return root


def test_a_push_is_checked(released, fresh, package, repository, tmp_path):
    steps = steps_of((repository/'.github'/'workflows'/'check.yml').read_text())
    assert steps == steps_of(student_workflow(steps['Install the course package']['env']['PACKAGE']))
    path, summary = f'{fresh}:{os.environ["PATH"]}', tmp_path/'summary.md'
    done = run_step(steps['Install the course package'], repository, PATH=path, PACKAGE=package, PIP_NO_INDEX='1')
    assert done.returncode == 0, done.stderr
    done = run_step(steps['Run the public checks'], repository, PATH=path, GITHUB_STEP_SUMMARY=str(summary))
    errors = [line for line in done.stdout.splitlines() if line.startswith('::error')]
    assert done.returncode and len(errors) == 9, done.stdout + done.stderr
    assert all(f'file=en/{LAB.path.name},line=' in line for line in errors)
    assert '8 of 17 public checks passed' in summary.read_text() and 'Not begun' in summary.read_text()


def test_classroom_50_gets_its_result(fresh, package, repository):
    "The autograder's contract: a result.json with whole numbers, and exit code 0 whatever the score."
    script = repository.parent/'autograder.py'
    script.write_text(classroom_autograder(LAB, package))
    known = dict(CLASSROOM='vision', ASSIGNMENT='cnn', SUBMISSION_TAG='submit/1', COMMIT_URL='https://example.com/c',
                 RELEASE_URL='https://example.com/r', REVIEW_URL='https://example.com/d', USERNAME='ana')
    environ = os.environ | known | dict(PIP_NO_INDEX='1')
    done = subprocess.run([fresh/'python', script], cwd=repository, env=environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    res = json.loads((repository/'result.json').read_text())
    want = dict(schema='classroom50/result/v1', classroom='vision', assignment='cnn', submission='submit/1',
                commit='https://example.com/c', release='https://example.com/r', review='https://example.com/d')
    assert {k: res[k] for k in want} == want
    assert len(res['tests']) == 17 and sum(t['passed'] for t in res['tests']) == 8
    assert all(isinstance(t[k], int) for t in res['tests'] for k in ('score', 'max-score'))
    assert res['score'] == sum(t['score'] for t in res['tests']) < res['max-score'] == 1000


def test_nothing_hidden_goes_with_them(released):
    "What runs in public repositories knows only what students have."
    for name in ('student/.github/workflows/check.yml', 'classroom50/cnn/autograder.py'):
        text = (released/name).read_text()
        assert 'HIDDEN' not in text and 'grader' not in text.replace('autograder', '')


GH = '#!/bin/sh\necho "$@" >> {log}\n[ "$2" != view ]\n'  # GitHub's own program; it has no release yet


def test_a_release_is_published(released, tmp_path):
    "The students' repository gets their files, but not the wheel; that goes into a release. What is there stays."
    course, remote, work = settings()['course'], tmp_path/'remote.git', tmp_path/'work'
    def git(*args, cwd=tmp_path):
        return subprocess.run(['git', *args], cwd=cwd, check=True, capture_output=True, text=True).stdout
    git('init', '-q', '--bare', '-b', course['student_branch'], remote)
    git('clone', '-q', remote, 'first')
    (tmp_path/'first'/'README.md').write_text('Welcome.')
    who = '-c', 'user.name=t', '-c', 'user.email=t@example.com'
    git('add', '-A', cwd=tmp_path/'first'), git(*who, 'commit', '-qm', 'x', cwd=tmp_path/'first')
    git('push', '-q', 'origin', f'HEAD:{course["student_branch"]}', cwd=tmp_path/'first')
    work.mkdir()
    (work/'.venv').symlink_to(sys.prefix)
    shutil.copytree(released, work/'dist')
    (tmp_path/'bin').mkdir()
    gh = tmp_path/'bin'/'gh'
    gh.write_text(GH.format(log=tmp_path/'gh.log'))
    gh.chmod(0o755)
    address = f'https://x-access-token:t0ken@github.com/{course["student_repo"]}'
    environ = dict(GH_TOKEN='t0ken', GITHUB_ENV=str(tmp_path/'env'), PATH=f'{gh.parent}:{os.environ["PATH"]}',
                   GIT_CONFIG_COUNT='1', GIT_CONFIG_KEY_0=f'url.{remote}.insteadOf', GIT_CONFIG_VALUE_0=address)
    steps = steps_of((WORKFLOWS/'publish.yml').read_text())
    for name in ('Where to', "Put the students' files into their repository", 'Put the wheel into a release there'):
        done = run_step(steps[name], work, **environ)
        assert done.returncode == 0, f'{name}\n{done.stdout}{done.stderr}'
        if name == 'Where to': environ |= dict(line.split('=', 1) for line in (tmp_path/'env').read_text().splitlines())
    there = git('ls-tree', '-r', '--name-only', course['student_branch'], cwd=remote).splitlines()
    assert {'README.md', 'en/10_lab_cnn.ipynb', 'pt-BR/14_lab_pspnet.ipynb', '.github/workflows/check.yml'} < set(there)
    assert not [name for name in there if name.endswith('.whl') or 'grader' in name]
    view, create, upload = (tmp_path/'gh.log').read_text().splitlines()
    assert create.startswith(f'release create v{environ["VERSION"]} --repo {course["student_repo"]}')
    assert f'dist/student/{wheel_name()} --clobber' in upload and view.startswith('release view')


def test_what_is_not_ready_is_not_published():
    "The workflow releases with `--publishable`, which the settings that the course comes with do not pass."
    assert '--publishable' in steps_of((WORKFLOWS/'publish.yml').read_text())['Release the labs']['run']
    command = 'from cm203.course.cli import main; main(["release", "--publishable"])'
    done = subprocess.run([sys.executable, '-c', command], capture_output=True, text=True, cwd=checkout_root())
    assert done.returncode == 1 and 'student_repo = cm203-course/cm203-student is the example' in done.stderr
    assert '[data.voc]' in done.stderr and 'sha256 is empty' in done.stderr


@pytest.mark.skipif(not shutil.which('actionlint'), reason='needs actionlint')
def test_workflows_are_in_order(released):
    paths = [*WORKFLOWS.glob('*.yml'), released/'student'/'.github'/'workflows'/'check.yml']
    done = subprocess.run(['actionlint', *paths], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
