"""The page to mark by hand, in a browser: by keyboard alone, and with answers that would rather do something else."""
import http.server
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

pytest.importorskip('selenium.webdriver', reason='the browser tests need the extra `dev`')
from browsing import NO_BROWSER, chromium
from marking import hand_in, marks_in, new_gradebook
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait
from werkzeug.serving import make_server

from cm203.core import CourseError
from cm203.grading.mark import as_html, make_app, serve

pytestmark = NO_BROWSER
TOKEN = 'right-token'
ANSWERS = dict(ana='The gradient $x_1*y_2$ **vanishes**.', rui='See [this](https://example.org/a).', eva='No idea.')
RUN_AXE = 'axe.run({resultTypes: ["violations"]}).then(r => arguments[0](r.violations))'


class Heard(http.server.BaseHTTPRequestHandler):
    "Notes what is asked of it."
    def do_GET(self):
        self.server.asked.append(self.path)
        self.send_response(204)
        self.end_headers()
    do_POST = do_GET
    def log_message(self, *args): pass


@contextmanager
def running(server):
    "A server, in a thread of its own."
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@contextmanager
def marking(path, marker='eva'):
    "The address of the page for a gradebook."
    with running(make_server('127.0.0.1', 0, make_app(path, 'tiny', TOKEN, marker), threaded=True)) as server:
        yield f'http://127.0.0.1:{server.port}'


@pytest.fixture(scope='module')
def driver():
    with chromium() as driver: yield driver


@pytest.fixture
def path(tmp_path): return new_gradebook(tmp_path/'gradebook.sqlite', **ANSWERS)


@pytest.fixture
def browser(driver, path):
    "The driver, let in, at the questions; `address` is the server's."
    driver.set_window_size(1280, 900)
    with marking(path) as address:
        driver.address = address
        driver.get_log('browser')  # and forget it
        driver.get(f'{address}/?token={TOKEN}')
        wait(driver, lambda: driver.title.startswith('Marking'))
        yield driver
        driver.delete_all_cookies()


def wait(browser, condition):
    "Wait until something is so; an element that is gone by now is of the page before."
    patient = WebDriverWait(browser, 10, ignored_exceptions=[StaleElementReferenceException])
    return patient.until(lambda _: condition())


def find(browser, css): return browser.find_element(By.CSS_SELECTOR, css)


def at(browser, number):
    "Wait for an answer's page."
    return wait(browser, lambda: browser.current_url.endswith(f'/{number}') and find(browser, '#mark'))


def press(browser, *keys, with_=()):
    "Press keys one after another, wherever the focus is, while others are held."
    for key in keys:
        actions = ActionChains(browser)
        for held in with_: actions.key_down(held)
        actions.send_keys(key)
        for held in with_: actions.key_up(held)
        actions.perform()


def save(browser): press(browser, Keys.ENTER, with_=[Keys.CONTROL])
def status(browser): return find(browser, '#status').text


def open_answer(browser, number=1, question='why'):
    browser.get(f'{browser.address}/q/{question}/{number}')
    return at(browser, number)


def text_of(browser): return [e.text for e in browser.find_elements(By.CSS_SELECTOR, 'main section:first-child .text')]


def test_three_students_are_marked_by_keyboard_alone(browser, path):
    with marks_in(path) as marks:
        names = {n: s for s, n in marks.numbers('tiny').items()}
        for points, text in ((1, 'gradient'), (-.5, 'no unit'), (0, 'Read section 4.')):
            marks.add_item('tiny', 'why', points, text)
    press(browser, Keys.TAB, Keys.TAB, Keys.TAB, Keys.ENTER)  # names, help, the first question
    at(browser, 1)
    press(browser, '1', '2', '3', 'c')
    press(browser, 'Good 12 jk?')
    save(browser)
    at(browser, 2)
    assert status(browser) == 'Saved: student 1, 0.5 of 2.'
    press(browser, 'p', '1', '.', '2', '5', Keys.ESCAPE, 'c', 'Zwei')
    press(browser, '2', with_=[Keys.ALT])
    save(browser)
    at(browser, 3)
    press(browser, 'k')
    at(browser, 2)
    press(browser, Keys.ARROW_RIGHT)
    at(browser, 3)
    press(browser, '1')
    save(browser)
    wait(browser, lambda: 'Everything is marked.' in status(browser))
    with marks_in(path) as marks:
        found = {n: marks.marks('tiny')[s, 'why'] for n, s in names.items()}
    got = {n: (m.points, m.comment, [i.text for i in m.items], m.by) for n, m in found.items()}
    assert got == {1: (.5, 'Good 12 jk?', ['gradient', 'no unit', 'Read section 4.'], 'eva'),
                   2: (.75, 'Zwei', ['no unit'], 'eva'), 3: (1, '', ['gradient'], 'eva')}
    assert not browser.get_log('browser')


def test_nobody_gets_points_that_nobody_gave(browser, path):
    open_answer(browser)
    save(browser)
    wait(browser, lambda: status(browser) == 'Give points first.')
    press(browser, '5')
    save(browser)
    wait(browser, lambda: status(browser) == 'Give from 0 to 2 points.')
    with marks_in(path) as marks: assert not marks.marks('tiny')


def test_a_rubric_is_made_and_changed_by_keyboard(browser, path):
    open_answer(browser)
    press(browser, 'c', 'Half of it.', Keys.ESCAPE, 'r')
    press(browser, 'the idea', Keys.TAB, '1', Keys.ENTER)
    wait(browser, lambda: browser.find_elements(By.CSS_SELECTOR, '#items li'))
    with marks_in(path) as marks: assert [i.text for i in marks.rubric('tiny', 'why')] == ['the idea']
    assert find(browser, '#comment').get_attribute('value') == 'Half of it.'
    press(browser, Keys.ESCAPE, '1')
    find(browser, '#keep').send_keys(Keys.ENTER)
    wait(browser, lambda: len(browser.find_elements(By.CSS_SELECTOR, '#items :checked')) == 2)
    assert find(browser, '#comment').get_attribute('value') == ''
    save(browser)
    at(browser, 2)
    with marks_in(path) as marks:
        m, = marks.marks('tiny').values()
    assert 'Half of it.' in m.feedback.splitlines()


def test_what_was_not_saved_is_there_after_the_page_is_gone(browser, path):
    open_answer(browser)
    press(browser, 'c', 'Half a thought')
    press(browser, Keys.ESCAPE, 'p', '1')
    browser.get('about:blank')
    browser.get(browser.address)
    wait(browser, lambda: find(browser, '#drafts').is_displayed())
    find(browser, '#drafts a').send_keys(Keys.ENTER)
    at(browser, 1)
    assert find(browser, '#comment').get_attribute('value') == 'Half a thought'
    assert status(browser).startswith('Not saved yet')
    save(browser)
    at(browser, 2)
    browser.get(browser.address)
    assert not find(browser, '#drafts').is_displayed()
    with marks_in(path) as marks:
        m, = marks.marks('tiny').values()
    assert (m.points, m.comment) == (1, 'Half a thought')


def test_the_mark_of_a_faster_marker_is_shown_and_not_overwritten_unseen(browser, path):
    open_answer(browser)
    with marks_in(path) as marks:
        student = next(s for s, n in marks.numbers('tiny').items() if n == 1)
        marks.save('tiny', student, 'why', .5, 'From <b>Rex</b>.', by='rex')
    press(browser, 'p', '2', Keys.ESCAPE, 'c', 'Mine.')
    save(browser)
    wait(browser, lambda: find(browser, '#other').is_displayed())
    shown = find(browser, '#other-mark').text
    assert 'rex' in shown and '0.5' in shown and 'From <b>Rex</b>.' in shown
    assert find(browser, '#comment').get_attribute('value') == 'Mine.'
    with marks_in(path) as marks: assert marks.marks('tiny')[student, 'why'].by == 'rex'
    save(browser)
    at(browser, 2)
    with marks_in(path) as marks:
        assert [(m.by, m.points) for m in marks.history('tiny', student, 'why')] == [('rex', .5), ('eva', 2)]


def test_the_other_mark_can_be_taken(browser, path):
    open_answer(browser)
    with marks_in(path) as marks:
        student = next(s for s, n in marks.numbers('tiny').items() if n == 1)
        marks.save('tiny', student, 'why', .5, 'From Rex.', by='rex')
    press(browser, 'p', '2')
    save(browser)
    wait(browser, lambda: find(browser, '#other').is_displayed())
    press(browser, Keys.TAB, Keys.TAB, Keys.ENTER)
    wait(browser, lambda: find(browser, '#comment').get_attribute('value') == 'From Rex.')
    assert find(browser, '#points').get_attribute('value') == '0.5'
    assert browser.execute_script('return localStorage.length') == 0
    with marks_in(path) as marks: assert len(marks.history('tiny', student, 'why')) == 1


def test_a_mark_is_kept_while_the_server_is_gone(driver, path):
    with marking(path) as address:
        driver.get(f'{address}/?token={TOKEN}')
        wait(driver, lambda: driver.title.startswith('Marking'))
        driver.get(f'{address}/q/why/1')
        at(driver, 1)
        press(driver, 'p', '2', Keys.ESCAPE, 'c', 'Kept.')
    save(driver)
    wait(driver, lambda: status(driver).startswith('Not saved. The server does not answer.'))
    assert 'Kept.' in driver.execute_script('return Object.values(localStorage).join()')
    assert find(driver, '#comment').get_attribute('value') == 'Kept.'


def test_names_are_in_no_page_until_they_are_asked_for(browser):
    for page in ('', '/q/why/1', '/q/why/1/around'):
        browser.get(browser.address + page)
        assert not [n for n in ('Ana', 'Rui', 'ana"', 'rui') if n in browser.page_source], page
    open_answer(browser)
    find(browser, '#names').send_keys(' ')
    wait(browser, lambda: 'da Silva' in find(browser, 'h1').text)
    press(browser, 'j')
    at(browser, 2)
    wait(browser, lambda: 'da Silva' in find(browser, 'h1').text)
    find(browser, '#names').send_keys(' ')
    wait(browser, lambda: find(browser, 'h1').text == 'Student 2')


HOSTILE = '''# <script>hit(1)</script>
<script src="{0}/script"></script><img src="{0}/img" onerror="hit(2)"><svg onload="hit(3)"><image href="{0}/svg"/></svg>
<iframe src="{0}/frame"></iframe><link rel="stylesheet" href="{0}/css"><link rel="prefetch" href="{0}/prefetch">
<style>@import "{0}/import"; body {{ background: url({0}/bg) }}</style>
<meta http-equiv="refresh" content="0;url={0}/meta">

![picture]({0}/picture "onerror=hit(4)") [link](javascript:hit(5)) [data](data:text/html,<script>hit(6)</script>)
<{0}/auto> <javascript:hit(7)> [ref] ![" onerror="hit(8)]({0}/quote) [a]({0}/a" onmouseover="hit(9))
`</code><script>hit(10)</script>` $</code><script>hit(11)</script>$ ![x](data:image/svg+xml,<svg onload=hit(12)>)

[ref]: {0}/ref "x"

```"><script>hit(13)</script>
</pre><script>hit(14)</script><img src={0}/fence onerror=hit(15)>
```

| <script>hit(16)</script> | [x](vbscript:hit(17)) |
|---|---|
| {{{{ 7*7 }}}} | <a href="{0}/td" ping="{0}/ping">x</a> |

</div></section></main><form action="{0}/form"><button autofocus>Save</button></form><base href="{0}/">
</script><script>hit(18)</script>'''


def test_nothing_of_a_student_runs_and_nothing_is_asked_of_anybody(browser, path):
    with running(http.server.ThreadingHTTPServer(('127.0.0.1', 0), Heard)) as ears:
        ears.asked = []
        elsewhere = f'http://127.0.0.1:{ears.server_port}'
        hostile = HOSTILE.format(elsewhere)
        hand_in(path, 'ana', hostile, 2., before=[hostile])
        with marks_in(path) as marks:
            number = marks.numbers('tiny')['ana']
            item = marks.add_item('tiny', 'why', 0, hostile[:1500])
            marks.save('tiny', 'ana', 'why', 1, hostile, [item.id], by=hostile)
            marks.db.execute('update student set name=? where folder=?', (hostile, 'ana'))
            marks.db.execute('update cell set name=? where position=1', (hostile,))
        browser.execute_cdp_cmd('Page.addScriptToEvaluateOnNewDocument', dict(source='''
            window.hits = []; window.hit = n => hits.push(n); window.alert = n => hits.push(n);'''))
        open_answer(browser, number)
        find(browser, '#names').send_keys(' ')
        browser.execute_script('document.querySelectorAll("details").forEach(e => e.open = true)')
        wait(browser, lambda: browser.find_elements(By.CSS_SELECTOR, '#around .cell'))
        for e in browser.find_elements(By.CSS_SELECTOR, 'main .text *'): browser.execute_script(
            'for (const n of ["click", "mouseover", "focus", "toggle"]) arguments[0].dispatchEvent(new Event(n))', e)
        wait(browser, lambda: 'hit(1)' in find(browser, 'h1').text)
        time.sleep(1)
        assert browser.execute_script('return hits') == []
        assert ears.asked == []
        loads = browser.execute_script('return performance.getEntriesByType("resource").map(e => e.name)')
        assert loads and all(name.startswith(browser.address) for name in loads)
        inside = '''return [...document.querySelectorAll("main .text *, #items *, h1 *")].flatMap(
            e => [e.tagName, ...e.getAttributeNames().filter(n => /^on|href|src|action|style/.test(n))])'''
        assert not set(browser.execute_script(inside)) & {'SCRIPT', 'IMG', 'A', 'SVG', 'IFRAME', 'FORM', 'LINK', 'BASE',
                                                          'META', 'STYLE', 'href', 'src', 'style', 'onerror', 'onload'}
        assert '49' not in ''.join(text_of(browser)).replace(str(ears.server_port), '')
        find(browser, '#names').send_keys(' ')


def test_the_policy_of_the_page_stops_what_would_get_past_the_escaping(browser):
    "The second line: markup that is put into the page by force neither runs nor loads."
    with running(http.server.ThreadingHTTPServer(('127.0.0.1', 0), Heard)) as ears:
        ears.asked = []
        open_answer(browser)
        browser.execute_script('''window.hits = []; window.hit = n => hits.push(n);
            const place = document.createElement("div");
            place.innerHTML = `<img src="${arguments[0]}/img" onerror="hit(1)"><img src=x onerror="hit(2)">
                <iframe srcdoc="<script>parent.hit(3)</script>"></iframe><svg onload="hit(4)"></svg>
                <style>body { background: url(${arguments[0]}/bg) }</style>
                <iframe src="${arguments[0]}/frame"></iframe><form action="${arguments[0]}/form"></form>`;
            document.body.append(place);
            place.querySelector("form").submit();
            const script = document.createElement("script");
            script.src = `${arguments[0]}/script`;
            document.body.append(script);''', f'http://127.0.0.1:{ears.server_port}')
        time.sleep(1)
        assert (browser.execute_script('return hits'), ears.asked) == ([], [])
        browser.get_log('browser')


def test_only_who_has_the_token_gets_in_and_only_from_this_page(path):
    app = make_app(path, 'tiny', TOKEN, 'eva')
    def ask(method='get', cookie=TOKEN, url='/', **headers):
        client = app.test_client(use_cookies=False)
        headers = {k.replace('_', '-'): v for k, v in headers.items()}
        headers = {'Host': '127.0.0.1:7000', 'Cookie': f'cm203-7000={cookie}'} | headers
        json = None if method == 'get' else dict(extra=1, comment='', items=[], attempt=None, replaces=None)
        return getattr(client, method)(url, headers=headers, json=json).status_code
    assert (ask(), ask(cookie=''), ask(cookie='wrong'), ask(url='/?token=wrong', cookie='')) == (200, 403, 403, 403)
    for host in ('evil.example', '127.0.0.1.evil.example', 'evil.example:7000', 'localhost.', '[::1]:7000',
                 '0.0.0.0:7000'):
        assert ask(Host=host) in (400, 403), host
        assert ask(Host=host, url=f'/?token={TOKEN}') in (400, 403), host
    for site in ('cross-site', 'same-site'): assert ask(Sec_Fetch_Site=site) == 403
    own = 'http://127.0.0.1:7000'
    assert ask('post', url='/q/why/1', Origin=own) == 200
    for origin in ('http://evil.example', 'null', 'http://127.0.0.1:7001', f'{own}.evil.example', 'http://localhost:7000'):
        assert ask('post', url='/q/why/2', Origin=origin) == 403, origin
    assert ask('post', url='/q/why/2') == ask('post', cookie='', url='/q/why/2', Origin=own) == 403
    with marks_in(path) as marks: assert len(marks.marks('tiny')) == 1


def test_every_reply_says_what_a_browser_may_do(path):
    client = make_app(path, 'tiny', TOKEN, 'eva').test_client()
    refused, entry = client.get('/'), client.get(f'/?token={TOKEN}')
    assert {'HttpOnly', 'SameSite=Strict'} <= set(entry.headers['Set-Cookie'].split('; '))
    for reply in (refused, entry, client.get('/'), client.get('/q/why/1'), client.get('/mark.js'), client.get('/gone')):
        assert reply.headers['Content-Security-Policy'].startswith("default-src 'none'; script-src 'self';")
        assert reply.headers['X-Content-Type-Options'] == 'nosniff'
    assert [refused.status_code, *(client.get(p).status_code for p in ('/gone', '/q/gone/1'))] == [403, 404, 404]


def test_the_page_speaks_the_browsers_language(path):
    client = make_app(path, 'tiny', TOKEN, 'eva').test_client()
    client.get(f'/?token={TOKEN}')
    for accept, words in (('pt-BR,pt;q=0.9,en;q=0.8', 'Salvar e avançar'), ('pt-PT', 'Salvar e avançar'),
                          ('en-GB', 'Save and next'), ('de', 'Save and next'), ('', 'Save and next')):
        assert words in client.get('/q/why/1', headers={'Accept-Language': accept}).text, accept


@pytest.mark.parametrize('text', ['['*20000, '`'*19999, '*a '*6000, '> '*9000, '- '*9000, '![' * 9000, '$'*20000,
                                  '<'*20000, '[a]('*5000, '|'*20000, '|a\n|-\n'*3000, '**'*10000,
                                  'x\0\u202e'*999, '\\'*20000,
                                  '&#x41;'*3000, '[a]: x\n'*2800, '_a__b_'*3000, 'a'*10**6])
def test_no_answer_takes_long_to_show(text):
    start = time.perf_counter()
    as_html(text, 'markdown')
    assert time.perf_counter() - start < 5


def test_axe_finds_nothing_serious_and_nothing_scrolls_sideways(browser, path):
    folder = Path(pytest.importorskip('axe_core_python').__file__).parent
    axe, found = (folder/'axe.min.js').read_text(encoding='utf-8'), []
    with marks_in(path) as marks:
        item = marks.add_item('tiny', 'why', 1, 'x'*300)
        marks.save('tiny', 'ana', 'why', 0, 'Good. ' + 'y'*300, [item.id], by='eva')
        number = marks.numbers('tiny')['ana']
    hand_in(path, 'ana', 'z'*500 + '\n\n    code' + 'w'*300 + '\n\n|a|b|\n|-|-|\n|' + 'v'*300 + '|c|', 2.)
    for page in ('', f'/q/why/{number}', '/q/hours/1'):
        for theme, width in (('light', 1280), ('dark', 1280), ('light', 390), ('dark', 800)):
            feature = dict(name='prefers-color-scheme', value=theme)
            browser.execute_cdp_cmd('Emulation.setEmulatedMedia', dict(features=[feature]))
            browser.execute_cdp_cmd('Emulation.setDeviceMetricsOverride',
                                    dict(width=width, height=800, deviceScaleFactor=1, mobile=False))
            browser.get(browser.address + page)
            browser.execute_script('document.querySelectorAll("details").forEach(e => e.open = true)')
            if page: wait(browser, lambda: browser.find_elements(By.CSS_SELECTOR, '#around .cell'))
            browser.execute_cdp_cmd('Runtime.evaluate', dict(expression=axe))
            found += [f'{page}, {theme}, {width}: {v["id"]}: {v["nodes"][0]["html"][:150]}'
                      for v in browser.execute_async_script(RUN_AXE) if v['impact'] in ('critical', 'serious')]
            wide, whole = browser.execute_script('return [document.documentElement.scrollWidth, innerWidth]')
            assert wide <= whole, (page, width, wide)
    browser.execute_cdp_cmd('Emulation.setEmulatedMedia', dict(features=[]))
    browser.execute_cdp_cmd('Emulation.clearDeviceMetricsOverride', {})
    assert not found, '\n'.join(found)


SERVE = 'import sys; from cm203.grading.mark import serve; serve(sys.argv[1], "tiny", "eva", open_browser=False)'


def test_ctrl_c_ends_the_server_at_once_while_a_browser_is_there(driver, path):
    def hear(): signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job does not
    process = subprocess.Popen([sys.executable, '-c', SERVE, path.parent], text=True, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, preexec_fn=hear)
    address = process.stdout.readline().strip()
    assert address.startswith('http://127.0.0.1:')
    driver.get(address)
    wait(driver, lambda: driver.title.startswith('Marking'))
    assert 'token' not in driver.current_url and not driver.execute_script('return document.cookie')
    start = time.perf_counter()
    process.send_signal(signal.SIGINT)
    assert process.wait(5) == 0 and time.perf_counter() - start < 1
    assert 'Traceback' not in process.stderr.read()
    driver.delete_all_cookies()


def test_the_server_says_what_is_missing(tmp_path):
    with pytest.raises(CourseError, match='no gradebook'): serve(tmp_path, 'tiny', open_browser=False)
    new_gradebook(tmp_path/'gradebook.sqlite')
    with pytest.raises(CourseError, match="no lab 'big'"): serve(tmp_path, 'big', open_browser=False)
