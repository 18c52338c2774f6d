"""Every mistake in settings.ini is told in a sentence, all at once, by every command."""
import shutil
import subprocess
import sys

import pytest

from cm203.core import CourseError, checkout_root
from cm203.course.export import check_modules, copy_source
from cm203.course.settings import check_settings, problems_of_settings

RIGHT = (checkout_root()/'settings.ini').read_text(encoding='utf-8')
CNN = '[lab.cnn]\nnotebook = 10_lab_cnn\ntitle = Convolutional neural networks\npoints = 10\n'
POINTS, DUE = 'points = 10\ndue = 2026-12-11', '2026-12-11T23:59:00-03:00'
MISTAKES = {  # what stands there → (what somebody has written, what is said)
    'a misspelt key': (POINTS, 'ponts = 10\ndue = 2026-12-11', 'ponts is no setting here. Did you mean points?'),
    'another': ('title = CM-203', 'titel = CM-203', 'titel is no setting here. Did you mean title?'),
    'a key of nothing': ('term = 2026.2', 'term = 2026.2\nzebra = 1', 'zebra is no setting here. There are: title'),
    'a date with another name': ('due = 2026-12-11', 'duedate = 2026-12-11', 'Did you mean due?'),
    'a missing key': (POINTS, 'due = 2026-12-11', '[lab.cnn]: points is missing'),
    'a missing repository': ('student_repo = cm203-course/cm203-student\n', '', 'student_repo is missing'),
    'points in words': (POINTS, 'points = ten\ndue = 2026-12-11', 'points = ten is no positive number'),
    'negative points': (POINTS, 'points = -1\ndue = 2026-12-11', 'points = -1 is no positive number'),
    'no finite points': (POINTS, 'points = nan\ndue = 2026-12-11', 'points = nan is no positive'),
    'an impossible date': (DUE, '2026-13-41', 'due = 2026-13-41 is no date with a time'),
    'a date of a country': (DUE, '11/12/2026', 'due = 11/12/2026 is no date with a time'),
    'a date alone': (DUE, '2026-12-11', 'with a time and its zone'),
    'no zone': (DUE, '2026-12-11T23:59:00', 'with a time and its zone'),
    'a misspelt section': ('[lab.pspnet]', '[labs.pspnet]', 'there is no such section. Did you mean lab.pspnet?'),
    'a section of nothing': ('[grading]', '[grading]\n[zebra]', '[zebra]: there is no such section'),
    'another name than the notebook\'s': ('[lab.cnn]', '[lab.cnnn]', 'is called cnn: write [lab.cnn]'),
    'a suffix': ('notebook = 10_lab_cnn', 'notebook = 10_lab_cnn.ipynb', 'is written without .ipynb'),
    'a notebook that is not there': ('notebook = 10_lab_cnn', 'notebook = 10_lab_cmm', 'Did you mean 10_lab_cnn?'),
    'a notebook twice': ('notebook = 12_lab_fcn', 'notebook = 10_lab_cnn', '10_lab_cnn is named by two sections'),
    'a section twice': ('[lab.fcn]', '[lab.cnn]', '[lab.cnn]: the section is there twice'),
    'a key twice': ('term = 2026.2', 'term = 2026.2\nterm = 2027.1', 'term is there twice'),
    'a line of neither kind': ('term = 2026.2', 'term = 2026.2\nterm 2027', "'term 2027' is neither a [section] nor"),
    'a line above all sections': ('[course]', 'hello = 1\n[course]', "line 4: 'hello = 1' is neither"),
    'an address for a repository': (
        'cm203-course/cm203-student\n', 'https://github.com/me/labs\n', 'is no OWNER/NAME on GitHub'),
    'an address with a slash': ('releases/download', 'releases/download/', 'ends with a slash'),
    'an address without a scheme': (
        'https://github.com/cm203-course/cm203-student/releases', 'github.com/x', 'begins with https://'),
    'a language without catalogues': ('en pt-BR', 'en pt-BR de', 'no folder translations/de'),
    'no languages': ('languages = en pt-BR', 'languages = english', 'are no languages such as en pt-BR'),
    'a language twice': ('languages = en pt-BR', 'languages = en pt-BR en', 'names a language twice'),
    'a short hash': (
        'sha256 =\nstandin = cm203.camvid', 'sha256 = 1234abcd\nstandin = cm203.camvid', '64 hexadecimal digits'),
    'a hash too few': (
        'sha256 =\nstandin = cm203.voc_coco:draw_coco', f'sha256 = {"a"*64}\nstandin = cm203.voc_coco:draw_coco',
                       'sha256 has 1 in a line, archive has 2'),
    'a mirror without a scheme': ('https://s3.amazonaws.com/fast', 's3.amazonaws.com/fast', 'is no address on the web'),
    'a folder as mirror': (
        'https://s3.amazonaws.com/fast', 'file:///srv/fast', 'For a folder of your own set CM203_DATA'),
    'no archive': ('archive = camvid.tgz\n', '', '[data.camvid]: archive is missing'),
    'a stand-in without version': ('draw_camvid 1', 'draw_camvid', 'not of the form MODULE:FUNCTION VERSION'),
    'neither yes nor no': ('lift = no', 'lift = maybe', 'lift = maybe is neither yes nor no'),
    'an unknown limit': ('cell_seconds = 20', 'cell_second = 20', 'Did you mean cell_seconds?'),
    'a limit in words': ('cell_seconds = 20', 'cell_seconds = soon', 'cell_seconds = soon is no positive number'),
    'a limit of half a file': ('archive_members = 20000', 'archive_members = 20.5', 'is no positive whole number'),
    'an empty title': ('title = CM-203 Computer Vision', 'title =', 'title is empty'),
    'no course': ('[course]', '[curse]', 'Did you mean course?'),
}


def test_the_courses_own_are_right(): check_settings()


@pytest.mark.parametrize('name', MISTAKES)
def test_each_mistake_is_told(name):
    there, written, words = MISTAKES[name]
    assert there in RIGHT
    problems = problems_of_settings(RIGHT.replace(there, written, 1))
    assert any(words in p for p in problems), problems
    assert all(p.startswith('settings.ini') and '\n' not in p for p in problems)


def test_all_are_told_at_once():
    text = RIGHT
    apart = ['points in words', 'a notebook that is not there', 'a folder as mirror', 'an unknown limit', 'a key twice']
    for name in apart: text = text.replace(*MISTAKES[name][:2], 1)
    problems = problems_of_settings(text)
    assert len(problems) >= len(apart) and all(any(MISTAKES[n][2] in p for p in problems) for n in apart)


@pytest.fixture(scope='module')
def checkout(tmp_path_factory):
    "A copy of the project whose settings.ini has two mistakes."
    root = tmp_path_factory.mktemp('checkout')
    copy_source(checkout_root(), root)
    shutil.copytree(checkout_root()/'cm203', root/'cm203', dirs_exist_ok=True)
    (root/'settings.ini').write_text(RIGHT.replace('points = 10', 'ponts = 10', 1).replace('due = 2026', 'due = 26', 1))
    return root


def stamps(root): return {p: p.stat().st_mtime_ns for p in root.rglob('*') if p.is_file() and p.suffix != '.pyc'}


@pytest.mark.parametrize('verb', ['export', 'release', 'grade a.ipynb b.ipynb', 'check a.ipynb', 'demo', 'docs'])
def test_every_command_tells(checkout, verb):
    files = stamps(checkout)
    cmd = [sys.executable, '-B', '-c', 'from cm203.course.cli import main; main()', *verb.split()]
    env = dict(PYTHONPATH=str(checkout), PATH='/usr/bin:/bin', HOME=str(checkout.parent))
    done = subprocess.run(cmd, cwd=checkout, capture_output=True, text=True, env=env)
    assert done.returncode == 1 and 'Traceback' not in done.stderr, done.stderr
    assert 'Did you mean points?' in done.stderr and 'due = 26-12-11T23:59:00-03:00 is no date' in done.stderr
    assert files == stamps(checkout), 'nothing is written'


def test_a_module_of_two_notebooks_is_refused(tmp_path):
    shutil.copytree(checkout_root()/'nbs', tmp_path/'nbs')
    for name, source in (('15_lab_blur', '10_lab_cnn'), ('16_lab_none', '90_student_guide')):
        shutil.copy(tmp_path/'nbs'/f'{source}.ipynb', tmp_path/'nbs'/f'{name}.ipynb')
    with pytest.raises(CourseError) as e: check_modules(tmp_path)
    assert '15_lab_blur.ipynb: `#| default_exp labs.cnn` is in 10_lab_cnn.ipynb, too' in str(e.value)
    assert '16_lab_none.ipynb: no module. Begin a cell with `#| default_exp labs.none`' in str(e.value)


def test_what_is_no_text_is_told(tmp_path):
    (tmp_path/'settings.ini').write_bytes('título = ç'.encode('latin-1'))
    with pytest.raises(CourseError, match='cannot be read'): check_settings(tmp_path/'settings.ini')
