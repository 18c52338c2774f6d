"""A release is whole, can be used, and tells nothing that it should not."""
import json
import shutil
import sys
import zipfile

import pytest

from cm203.core import checkout_root
from cm203.course import leaks, settings
from cm203.course import release as rel
from cm203.course.demo import Draft, recipes
from cm203.course.dialect import Cell, DialectError, parse_lab
from cm203.course.settings import course_labs
from cm203.course.translate import languages
from cm203.grading.grade import grade


def texts(out): return {p.relative_to(out).as_posix() for p in out.rglob('*') if p.is_file()}


def test_release_writes_notebooks_wheel_and_bundle(released):
    labs = [lab.path.name for lab in course_labs()]
    students = {f'student/{lang}/{n}' for lang in languages() for n in labs}
    elsewhere = {where for lab in course_labs()
                 for where in (f'gradescope/{lab.name}.zip', f'classroom50/{lab.name}/autograder.py')}
    assert texts(released) == {*students, *elsewhere, *(f'grader/{n}' for n in labs), f'student/{rel.wheel_name()}',
                               'student/.github/workflows/check.yml'}


def test_two_releases_agree(released, tmp_path):
    "Cell ids and bytes do not change from one release to the next."
    for lang in languages():
        for name, nb in rel.student_notebooks(course_labs(), lang).items():
            assert (released/'student'/lang/name).read_text() == json.dumps(nb, indent=1, ensure_ascii=False) + '\n'


def without_text(cell):
    "A cell without its text, and nbgrader's checksum of that."
    meta = dict(cell['metadata'])
    if 'nbgrader' in meta: meta['nbgrader'] = {k: v for k, v in meta['nbgrader'].items() if k != 'checksum'}
    return cell | dict(source=[], metadata=meta)


def test_languages_differ_in_prose_only(released):
    for en in (released/'student'/'en').glob('*.ipynb'):
        one, two = (json.loads(p.read_text()) for p in (en, released/'student'/'pt-BR'/en.name))
        assert one['metadata'] == two['metadata'] and len(one['cells']) == len(two['cells'])
        for a, b in zip(one['cells'], two['cells']):
            assert a == b or a['cell_type'] == 'markdown' and without_text(a) == without_text(b)
        top = ''.join(two['cells'][0]['source'])
        assert '/pt-BR/' in top and 'não as traduza' in top and '/en/' not in top


def test_a_notebook_in_another_language_is_graded_as_well(released, tmp_path):
    lab, half = course_labs()[0], recipes(checkout_root()/'tests'/'grading'/'submissions')['half_right']
    (tmp_path/'subs').mkdir()
    for lang in languages():
        draft = Draft(lab)
        draft.nb = json.loads((released/'student'/lang/lab.path.name).read_text())
        (tmp_path/'subs'/f'half-{lang}.ipynb').write_text(json.dumps(half['make'](draft)))
        draft.solve()
        (tmp_path/'subs'/f'right-{lang}.ipynb').write_text(json.dumps(draft.nb))
    got = {r.student: r for r in grade(released/'grader'/lab.path.name, [tmp_path/'subs'], tmp_path/'grades')}
    for lang in languages():
        assert (got[f'right-{lang}'].score, got[f'half-{lang}'].score) == (lab.points, half['SCORES'][lab.name])
        assert not got[f'right-{lang}'].notes


def test_student_notebook_is_valid_and_has_no_output(released):
    import nbformat
    for p in (released/'student').glob('*/*.ipynb'):
        nb = nbformat.read(p, 4)
        nbformat.validate(nb)
        ids = [c.id for c in nb.cells]
        assert len(ids) == len(set(ids)) and all(ids)
        assert not any(c.get('outputs') for c in nb.cells)


def test_wheel_raises_where_the_reference_answers(released):
    with zipfile.ZipFile(released/'student'/rel.wheel_name()) as z:
        for lab in course_labs():
            module = z.read(f'cm203/labs/{lab.name}.py').decode()
            assert module.count('raise NotImplementedError()') >= len(lab.questions)
            assert f'cm203/released/{lab.path.name}' in z.namelist()


class NotInstalled:
    "An import hook that lets cm203 be missing."
    def find_spec(self, name, *_):
        if name == 'cm203': raise ModuleNotFoundError(name)


def test_set_up_cell_without_the_package_says_what_to_install(monkeypatch, capsys):
    from IPython.core.interactiveshell import InteractiveShell
    source = ''.join(rel.student_notebook(course_labs()[0])['cells'][1]['source'])
    monkeypatch.delitem(sys.modules, 'cm203')
    monkeypatch.setattr(sys, 'meta_path', [NotInstalled(), *sys.meta_path])
    assert InteractiveShell().run_cell(source).success
    assert 'pip install "cm203[grade] @ https://' in capsys.readouterr().out


def secret_line(lab):
    return next(line for line in leaks.secrets([lab]) if len(line) > 16)


def planted(monkeypatch, tmp_path, change, where):
    "Release with a student notebook of language `where` that `change` has tampered with."
    make = rel.student_notebook

    def tampered(lab, lang):
        nb = make(lab, lang)
        if lang == where: change(nb, secret_line(lab))
        return nb
    monkeypatch.setattr(rel, 'student_notebook', tampered)
    with pytest.raises(leaks.LeakError) as e: rel.release(tmp_path, ['cnn'])
    assert not list((tmp_path).glob('student')), 'nothing may be released'
    return str(e.value)


def in_prose(nb, line): nb['cells'][2]['source'] = [f'As we said: `{line}` does it.']
def in_metadata(nb, line): nb['metadata']['note'] = line
def in_output(nb, line):
    code = next(c for c in nb['cells'] if c['cell_type'] == 'code')
    code['outputs'] = [dict(output_type='stream', name='stdout', text=[line])]


@pytest.mark.parametrize('change, lang', [(in_prose, 'pt-BR'), (in_metadata, 'en'), (in_output, 'pt-BR')])
def test_a_planted_line_fails_the_release(monkeypatch, tmp_path, change, lang):
    assert 'which is secret' in planted(monkeypatch, tmp_path, change, lang)


def test_a_line_planted_in_the_wheel_fails_the_release(monkeypatch, tmp_path):
    stage = rel.stage

    def tampered(root, tmp, notebooks):
        stage(root, tmp, notebooks)
        (tmp/'cm203'/'extra.py').write_text('# ' + secret_line(course_labs()[0]))
    monkeypatch.setattr(rel, 'stage', tampered)
    with pytest.raises(leaks.LeakError, match='extra.py'): rel.release(tmp_path, ['cnn'])


def test_points_must_agree_with_settings(monkeypatch):
    by_hand = Cell('manual', 'essay', 1, question='essay', points=2)
    monkeypatch.setattr(settings, 'parse_lab', lambda p: rel.Lab('cnn', p, [by_hand]))
    words = 'adds up to 2, 2 of them by hand'
    with pytest.raises(rel.CourseError, match=words): course_labs()


def test_dialect_errors_stop_a_release(tmp_path):
    bad = dict(nbformat=4, metadata={}, cells=[dict(cell_type='code', source='#| test: nothing 1\nassert 1')])
    (tmp_path/'10_lab_bad.ipynb').write_text(json.dumps(bad))
    with pytest.raises(DialectError, match='cell 1, line 1: a test of'): parse_lab(tmp_path/'10_lab_bad.ipynb')


def test_one_lab_is_released_and_the_others_stay(released, tmp_path, monkeypatch):
    monkeypatch.setattr(rel, 'refuse_poor_tests', lambda labs: None)  # `released` has asked it
    out = shutil.copytree(released, tmp_path/'dist')
    before = {p: (out/p).read_bytes() for p in texts(out)}
    (out/'student'/'en'/'10_lab_cnn.ipynb').unlink()
    (out/'student'/'en'/'12_lab_fcn.ipynb').write_text('{"cells": [], "nbformat": 4, "metadata": {}}')
    rel.release(out, ['cnn'])
    after = {p: (out/p).read_bytes() for p in texts(out)}
    wheel = f'student/{rel.wheel_name()}'
    assert before.keys() == after.keys()
    changed = {p for p in before if before[p] != after[p] and not p.startswith('gradescope/')}  # with the wheel
    assert changed - {wheel} == {'student/en/12_lab_fcn.ipynb'}
    with zipfile.ZipFile(out/wheel) as z: names = {n.split('/')[-1] for n in z.namelist() if '/released/' in n}
    assert names == {lab.path.name for lab in course_labs()}


def test_a_lab_that_is_none_is_told(tmp_path):
    with pytest.raises(rel.CourseError, match="No lab of settings.ini is called 'deeplap'. Did you mean deeplab?"):
        rel.release(tmp_path/'dist', ['deeplap'])
    (tmp_path/'file').write_text('')
    with pytest.raises(rel.CourseError, match='cannot be made a folder'): rel.release(tmp_path/'file')
