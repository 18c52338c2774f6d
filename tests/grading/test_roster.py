"""Who takes the course, from files as platforms and people write them, and whose a file's name is."""
import time

import pytest

from cm203.core import CourseError
from cm203.grading.roster import Person, match, read_roster, unmatched

TEXT = 'Matrícula;Nome;E-mail;Grupo\r\n2026001;João Sá;joao@x.org;g1\r\n2026002;"Paz; Rui ""Leo""";rui@x.org;\r\n'
READ = [Person('2026001', 'João Sá', 'joao@x.org', 'g1'), Person('2026002', 'Paz; Rui "Leo"', 'rui@x.org')]

CANVAS = '''Student,ID,SIS User ID,SIS Login ID,Section,Notes,Computer lab: Basic Python (23769),Current Score
,,,,,,Manual Posting,
    Points Possible,,,,,,"10,0",(läs endast)
"Silva, Ana",1000,2026001,ana@x.org,"A and B",late,,
"O'Neil, Seán",1001,,sean,A,,"8,5",
"Student, Test",1009,,9a0f5c,A,,,
'''
CANVAS_SPLIT = '''LastName,FirstName,ID,SIS Login ID,Section,Lab 1 (12)
    Points Possible,,,,,10.00
Silva,Ana,1000,ana,A,
Student,Test,1009,9a0f,A,
'''
MOODLE_PARTICIPANTS = '''\ufeff"First name","Last name","Email address",Groups
Ana,"da Silva",ana@x.org,"Turma A, Turma B"
'''
MOODLE_PT = '\ufeffNome,Sobrenome,"Número de identificação","Endereço de email",Grupos\nAna,"da Silva",77,ana@x.org,\n'
WORKSHEET = '''\ufeffIdentifier,"Full name","Email address",Status,Group,Grade,"Maximum Grade","Grade can be changed",\
"Last modified (submission)","Last modified (grade)","Feedback comments"\r
"Participant 700","Ana Silva",ana@x.org,"Submitted for grading - ","Default group",,10.00,Yes,\
"Wednesday, 10 June 2026, 2:14 PM",-,"Good,
""really"" good"\r
'''
WORKSHEET_PT = '''\ufeffIdentificador,"Nome completo","Identificação de usuário","Número de identificação",Status,\
Nota,"Nota máxima"\r
Participante101,"Aluno Alfa",rp101,,"Enviado para avaliação -  - ",,"100,00"\r
'''
GRADESCOPE_ROSTER = '''First Name,Last Name,SID,Email,Role,Sections
Ana,Silva,2026001,ana@x.org,Student,A
Ida,Reis,,ida@x.org,Instructor,
'''
GRADESCOPE_GRADES = '''Name,SID,Email,Total Score,Max Points,Status,Submission ID,Submission Time,Lateness (H:M:S)
Ana Silva,2026001,ana@x.org,9.0,10.0,Graded,9000,2026-03-01 10:00:00 -0300,00:00:00
Rui Paz,,rui@x.org,,10.0,Missing,,,
'''
BLACKBOARD = 'Last Name\tFirst Name\tUsername\tStudent ID\tLast Access\r\nSilva\tAna\tana1\t2026001\t-\r\n'
CLASSROOM = 'identifier,github_username,github_id,name\nana@x.org,ana-gh,5,Ana Silva\n'
EXPORTS = {
    'Canvas': (CANVAS, [Person('2026001', 'Ana Silva', 'ana@x.org', ids=('1000',)),
                        Person('sean', "Seán O'Neil", ids=('1001',))]),
    'Canvas, names apart': (CANVAS_SPLIT, [Person('ana', 'Ana Silva', ids=('1000',))]),
    'Moodle, participants': (MOODLE_PARTICIPANTS, [Person('ana@x.org', 'Ana da Silva', 'ana@x.org')]),
    'Moodle, participants in Portuguese': (MOODLE_PT, [Person('77', 'Ana da Silva', 'ana@x.org')]),
    'Moodle, worksheet': (WORKSHEET, [Person('ana@x.org', 'Ana Silva', 'ana@x.org', 'Default group',
                                             ('Participant 700', 'Participant_700', '700'))]),
    'Moodle, worksheet in Portuguese': (WORKSHEET_PT, [Person('rp101', 'Aluno Alfa', ids=(
        'Participante101', 'Participante_101', '101'))]),
    'Gradescope, roster': (GRADESCOPE_ROSTER, [Person('2026001', 'Ana Silva', 'ana@x.org')]),
    'Gradescope, grades': (GRADESCOPE_GRADES, [Person('2026001', 'Ana Silva', 'ana@x.org'),
                                               Person('rui@x.org', 'Rui Paz', 'rui@x.org')]),
    'Blackboard': (BLACKBOARD, [Person('2026001', 'Ana Silva', ids=('ana1',))]),
    'Canvas with columns of the teacher': (CANVAS.replace('Notes', 'Name'), [
        Person('2026001', 'Ana Silva', 'ana@x.org', ids=('1000',)), Person('sean', "Seán O'Neil", ids=('1001',))]),
    'two ids of a teacher': ('RA,id,name\n7,ana1,Ana\n', [Person('ana1', 'Ana', ids=('7',))]),
    'GitHub Classroom': (CLASSROOM, [Person('ana-gh', 'Ana Silva', ids=('ana@x.org',))]),
}


def roster(tmp_path, content):
    "What is read of a file."
    path = tmp_path/'roster.csv'
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_roster(path)


@pytest.mark.parametrize('encoding', ['utf-8', 'utf-8-sig', 'utf-16', 'cp1252'])
@pytest.mark.parametrize('delimiter', [';', ',', '\t'])
def test_a_teachers_table_is_read_as_any_spreadsheet_writes_it(tmp_path, encoding, delimiter):
    text = TEXT.replace('"Paz; Rui', '"Paz, Rui').replace(';', delimiter).replace('"Paz, Rui', '"Paz; Rui')
    assert roster(tmp_path, text.encode(encoding)) == READ


@pytest.mark.parametrize('header', ['NAME,ID,Group,EMAIL', 'name,id,grupo,E-Mail', ' Nome , Matricula ,equipe,e-mail'])
def test_headings_in_any_order_case_and_language(tmp_path, header):
    assert roster(tmp_path, f'{header}\nAna  Silva,1,g,a@x.org\n\n') == [Person('1', 'Ana Silva', 'a@x.org', 'g')]


@pytest.mark.parametrize('name', EXPORTS)
def test_exports_are_read_as_they_are(tmp_path, name):
    text, people = EXPORTS[name]
    assert roster(tmp_path, text.encode('utf-16') if name == 'Blackboard' else text) == people


@pytest.mark.parametrize('content, message', [
    ('id,mail\n1,a\n', 'line 1: no column of names. Call one of the columns "name"'),
    ('id,name\n1,Ana\n\n2,Rui\nA1,Eva\na1,Ida\n', "line 6: 'a1' is the id in line 5, too"),
    ('id,name\n1,"Ana\n2,Rui\n', 'line 3: no CSV'),
    ('id,name\n,\n', 'nobody is in it'),
    ('', 'an empty file'),
    (b'PK\x03\x04\x14\x00\x06\x00', 'Save it in the spreadsheet as "CSV UTF-8"'),
    (b'\xd0\xcf\x11\xe0\x00\x00', 'Save it in the spreadsheet as "CSV UTF-8"'),
])
def test_what_is_no_roster_is_said_with_file_and_line(tmp_path, content, message):
    with pytest.raises(CourseError) as e: roster(tmp_path, content)
    assert message in str(e.value) and 'roster.csv' in str(e.value)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CourseError, match='cannot be read .No such file'): read_roster(tmp_path/'x.csv')


def test_ids_may_be_left_out_and_lines_be_short(tmp_path):
    assert roster(tmp_path, 'id,name,email\n1,Ana\n2,Rui,r@x.org,more\n') == [
        Person('1', 'Ana'), Person('2', 'Rui', 'r@x.org')]
    assert roster(tmp_path, 'name\nAna\nRui\n') == [Person('', 'Ana'), Person('', 'Rui')]


ANA = Person('2026001', 'Ana Lúcia da Silva', 'ana.silva@x.org', ids=('1000', 'anagh'))
RUI = Person('2026002', 'Rui Paz', 'rui@x.org', ids=('1001',))
EVA, EVA2 = Person('2026003', 'Eva Reis', ids=('701',)), Person('2026004', 'Reis, Éva', 'eva2@x.org')
SEAN, LI = Person('5', "Seán O'Neil"), Person('6', '李 小龙')
PEOPLE = [ANA, RUI, EVA, EVA2, SEAN, LI]
NAMES = {
    'silvaanalúciada_1000': ANA, 'silvaana_1000': ANA, 'anaLUCIAdasilva': ANA, 'da Silva, Ana Lúcia': ANA,
    'Ana Lucia da Silva_99': ANA, 'ana.silva': ANA, 'ANA.SILVA@X.ORG': ANA, 'anagh': ANA, '2026001': ANA, '1000': ANA,
    'Ana-Lúcia-da-Silva_812': ANA, 'Ana Lu\u0301cia da Silva': ANA, 'Ana Silva_2026001': ANA,
    'rui': RUI, 'Rui Paz_2026002': RUI, 'pazrui_1001': RUI, 'Rui  PAZ': RUI, 'Paz Rui_2026001': RUI,
    'Eva Reis_701': EVA, 'reiseva_2026004': EVA2, 'eva2': EVA2,
    'oneilseán_77': SEAN, 'Sean ONeil': SEAN, 'Seán O’Neil_8': SEAN, '李 小龙_9': LI, '李小龙': LI,
    'Eva Reis': None, 'reiseva_999': None, 'Ana': None, 'Ana Silva': None, 'silva': None, 'Rui Pas': None,
    'Ana Costa_5': None, 'submission_9000': None, 'anon_Xy12Z_2000': None, '': None, '+': None, 'x_': None,
}


@pytest.mark.parametrize('name', NAMES)
def test_whose_a_platforms_name_is(name):
    assert match([name], PEOPLE) == ({name: (NAMES[name],)} if NAMES[name] else {})


def test_a_number_of_another_counting_decides_nothing():
    people = [Person('7', 'Ana Silva'), Person('8', 'Rui Paz')]
    assert match(['Rui Paz_7', 'Ana Costa_7'], people) == {'Rui Paz_7': (people[1],)}
    twins = [Person('7', 'Ana Silva'), Person('8', 'Ana Costa Silva')]
    assert match(['Ana Silva_8'], twins) == {}  # the number says one, the name another


def test_an_id_that_two_people_have_is_nobodys():
    people = [Person('1', 'Ana', ids=('77',)), Person('2', 'Rui', ids=('77',))]
    assert match(['77', 'Rui_77'], people) == {'Rui_77': (people[1],)}


def test_a_group_is_its_members():
    name = 'Rui Paz+Eva Reis_701+Ida Luz_9'
    assert match([name], PEOPLE) == {name: (RUI, EVA)}
    assert unmatched([name], PEOPLE) == {name: "Nobody in the roster is 'Ida Luz_9'."}
    tagged = Person('1', 'Ana', 'ana+lab@x.org')
    assert match(['ana+lab@x.org'], [tagged]) == {'ana+lab@x.org': (tagged,)}


def test_a_groups_name_is_its_members():
    people = [Person('1', 'Ana Silva', group='Team 7'), Person('2', 'Rui Paz', group='team 7'), Person('3', 'Team')]
    assert match(['team7_1000', 'Team-7', 'Team', 'team 8'], people) == {
        'team7_1000': tuple(people[:2]), 'Team-7': tuple(people[:2]), 'Team': (people[2],)}
    assert list(unmatched(['team7_1000', 'team 8'], people)) == ['team 8']


def test_clones_are_known_by_what_is_behind_their_common_name():
    people = [Person('1', 'Ana', ids=('ana-gh',)), Person('2', 'Rui', 'rui@x.org'), Person('3', 'Gh', ids=('gh',))]
    names = ['lab-tiny-ana-gh', 'lab-tiny-rui', 'lab-tiny-nobody', 'lab-other-rui', 'lab-other-gh']
    got = {n: ps[0].id for n, ps in match(names, people).items()}
    assert got == {names[0]: '1', names[1]: '2', names[3]: '2', names[4]: '3'}
    assert match(['lab-tiny-maria-rui', 'x'], people) == {}


def test_who_is_nobody_is_asked_about():
    said = unmatched(['Rui Pas_12', 'Eva Reis', 'zzz', 'Bob_2026002', 'rui@x.org'], [*PEOPLE[:1], *PEOPLE[2:], RUI])
    assert said.keys() == {'Rui Pas_12', 'Eva Reis', 'zzz', 'Bob_2026002'}
    assert said['Eva Reis'].startswith("'Eva Reis' may be Eva Reis (2026003) or Reis, Éva (2026004). Add")
    assert said['zzz'] == "Nobody in the roster is 'zzz'."
    assert said['Bob_2026002'].endswith('Did you mean Rui Paz (2026002)?')
    assert unmatched(['Rui Pas_12'], PEOPLE)['Rui Pas_12'].endswith('Did you mean Rui Paz (2026002)?')


def test_letters_of_other_scripts_keep_their_vowels():
    people = [Person('1', 'देवी'), Person('2', 'दिवा'), Person('3', 'กู'), Person('4', 'กุ')]
    assert match(['दिवा_9', 'กุ_8'], people) == {'दिवा_9': (people[1],), 'กุ_8': (people[3],)}


def test_a_large_class_takes_no_time(tmp_path):
    rows = ''.join(f'2026{i:04},Ana Maria {i:b} Silva,a{i}@x.org\n' for i in range(500))
    begun = time.perf_counter()
    people = roster(tmp_path, f'id,name,email\n{rows}')
    found = match([f'silvaanamaria{i:b}_{i + 9000}' for i in range(500)], people)
    assert [ps[0].email for ps in found.values()] == [f'a{i}@x.org' for i in range(500)]
    assert len(unmatched([f'Nobody {i:b}' for i in range(500)], people)) == 500
    assert time.perf_counter() - begun < 1
