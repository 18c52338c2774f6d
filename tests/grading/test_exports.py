"""Grades and feedback in files for platforms, read back by readers that are not ours."""
import io
import json
import multiprocessing
import random
import re
import shutil
import subprocess
import sys
import time
import zipfile
from dataclasses import replace

import pandas as pd
import pytest

from cm203.core import CourseError
from cm203.grading.exports import export_grades, feedback_zip, number
from cm203.grading.grades import Grade
from cm203.grading.roster import Person, read_roster
from cm203.grading.scores import Result

CANVAS = '''Student,ID,SIS User ID,SIS Login ID,Section,Essay (11),Lab 1: CNN (12),Final Score
,,,,,,Manual Posting,
    Points Possible,,,,,5.00,10.00,(read only)
"Reis, Éva",1002,s3,eva,"A, B and C",,1.00,
"Silva, Ana ""Nina""",1000,s1,ana@x.org,A,4.00,,80.00
"=""=Paz, Rui""",1001,s2,rui,A,,3.00,
"Luz, Ida",1003,s4,ida,A,,2.50,
"Student, Test",1009,,9a0f,A,,,
'''
LOCALES = {  # of the same gradebook: delimiter, mark, and what to write otherwise
    'English': (',', '', lambda t: t),
    'Swedish': (',', '\ufeff', lambda t: decimals(t, '"{},{}"').replace('read only', 'läs endast')),
    'Brazilian': (';', '\ufeff', lambda t: decimals(t.replace('A, B and C', 'A# B and C').replace(',', ';')
        .replace('; ', ', ').replace('#', ','), '{},{}').replace('read only', 'somente leitura')),
}


def decimals(text, form):
    "Numbers with another sign before their decimals."
    return re.sub(r'(?<=[,;])(\d+)\.(\d\d)(?=[,;\n])', lambda m: form.format(*m.groups()), text)


def localised(name):
    "The gradebook as Canvas exports it in a language."
    delimiter, mark, change = LOCALES[name]
    return (mark + change(CANVAS)).encode()


def grade(student, called, score, id='', **kw):
    "A grade of a lab of ten points."
    result = Result(student, kw.pop('source', ''), '', stamp=1772359200.)
    kw = dict(person=Person(id, called), lab='cnn', points=10., raw=score, result=result) | kw
    return Grade(student, score=score, **kw)


ANA = grade('ana', 'Ana Silva', 7.125, 's1', questions={'f': (3.125, 4.), 'g': (4., 6.)},
            comments={'f': '<script>x</script> "a", b\n=1'}, why=('One day late.',), penalty=.5)
EVA, RUI = grade('eva', 'Eva Reis', .1 + .2, 's3'), grade('rui', 'Rui Paz', 10/3, 's2', unmarked=('essay',))
GRADES = [ANA, EVA, RUI]


def read(data, sep=','): return pd.read_csv(io.BytesIO(data), sep=sep, dtype=str, keep_default_na=False)


def written(tmp_path, grades, to, template=None, **kw):
    "What is in an exported file, by pandas, and what was said."
    done = export_grades(grades, to, tmp_path/'grades.csv', template, **kw)
    assert (tmp_path/'grades.csv').read_bytes() == done.data and len(list(tmp_path.iterdir())) == 1
    return done


@pytest.mark.parametrize('name', LOCALES)
def test_canvas_gets_its_own_file_back_with_one_column_filled_in(tmp_path, name):
    template, delimiter = localised(name), LOCALES[name][0]
    before = read(template, delimiter)
    done = written(tmp_path, GRADES, 'canvas', template, title='CNN')
    after, sign = read(done.data, delimiter), '.' if name == 'English' else ','
    kept = ['Student', 'ID', 'SIS User ID', 'SIS Login ID', 'Section']
    assert list(after) == [*kept, 'Lab 1: CNN (12)'] and after[kept].equals(before[kept])
    assert done.data.startswith(b'\xef\xbb\xbf') == bool(LOCALES[name][1])
    scores = ['Manual Posting', '10.00', '0.3', '7.13', '3.33', '2.50', '']
    assert list(after['Lab 1: CNN (12)']) == [s.replace('.', sign) if s[:1].isdigit() else s for s in scores]
    assert done.written == 3 and not done.missing and done.empty == ['Ida Luz']
    assert 'Not final, for manual questions are not marked yet (1): Rui Paz.' in str(done)


@pytest.mark.parametrize('name', LOCALES)
def test_canvas_tells_the_delimiter_of_what_is_written(tmp_path, name):
    "Canvas takes the delimiter that splits the first three lines into equally many fields."
    data = written(tmp_path, GRADES, 'canvas', localised(name), title='CNN').data
    lines = data.decode('utf-8-sig').splitlines()[:3]
    def fields(sep):
        counts = {pd.read_csv(io.StringIO(line), sep=sep, header=None, dtype=str).shape[1] for line in lines}
        return counts.pop() if len(counts) == 1 else 0
    assert fields(LOCALES[name][0]) == 6 and fields(';' if LOCALES[name][0] == ',' else ',') < 6


def test_canvas_columns_are_found_or_asked_for(tmp_path):
    def column(**kw): return list(read(written(tmp_path, GRADES, 'canvas', template.encode(), **kw).data))[-1]
    template = CANVAS
    for kw in dict(title='Lab 1: CNN'), dict(title='cnn'), dict(column='12'), dict(column='Lab 1: CNN'), {}:
        assert column(**kw) == 'Lab 1: CNN (12)'
    assert column(title='CNN', column='Essay (11)') == 'Essay (11)'
    template = CANVAS.replace('Essay (11)', 'Lab 2: CNN again (11)')
    with pytest.raises(CourseError, match=r"Several columns .* 'CNN'.*'Lab 2: CNN again \(11\)', 'Lab 1: CNN \(12\)'"):
        column(title='CNN')
    for kw in dict(title='FCN', column='Final Score'), dict(column='FCN'):
        with pytest.raises(CourseError, match='No column of the template'): column(**kw)
    template = CANVAS.replace('Essay (11)', 'Quiz CNN (11)').replace('5.00,10.00', '(läs endast),10.00')
    assert column(title='CNN') == 'Lab 1: CNN (12)'  # the other one is read only
    template = CANVAS.replace('Essay (11),Lab 1: CNN (12)', 'Notes,Homework (12)').replace('5.00', '')
    assert column(title='FCN') == 'Homework (12)'    # the only one, and worth as much
    template = template.replace('10.00', '20.00')
    with pytest.raises(CourseError, match='No column'): column(title='FCN')


def test_canvas_excused_students_stay_so(tmp_path):
    template = CANVAS.replace('4.00,,80.00', '4.00,EX,80.00').replace(',3.00,', ',N/A,')
    done = written(tmp_path, GRADES, 'canvas', template.encode(), title='CNN')
    assert list(read(done.data)['Lab 1: CNN (12)'])[2:5] == ['0.3', 'EX', 'N/A'] and done.written == 1
    assert 'left so (2): Ana Silva; Rui Paz.' in str(done)


def test_canvas_other_points_scale_the_grades(tmp_path):
    template = CANVAS.replace('5.00,10.00', '5.00,100.00').encode()
    done = written(tmp_path, GRADES, 'canvas', template, title='CNN')
    assert list(read(done.data)['Lab 1: CNN (12)'])[2:5] == ['3', '71.25', '33.33']
    assert 'worth 10 points here and 100 there' in str(done)


def test_people_are_told_apart_and_strangers_named(tmp_path):
    template = CANVAS.replace('"Luz, Ida"', '"Silva, Ana ""Nina"""').encode()
    twins = [grade('a', 'Ana Nina Silva', 1., 's1'), grade('b', 'Ana Nina Silva', 2., 's4')]
    done = written(tmp_path, twins, 'canvas', template, title='CNN')
    assert list(read(done.data)['Lab 1: CNN (12)'])[3:6] == ['1', '3.00', '2']
    unknown = [replace(g, person=replace(g.person, id='')) for g in twins]
    by_file = [replace(unknown[0], name='silvaananina_1003'), replace(unknown[1], person=Person('', 'x'), name='Zoe_9')]
    for grades, count in (unknown, 2), (by_file, 1):
        done = written(tmp_path, grades, 'canvas', template, title='CNN')
        assert len(done.missing) == count and done.written == 2 - count
    assert 'In no row, or in more than one (1): x (b).' in str(done)
    same = [grade('a', 'Eva Reis', 1., 's3'), grade('b', 'Eva Reis', 2., 's3')]
    done = written(tmp_path, same, 'canvas', template, title='CNN')
    assert [g.student for g in done.missing] == ['a', 'b'] and read(done.data)['Lab 1: CNN (12)'][2] == '1.00'
    wrong = written(tmp_path, [grade('a', 'Eva Reis', 1., 's2')], 'canvas', CANVAS.encode(), title='CNN')
    assert not wrong.written  # the id is another's


def test_who_has_handed_in_nothing_keeps_what_is_there(tmp_path):
    done = written(tmp_path, [replace(EVA, result=None, score=0.), RUI], 'canvas', CANVAS.encode(), title='CNN')
    assert read(done.data)['Lab 1: CNN (12)'][2] == '1.00' and 'Reis' in done.empty[0] and not done.missing
    given = written(tmp_path, [replace(EVA, result=None, score=4.)], 'canvas', CANVAS.encode(), title='CNN')
    assert read(given.data)['Lab 1: CNN (12)'][2] == '4'


WORKSHEET = '''\ufeffIdentifier,"Full name","ID number","Email address",Status,Grade,"Maximum grade",\
"Grade can be changed","Last modified (submission)","Last modified (grade)","Feedback comments"\r
"Participant 700","Ana ""Nina"" Silva",s1,ana@x.org,"Submitted for grading - ",,10.00,Yes,\
"Wednesday, 10 June 2026, 2:14 PM",-,\r
"Participant 701","Paz, Rui",s2,,"Submitted for grading - ",5.00,10.00,No,-,-,"Well,
""done"""\r
"Participant 702","=Ida Luz",s4,,"No submission - ",,10.00,Yes,-,-,\r
'''
WORKSHEET_PT = '''\ufeffIdentificador,"Nome completo","Endereço de email",Status,Nota,"Nota máxima",\
"Nota pode ser alterada","Última modificação (envio)","Última modificação (nota)","Comentários de feedback"\r
Participante700,"Ana Nina Silva",ana@x.org,"Enviado para avaliação -  - ",,"100,00",Sim,\
"segunda-feira, 14 set. 2026, 21:51",-,\r
Participante701,"Éva Reis",,"Nenhum envio -  - ","50,00","100,00",Sim,-,-,\r
'''


def test_moodle_gets_its_own_file_back_with_grades_and_comments(tmp_path):
    done, before = written(tmp_path, GRADES, 'moodle', WORKSHEET.encode()), read(WORKSHEET.encode())
    after = read(done.data)
    assert done.data.startswith(b'\xef\xbb\xbfIdentifier,') and done.data.count(b'\r\n') == 4
    same = [c for c in before if c not in ('Grade', 'Feedback comments')]
    assert list(after) == list(before) and after[same].equals(before[same])
    assert list(after['Grade']) == ['7.13', '3.33', ''] and after['Feedback comments'][2] == ''
    comment = after['Feedback comments'][0].split('<br>')
    assert comment[:3] == ['Score: 7.13 / 10', 'One day late.', 'Taken off: 0.5']
    assert comment[3:5] == ['f: 3.13 / 4 (&lt;script&gt;x&lt;/script&gt; &quot;a&quot;, b', '=1)']
    said = str(done)
    assert 'will skip them (1): Rui Paz' in said and 'Comments replaced (1): Rui Paz' in said
    assert [g.student for g in done.missing] == ['eva'] and done.empty == ['=Ida Luz'] and 'scaled' not in said
    again = export_grades(GRADES, 'moodle', tmp_path/'again.csv', done.data)
    assert again.data == done.data and 'replaced' not in str(again)


def test_moodle_in_portuguese_has_commas_and_another_maximum(tmp_path):
    ana = replace(ANA, person=Person('s1', 'Ana Silva', 'ana@x.org'), score=10.5)
    done = written(tmp_path, [ana, EVA], 'moodle', WORKSHEET_PT.encode())
    after = read(done.data)
    assert list(after['Nota']) == ['100', '3'] and list(after['Nota máxima']) == ['100,00']*2
    assert 'Above the maximum, and cut to it (1): Ana Silva.' in str(done) and 'the grades were scaled' in str(done)
    half = written(tmp_path, [replace(ana, score=7.125)], 'moodle', WORKSHEET_PT.encode())
    assert list(read(half.data)['Nota']) == ['71,25', '50,00']


def test_moodle_without_names_goes_by_participants(tmp_path):
    text = 'Identifier,Status,Grade,"Maximum grade","Last modified (grade)"\r\nParticipant 700,x,,10.00,-\r\n'
    done = written(tmp_path, [grade('p', 'Participant_700', 8., name='Participant_700')], 'moodle', text.encode())
    assert list(read(done.data)['Grade']) == ['8'] and "switch 'Feedback comments' on" in str(done)


@pytest.mark.parametrize('to, template, message', [
    ('canvas', None, 'Canvas imports only a file that it has exported itself. In Canvas choose Grades, Export'),
    ('moodle', None, "Moodle imports only a file that it has exported itself. In Moodle switch on 'Offline grading"),
    ('canvas', WORKSHEET, 'not what Canvas exports: its columns are Identifier, Full name'),
    ('moodle', CANVAS, 'not a grading worksheet of Moodle in English, Portuguese or Spanish: its columns are Student'),
    ('moodle', 'Identifier,Grade,Scale\nParticipant 1,,A\n', 'graded by a scale: use points'),
    ('canvas', 'a,"b\n', 'The template, line 1: no CSV'),
    ('xls', None, "No export is called 'xls'. There are: canvas, moodle, gradescope, nbgrader, csv."),
])
def test_what_would_not_be_imported_is_refused_and_older_files_stay(tmp_path, to, template, message):
    (tmp_path/'grades.csv').write_text('older')
    with pytest.raises(CourseError) as e:
        export_grades(GRADES, to, tmp_path/'grades.csv', template and template.encode(), title='CNN')
    assert message in str(e.value)
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [('grades.csv', 'older')]


def test_nbgraders_table(tmp_path):
    fields = ('assignment duedate timestamp student_id last_name first_name email raw_score late_submission_penalty '
              'score max_score')
    evil = grade('=x', '=cmd() Silva', 1.)
    got = read(written(tmp_path, [ANA, evil, replace(EVA, result=Result('eva', '', ''))], 'nbgrader').data)
    assert list(got) == fields.split() and list(got['score']) == ['7.13', '1', '0.3']
    ana = 'cnn', '', '2026-03-01 10:00:00', 's1', 'Silva', 'Ana', '', '7.13', '0.5', '7.13', '10'
    assert tuple(got.iloc[0]) == ana
    assert got['student_id'][1] == "'=x" and got['first_name'][1] == "'=cmd()" and got['timestamp'][2] == ''
    assert pd.to_datetime(got['timestamp'][0]) == pd.Timestamp(2026, 3, 1, 10)


def test_our_table_is_read_as_it_was_meant(tmp_path):
    odd = grade('odd', '"Zoë", Ana; Luz\tX', 2., '@1', questions={'g': (2., 6.)}, comments={'g': 'a,\n"b"\x1b'},
                unmarked=('essay',))
    done = written(tmp_path, [ANA, odd], 'csv')
    got = read(done.data)
    assert list(got) == 'id name email group student f g raw penalty score points handed_in remarks'.split()
    assert list(got['f']) == ['3.13', ''] and list(got['g']) == ['4', '2']
    assert got['handed_in'][0] == '2026-03-01T10:00:00Z'
    assert got['name'][1] == '"Zoë", Ana; Luz\\tX' and got['id'][1] == "'@1"
    assert got['remarks'][1] == 'g: a,\\n"b"\\x1b Not marked yet: essay.'
    assert got['remarks'][0].startswith('One day late. f: <script>')
    assert read_roster(tmp_path/'grades.csv')[0] == Person('s1', 'Ana Silva')


@pytest.mark.parametrize('x, text', [
    (.1 + .2, '0.3'), (.005 + .03, '0.04'), (.335 + .67, '1.01'), (2.675, '2.68'), (1.005, '1.01'), (0., '0'),
    (-.004, '0'), (-1.5, '-1.5'), (100., '100'), (1e6, '1000000'), (9.999, '10')])
def test_numbers_have_two_decimals_at_most(x, text): assert number(x) == text


def hand_out(archive, root, *users):
    "Run the autograder as Gradescope does: what it says of a submission."
    if not root.exists():
        with zipfile.ZipFile(archive) as z: z.extractall(root/'source')
        shutil.copy(root/'source'/'run_autograder', root)
        (root/'results').mkdir()
    (root/'submission_metadata.json').write_text(json.dumps(dict(users=list(users))))
    done = subprocess.run([sys.executable, root/'run_autograder'], cwd=root, capture_output=True, text=True)
    return done.stderr if done.returncode else json.loads((root/'results'/'results.json').read_text())


def test_gradescope_gets_an_autograder_that_hands_out_results(tmp_path):
    ana, nobody = replace(ANA, person=Person('s1', 'Ana', 'Ana@x.org')), grade('x', 'X', 1.)
    done = export_grades([ana, RUI, nobody], 'gradescope', tmp_path/'a.zip')
    assert [g.student for g in done.missing] == ['x'] and done.written == 2
    assert subprocess.run(['bash', '-n'], input=zipfile.ZipFile(tmp_path/'a.zip').read('setup.sh')).returncode == 0
    result = hand_out(tmp_path/'a.zip', tmp_path/'autograder', dict(email='z@x.org'), dict(email='ana@X.org', name='Á'))
    assert result['score'] == 7.125 and [t['max_score'] for t in result['tests']] == [4., 6.]
    assert hand_out(None, tmp_path/'autograder', dict(email='r@x.org', sid='S2'))['score'] == 10/3
    assert 'No result was made for z@x.org' in hand_out(None, tmp_path/'autograder', dict(email='z@x.org'))
    twins = [replace(ana, student='a1'), replace(RUI, person=Person('s2', 'Rui', 'ANA@x.org'))]
    assert not export_grades(twins, 'gradescope', tmp_path/'t.zip').missing  # by their ids
    known = json.loads(zipfile.ZipFile(tmp_path/'t.zip').read('results.json'))
    assert {k: v['score'] for k, v in known.items()} == dict(s1=7.125, s2=10/3)
    first = (tmp_path/'a.zip').read_bytes()
    export_grades([nobody, RUI, ana], 'gradescope', tmp_path/'a.zip')
    assert (tmp_path/'a.zip').read_bytes() == first


def pages(tmp_path, *students):
    "A folder of a lab with students' pages."
    for s in students:
        (tmp_path/'cnn'/s).mkdir(parents=True)
        (tmp_path/'cnn'/s/'feedback.html').write_text(f'<p>{s}')
    return tmp_path/'cnn'


def moodles(names):
    "Participant, plugin and file as Moodle takes them from an archive's names."
    for name in names:
        parts = name.split('/')
        info = parts[0].split('_', 4)
        yield int(info[1]), f'{info[2]}_{info[3]}', '/'.join(filter(None, [*info[4:], *parts[1:]]))


def canvases(names):
    "User and file as Canvas takes them from an archive's names."
    for name in names:
        parts = [p for p in name.split('/')[-1].split('_') if p != 'LATE']
        yield tuple(parts[1:3]) if parts[0] == 'anon' else tuple(p for p in parts if p.isdecimal())[:2]


def test_feedback_for_moodle(tmp_path):
    names = dict(ana='Ana Silva_700', rui='Rui_Paz_701', eva='Éva Reis', zoe='Zoe_702')
    grades = [grade(s, n.rpartition('_')[0] or n, 1., name=n) for s, n in names.items()]
    said = feedback_zip(grades, pages(tmp_path, 'ana', 'rui', 'eva'), 'moodle', tmp_path/'m.zip')
    with zipfile.ZipFile(tmp_path/'m.zip') as z:
        assert list(moodles(z.namelist())) == [(n, 'assignfeedback_file', 'feedback.html') for n in (700, 701)]
        assert [z.read(n) for n in z.namelist()] == [b'<p>ana', b'<p>rui'] and z.testzip() is None
    assert said[:3] == ['2 pages packed.', 'No page (1): zoe.', 'Not packed (1): eva.']
    assert 'grading worksheet' in said[3] and len(said) == 4
    assert {p.name for p in tmp_path.iterdir()} == {'cnn', 'm.zip'}


def test_feedback_for_moodle_by_its_worksheet(tmp_path):
    lab = pages(tmp_path, 'ana', 'eva')
    said = feedback_zip([replace(EVA, name='eva'), ANA], lab, 'moodle', tmp_path/'m.zip', WORKSHEET_PT.encode())
    assert [n for n, *_ in moodles(zipfile.ZipFile(tmp_path/'m.zip').namelist())] == [701]
    assert said[1] == 'Not packed (1): ana.'
    # Ana Silva may be somebody else than Ana Nina Silva
    two = [replace(EVA, name='eva'), replace(EVA, student='ana', name='Reis Eva')]
    with pytest.raises(CourseError, match='no feedback.html'):  # whose page would it be?
        feedback_zip(two, lab, 'moodle', tmp_path/'m.zip', WORKSHEET_PT.encode())
    with pytest.raises(CourseError, match='not a grading worksheet'):
        feedback_zip([ANA], lab, 'moodle', tmp_path/'m.zip', CANVAS.encode())


def test_feedback_for_canvas(tmp_path):
    sources = dict(ana='silvaana_1000_2000_lab.ipynb', rui='c.zip/pazrui_LATE_1001_2001_lab-1.ipynb', eva='eva.ipynb',
                   ida='luzida_1003_text.html', leo='x/leo_1004_2004_work.zip/a_5_6_lab.ipynb',
                   zoe='anon_Xy1_2005_a.ipynb')
    grades = [grade(s, s, 1., source=source) for s, source in sources.items()]
    lab = pages(tmp_path, *sources)
    said = feedback_zip(grades, lab, 'canvas', tmp_path/'c.zip')
    names = zipfile.ZipFile(tmp_path/'c.zip').namelist()
    assert {i.date_time for i in zipfile.ZipFile(tmp_path/'c.zip').infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert list(canvases(names)) == [('Xy1', '2005'), ('1004', '2004'), ('1001', '2001'), ('1000', '2000')]
    assert all(n.endswith('_feedback.html') for n in names) and said[1] == 'Not packed (2): eva; ida.'
    assert 'under the name of the file that was handed in' in said[3]
    first = (tmp_path/'c.zip').read_bytes()
    for path in lab.glob('*/feedback.html'): path.touch()
    feedback_zip(grades[::-1], lab, 'canvas', tmp_path/'c.zip')
    assert (tmp_path/'c.zip').read_bytes() == first


def test_feedback_for_a_group_on_canvas_is_that_of_its_file(tmp_path):
    both = [grade(s, s, 1., source='team7_1000_2000_lab.ipynb') for s in ('rui', 'ana')]
    feedback_zip(both, pages(tmp_path, 'ana', 'rui'), 'canvas', tmp_path/'c.zip')
    with zipfile.ZipFile(tmp_path/'c.zip') as z:
        assert [(n, z.read(n)) for n in z.namelist()] == [('team7_1000_2000_feedback.html', b'<p>ana')]


def test_no_feedback_leaves_an_older_archive(tmp_path):
    (tmp_path/'c.zip').write_text('older')
    with pytest.raises(CourseError, match='no feedback.html that Canvas would take'):
        feedback_zip([ANA], pages(tmp_path, 'ana'), 'canvas', tmp_path/'c.zip')
    with pytest.raises(CourseError, match='There are: moodle, canvas'):
        feedback_zip([ANA], tmp_path, 'sakai', tmp_path/'c.zip')
    with pytest.raises(OSError):  # where a folder is, no file can be
        feedback_zip([replace(ANA, name='Ana_7')], tmp_path/'cnn', 'moodle', tmp_path/'cnn')
    assert {p.name for p in tmp_path.iterdir()} == {'cnn', 'c.zip'} and (tmp_path/'c.zip').read_text() == 'older'


def test_a_large_class_takes_no_time(tmp_path):
    rows = ''.join(f'"Silva, Ana {i:b}",{i + 5000},s{i},a{i},A,,,\n' for i in range(500))
    header = '\n'.join(CANVAS.splitlines()[:3])
    grades = [grade(f'a{i}', f'Ana {i:b} Silva', i/50, f's{i}') for i in range(500)]
    begun = time.perf_counter()
    done = written(tmp_path, grades, 'canvas', f'{header}\n{rows}'.encode(), title='CNN')
    assert time.perf_counter() - begun < 1
    assert list(read(done.data)['Lab 1: CNN (12)'])[2:] == [f'{i/50:.2f}'.rstrip('0').rstrip('.') for i in range(500)]


FROM_CANVAS = replace(ANA, result=replace(ANA.result, source='silvaana_12_345_lab.ipynb'))


def export_for_ever(folder):
    "Write an export and a feedback archive again and again, each time other ones."
    for i in range(10**9):
        export_grades([replace(ANA, score=float(i % 10)), *GRADES[1:]], 'csv', folder/'grades.csv')
        feedback_zip([FROM_CANVAS], folder/'cnn', 'canvas', folder/'feedback.zip')


def test_a_killed_export_leaves_whole_files(tmp_path):
    "`kill -9` at any moment: what is there is what was there before, or what was to come."
    pages(tmp_path, 'ana')
    for seed in range(20):
        process = multiprocessing.get_context('fork').Process(target=export_for_ever, args=(tmp_path,))
        process.start()
        time.sleep(.1 + random.Random(seed).random()/20)
        process.kill()
        process.join()
        assert len(read((tmp_path/'grades.csv').read_bytes())) == 3
        with zipfile.ZipFile(tmp_path/'feedback.zip') as z: assert z.testzip() is None and len(z.namelist()) == 1
