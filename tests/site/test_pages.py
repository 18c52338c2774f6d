"""The pages of students and class, in a browser: nothing of a student's runs, everything can be read and sorted."""
import json

import pytest

pytest.importorskip('selenium.webdriver', reason='the browser tests need the extra `dev`')
from browsing import NO_BROWSER, chromium
from kit import Class, cells, cm203, notebook, with_answers
from selenium.webdriver.common.by import By

pytestmark = NO_BROWSER
EVIL = '<script>document.title = "ran"</script><img src=x onerror=\'document.title = "ran"\'>'
MANUAL = '<!-- essay manual_graded_answer 2 -->\n{}'
FALLING = '''def triple(x):
    total = 0
    for step in range(3): total = total + x
    raise ValueError({!r})'''
OTHER_SCRIPT = '''const s = document.createElement("script")
s.text = "document.title = 'ran'"
document.body.append(s)'''
AXE = 'axe.run({resultTypes: ["violations"]}).then(r => arguments[0](r.violations))'


def prose(source): return dict(cell_type='markdown', source=source, metadata={})


@pytest.fixture(scope='module')
def out(tmp_path_factory):
    "The folder of a class that was graded, with a student who tries."
    klass = Class(tmp_path_factory.mktemp('pages'))
    klass.master.write_text(json.dumps(notebook([*cells(), prose(MANUAL.format('Why?'))])))
    for i in range(12):
        klass.hand_in(f'student{i:02}', [*with_answers(triple=f'def triple(x): return {3 if i % 3 else 2}*x'),
                                         prose(MANUAL.format(f'For reason {i}.'))])
    klass.hand_in('evil', [*with_answers(triple=FALLING.format(EVIL)), prose(MANUAL.format(EVIL))])
    done = cm203('grade', klass.master, klass.subs, '--out', klass.out)
    assert done.returncode == 0, done.stderr
    return klass.out


@pytest.fixture(scope='module')
def driver():
    with chromium() as driver: yield driver


def opened(driver, path, width=1280):
    driver.set_window_size(width, 1000)
    driver.get(path.as_uri())
    return driver


PAGES = 'tiny.html', 'tiny/evil/feedback.html', 'tiny/student00/feedback.html'


@pytest.mark.parametrize('page', PAGES)
def test_nothing_of_a_student_runs(driver, out, page):
    opened(driver, out/page)
    assert driver.title != 'ran' and not driver.find_elements(By.CSS_SELECTOR, 'img, iframe, object, link')
    loaded = driver.execute_script('return performance.getEntriesByType("resource").map(e => e.name)')
    assert loaded == []
    assert driver.execute_script('try { return eval("1") } catch (e) { return "refused" }') in (1, 'refused')
    driver.execute_script(OTHER_SCRIPT)
    assert driver.title != 'ran', "the page's policy lets no other script run"


def test_what_was_tried_is_shown_as_text(driver, out):
    text = opened(driver, out/'tiny/evil/feedback.html').find_element(By.TAG_NAME, 'main').text
    assert EVIL in text and 'total = total + x' in text


@pytest.mark.parametrize('width', [390, 1280])
@pytest.mark.parametrize('page', PAGES)
def test_everybody_can_read_it(driver, out, page, width):
    from axe_core_python.selenium import Axe
    opened(driver, out/page, width)
    driver.execute_script('document.querySelectorAll("details").forEach(e => e.open = true)')
    assert driver.execute_script('return document.documentElement.scrollWidth <= window.innerWidth')
    driver.execute_cdp_cmd('Runtime.evaluate', dict(expression=Axe().axe_script))
    found = driver.execute_async_script(AXE)
    assert not [(v['id'], v['nodes'][0]['html']) for v in found if v['impact'] in ('serious', 'critical')]


def test_tables_are_sorted(driver, out):
    opened(driver, out/'tiny.html')
    table = driver.find_element(By.CSS_SELECTOR, '#people table')
    head = next(b for b in table.find_elements(By.CSS_SELECTOR, 'th button') if b.text == 'score')
    def scores(): return [float(row.text) for row in table.find_elements(By.CSS_SELECTOR, 'td b')]
    head.click()
    assert scores() == sorted(scores(), reverse=True) and len(set(scores())) > 1
    head.click()
    assert scores() == sorted(scores())


def test_from_the_class_to_a_student(driver, out):
    opened(driver, out/'tiny.html')
    driver.find_element(By.LINK_TEXT, 'evil').click()
    assert driver.current_url.endswith('tiny/evil/feedback.html') and 'evil' in driver.title
