"""Translations: what is shipped is sound, the grader does not care, and the catalogues stay in step."""
import json
import shutil
import subprocess
import sys

import polib
import pytest

from cm203.core import checkout_root
from cm203.course.check import released_labs, which_lab
from cm203.course.dialect import parse_lab
from cm203.course.notebook import load_notebook
from cm203.course.release import student_notebooks
from cm203.course.settings import course_labs
from cm203.course.translate import (
    TranslationError,
    languages,
    translatable,
    translate,
    update_catalogue,
    update_catalogues,
)
from cm203.grading.align import align

ROOT = checkout_root()
NOTEBOOKS = sorted((ROOT/'nbs').glob('*.ipynb'))
COMPLETE = ['10_lab_cnn']  # translated to the last paragraph, and to be kept so


@pytest.fixture
def copy(tmp_path):
    "A checkout with the real notebooks and catalogues, to be changed."
    for part in ('nbs', 'translations'): shutil.copytree(ROOT/part, tmp_path/part)
    return tmp_path


def content(root): return {p: p.read_bytes() for p in (root/'translations').rglob('*') if p.is_file()}


def test_catalogues_are_in_step(copy):
    before = content(copy)
    update_catalogues(copy)
    assert content(copy) == before


def test_ids_are_unique_in_the_course():
    "A notebook is found by its first cell, and a translation by its cell."
    ids = [c['id'] for p in NOTEBOOKS for c in json.loads(p.read_text())['cells']]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize('lang', languages()[1:])
@pytest.mark.parametrize('stem', COMPLETE)
def test_what_is_complete_stays_complete(stem, lang):
    nb = json.loads((ROOT/'nbs'/f'{stem}.ipynb').read_text())
    translated, left = translate(nb, lang, ROOT)
    assert left == []
    pairs = zip(translatable(nb), translatable(translated))
    same = [a['id'] for a, b in pairs if ''.join(a['source']) == ''.join(b['source'])]
    assert same == [], 'cells whose translation is the English text'


@pytest.mark.parametrize('lang', languages())
def test_the_grader_runs_the_same_steps(lang):
    "Whatever language a student works in: nothing that the grader runs or remarks depends on it."
    for lab in course_labs():
        notebooks = [json.dumps(student_notebooks([lab], o)[lab.path.name]).encode() for o in (languages()[0], lang)]
        english, other = (align(lab, load_notebook(nb, 'x.ipynb')) for nb in notebooks)
        assert other == english and other.notes == []
        assert which_lab(released_labs(), load_notebook(notebooks[1], 'x.ipynb')).name == lab.name
        assert parse_lab(lab.path.name, notebooks[1]).points == lab.points


def change_cell(notebook, cid, text):
    nb = json.loads(notebook.read_text())
    next(c for c in nb['cells'] if c['id'] == cid)['source'] = [text]
    notebook.write_text(json.dumps(nb))


def test_a_changed_paragraph_falls_back_until_it_is_translated_again(copy):
    notebook = copy/'nbs'/'10_lab_cnn.ipynb'
    change_cell(notebook, 'cnn-one-hot-text', 'A new text.')
    nb = json.loads(notebook.read_text())
    for _ in range(2):  # before and after the catalogue is refreshed
        res, left = translate(nb, 'pt-BR', copy)
        assert left == ['10_lab_cnn, cell cnn-one-hot-text: stale']
        assert next(c for c in res['cells'] if c['id'] == 'cnn-one-hot-text')['source'] == ['A new text.']
        path = update_catalogue(notebook, 'pt-BR', copy)
    po = polib.pofile(str(path), wrapwidth=0)
    e = next(e for e in po if e.msgctxt == 'cnn-one-hot-text')
    assert e.fuzzy and e.previous_msgid.startswith('### One-hot') and e.msgstr.startswith('### ')
    e.msgstr, e.flags = 'Um texto novo.', []
    po.save()
    update_catalogue(notebook, 'pt-BR', copy)
    assert translate(nb, 'pt-BR', copy)[1] == []


def test_a_broken_translation_is_refused_with_its_place(copy):
    path = copy/'translations'/'pt-BR'/'10_lab_cnn.po'
    po = polib.pofile(str(path), wrapwidth=0)
    e = next(e for e in po if e.msgctxt == 'cnn-dataset-lab-text')
    e.msgstr = e.msgstr.replace('`if RETRAIN:`', '`se TREINAR:`')
    po.save()
    before = content(copy)
    where = rf'10_lab_cnn.po, line {e.linenum}, cell {e.msgctxt}'
    with pytest.raises(TranslationError, match=rf'{where}: inline code: .*`if RETRAIN:`.* is missing'):
        update_catalogues(copy)
    assert content(copy) == before


def test_no_torch():
    code = 'import sys, cm203.course.translate; print(sorted({"torch", "fastai", "polib"} & set(sys.modules)))'
    assert subprocess.run([sys.executable, '-c', code], capture_output=True, text=True).stdout.strip() == '[]'
