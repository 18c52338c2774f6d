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
        assert (other.steps, other.faults, other.notes) == (english.steps, english.faults, [])
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


HEAD = 'msgid ""\nmsgstr ""\n"Language: pt-BR\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
PROSE, TEXTO = 'Some *prose*\nhere.', 'Um *texto*\naqui.'


def entry(msgstr=TEXTO, msgid=PROSE, **kw): return polib.POEntry(msgctxt='body', msgid=msgid, msgstr=msgstr, **kw)
def obsolete(msgstr, msgid='Old prose.'): return entry(msgstr, msgid, obsolete=True)


PLURAL = entry('', msgid_plural='x', msgstr_plural={0: 'Um só', 1: 'Uns'})
TWINS = {
    'obsolete below': [entry(), obsolete('Um velho.')],
    'obsolete above': [obsolete('Um velho.'), entry()],
    'obsolete of the same text': [entry(), obsolete('Um velho.', PROSE)],
    'obsolete and empty': [entry(), obsolete('')],
    'second empty': [entry(), entry('')],
    'second blank': [entry(), entry(' \n')],
    'first empty': [entry(''), entry()],
    'twice the same': [entry(), entry()],
    'fuzzy below': [entry(), entry('Um talvez.', flags=['fuzzy'])],
    'fuzzy above': [entry('Um talvez.', flags=['fuzzy'], previous_msgid='Old prose.'), entry()],
    'of an older text below': [entry(), entry('Um velho.', 'Old prose.')],
    'of an older text above': [entry('Um velho.', 'Old prose.'), entry()],
    'plural below': [entry(), PLURAL],
    'plural above': [PLURAL, entry()],
    'obsolete in use again': [entry(''), obsolete(TEXTO, PROSE)]}


class Catalogue:
    "A notebook of one paragraph, and a catalogue with these entries for it."
    def __init__(self, root, entries, blocks=''):
        self.root, self.notebook = root, root/'nbs'/'10_lab_tiny.ipynb'
        self.path = root/'translations'/'pt-BR'/'10_lab_tiny.po'
        for p in (self.notebook, self.path): p.parent.mkdir(parents=True)
        cell = dict(cell_type='markdown', id='body', metadata={}, source=PROSE)
        self.nb = dict(cells=[cell], metadata={}, nbformat=4, nbformat_minor=5)
        self.notebook.write_text(json.dumps(self.nb))
        self.path.write_text(HEAD + '\n'.join(map(str, entries)) + blocks)

    def export(self):
        update_catalogue(self.notebook, 'pt-BR', self.root)
        return self.path.read_text()

    def shown(self):
        nb, left = translate(self.nb, 'pt-BR', self.root)
        return nb['cells'][0]['source'], left


def written(text):
    "What translators wrote into a catalogue, in whatever state it is."
    return {t for e in polib.pofile(text) for t in (e.msgstr, *e.msgstr_plural.values()) if t.strip()}


@pytest.mark.parametrize('name', TWINS)
def test_of_several_entries_the_good_one_wins_and_none_is_lost(tmp_path, name):
    course = Catalogue(tmp_path, TWINS[name])
    before = written(course.path.read_text())
    if 'again' not in name: assert course.shown() == (TEXTO, [])
    exported = course.export()
    assert course.shown() == (TEXTO, [])
    assert written(exported) == before and course.export() == exported
    assert [e.msgstr for e in polib.pofile(exported) if not e.obsolete] == [TEXTO]


@pytest.mark.parametrize('entries', [[PLURAL], [entry(' \n')], [entry(''), PLURAL], [entry('Só.', flags=['fuzzy'])],
                                     [obsolete('Um velho.')], [entry('Um velho.', 'Old prose.'), PLURAL]])
def test_what_is_no_translation_leaves_the_paragraph_in_english(tmp_path, entries):
    course = Catalogue(tmp_path, entries)
    before = written(course.path.read_text())
    for _ in range(2):  # before and after the catalogue is refreshed
        text, left = course.shown()
        assert text == PROSE and left[0].startswith('10_lab_tiny, cell body: ')
        assert course.export() == course.export() and written(course.path.read_text()) == before


def test_two_good_translations_of_a_text_wait_for_a_person(tmp_path):
    course = Catalogue(tmp_path, [entry(), entry('Outro *texto*.')])
    before = course.path.read_text()
    with pytest.raises(TranslationError, match=r'10_lab_tiny.po, line 6, cell body: line 14 translates it, too'):
        course.export()
    assert course.path.read_text() == before


def test_the_translation_of_a_cell_that_is_gone_is_kept_and_comes_back(tmp_path):
    course = Catalogue(tmp_path, [entry()])
    first = course.export()
    course.notebook.write_text(json.dumps(course.nb | dict(cells=[])))
    assert '#~ msgctxt "body"' in course.export() and written(course.path.read_text()) == {TEXTO}
    course.notebook.write_text(json.dumps(course.nb))
    assert course.export() == first


def test_entries_of_other_tools_are_kept(tmp_path):
    "Without a context, with a context of another cell, with comments."
    blocks = '\nmsgid "Some *prose*"\nmsgstr "Sem contexto"\n\n# Why.\nmsgctxt "other"\nmsgid "a"\nmsgstr "b"\n'
    course = Catalogue(tmp_path, [entry()], blocks)
    exported = course.export()
    assert written(exported) == {TEXTO, 'Sem contexto', 'b'} and '# Why.\n#~ msgctxt "other"' in exported
    assert course.export() == exported and course.shown() == (TEXTO, [])


def test_no_torch():
    code = 'import sys, cm203.course.translate; print(sorted({"torch", "fastai", "polib"} & set(sys.modules)))'
    assert subprocess.run([sys.executable, '-c', code], capture_output=True, text=True).stdout.strip() == '[]'
