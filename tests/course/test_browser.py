"""A student's hour in a browser: open the released CNN lab in JupyterLab, answer a question, run all, save, hand in.

JupyterLab runs in a virtual environment of its own. To install PyTorch into it would take minutes, so it sees the
packages of the environment that runs the tests through a `.pth` file, with one exception: cm203 comes from the student
wheel alone, which the first test makes sure of. Set CM203_SCREENSHOTS to a folder to keep a picture of each step."""
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import time
import venv
from pathlib import Path

import pytest

webdriver = pytest.importorskip('selenium.webdriver', reason='selenium is not installed')
pytest.importorskip('jupyterlab', reason='JupyterLab is not installed')
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from cm203.core import cache_dir
from cm203.course.release import wheel_name
from cm203.grading.grade import grade

CHROMIUM, DRIVER = shutil.which('chromium'), shutil.which('chromedriver')
pytestmark = pytest.mark.skipif(not (CHROMIUM and DRIVER), reason='chromium and chromedriver are not installed')

NAME, QUESTION = '10_lab_cnn.ipynb', 'questao_dataset'
WRONG = 'return self.item_tfms(self.get_x(item)), label_to_tensor[self.get_y(item)]'
RIGHT = 'return self.item_tfms((self.get_x(item), label_to_tensor[self.get_y(item)]))'
FLAGS = ('--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-component-update '
         '--disable-sync --no-first-run --window-size=1200,900').split()
SETTINGS = {'apputils-extension/notification': dict(fetchNews='false', checkForUpdates=False),
            'notebook-extension/tracker': dict(windowingMode='none')}


class Student:
    "A student's computer: an environment with the student wheel, a home folder, and in it the notebook."
    def __init__(self, root, released):
        self.home, self.bin = root/'home', root/'env'/'bin'
        self.notebook, self.runtime = self.home/'work'/NAME, self.home/'runtime'
        self.notebook.parent.mkdir(parents=True)
        shutil.copy(released/'student'/'en'/NAME, self.notebook)
        self.install(root/'env', released/'student'/wheel_name())
        for name, value in SETTINGS.items():
            path = self.home/'settings'/'@jupyterlab'/f'{name}.jupyterlab-settings'
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(value))
        keep = {k: v for k, v in os.environ.items() if not k.startswith(('PYTHON', 'JUPYTER', 'CM203', 'VIRTUAL_ENV'))}
        self.environ = keep | dict(
            HOME=str(self.home), CM203_OFFLINE='1', CM203_CACHE=str(cache_dir()), JUPYTER_TOKEN=secrets.token_hex(16),
            JUPYTER_RUNTIME_DIR=str(self.runtime), JUPYTERLAB_SETTINGS_DIR=str(self.home/'settings'),
            JUPYTERLAB_DIR=f'{sys.prefix}/share/jupyter/lab')

    def install(self, env, wheel):
        "Make the environment; cm203 comes from `wheel`, all else from the environment of the tests."
        venv.create(env, with_pip=False)
        pip = [sys.executable, '-m', 'pip', '--python', env/'bin'/'python', 'install', '-q', '--no-deps', '--no-index']
        subprocess.run([*pip, wheel], check=True, capture_output=True)
        self.site = next(env.glob('lib/python*/site-packages'))
        (self.site/'others.pth').write_text(sysconfig.get_path('purelib') + '\n')

    def run(self, *cmd):
        "(exit code, output) of a command of the student's environment, in the notebook's folder."
        cmd = [self.bin/cmd[0], *cmd[1:]]
        done = subprocess.run(cmd, env=self.environ, cwd=self.notebook.parent, capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr

    def start_lab(self):
        "Start JupyterLab; the process."
        with socket.socket() as s:
            s.bind(('127.0.0.1', 0))
            port = s.getsockname()[1]
        where = '--ip=127.0.0.1', f'--port={port}'
        cmd = [self.bin/'python', '-m', 'jupyterlab', '--no-browser', '--allow-root', *where]
        with open(self.home/'lab.log', 'w') as log:
            return subprocess.Popen(cmd, env=self.environ, cwd=self.notebook.parent, start_new_session=True,
                                    stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)

    def url(self, server):
        "Where the running server shows the notebook."
        state, end = self.runtime/f'jpserver-{server.pid}.json', time.monotonic() + 60
        while not state.exists():
            assert server.poll() is None and time.monotonic() < end, (self.home/'lab.log').read_text()[-3000:]
            time.sleep(.1)
        return f'{json.loads(state.read_text())["url"]}lab/tree/{NAME}?token={self.environ["JUPYTER_TOKEN"]}'


class Page:
    "JupyterLab with one notebook, as somebody with mouse and keyboard uses it."
    def __init__(self, driver): self.driver, self.shots = driver, 0

    def wait(self, what, seconds=120, why=''): return WebDriverWait(self.driver, seconds, .2).until(what, why)
    def script(self, code, *args): return self.driver.execute_script(code, *args)
    def all(self, css): return self.driver.find_elements(By.CSS_SELECTOR, css)
    def shot(self, name):
        "Keep a picture, if somebody wants it."
        self.shots += 1
        folder = os.environ.get('CM203_SCREENSHOTS')
        if folder: self.driver.save_screenshot(str(Path(folder)/f'{self.shots}_{name}.png'))

    def cell(self, first_line):
        "The code cell with that first line, scrolled into view."
        find = '''const lines = [...document.querySelectorAll('.jp-CodeCell .cm-line')];
                  const line = lines.find(l => l.textContent.startsWith(arguments[0]));
                  if (!line) return null;
                  line.scrollIntoView({block: 'center'});
                  return line.closest('.jp-CodeCell');'''
        return self.wait(lambda _: self.script(find, first_line), why=f'a cell that begins with {first_line!r}')

    def retype(self, first_line, old, new):
        "Click on the line `old` of a cell, select it, and type `new`."
        cell = self.cell(first_line)
        find = "return [...arguments[0].querySelectorAll('.cm-line')].find(l => l.textContent.trim() == arguments[1])"
        line = self.wait(lambda _: self.script(find, cell, old), why=f'the line {old!r}')
        self.script("arguments[0].scrollIntoView({block: 'center'})", line)
        line.click()
        keys = webdriver.ActionChains(self.driver)
        keys.send_keys(Keys.END).key_down(Keys.SHIFT).send_keys(Keys.HOME).key_up(Keys.SHIFT).send_keys(new).perform()
        self.wait(lambda _: self.script(find, cell, new), 10, f'{new!r} in place of {old!r}')

    def menu(self, bar, item):
        "Choose an item of the menu bar."
        for css, text in (('.lm-MenuBar-itemLabel', bar), ('.lm-Menu-itemLabel', item)):
            find = lambda _: next((e for e in self.all(css) if e.is_displayed() and e.text == text), None)
            self.wait(find, why=f'the menu {text!r}').click()

    def checks(self):
        "What stands below the test cells: (mark and name, the element), in order."
        return [(e.text.split(' · ')[0], e) for e in self.all('.cm203-check')]

    def unfold(self, check):
        "Click on the line of a failed check."
        summary = check.find_element(By.TAG_NAME, 'summary')
        self.script("arguments[0].scrollIntoView({block: 'center'})", summary)
        summary.click()
        self.wait(lambda _: check.get_attribute('open'), 10, 'an unfolded hint')

    def press_until(self, keys, done):
        "Press `keys` again and again, each time when the kernel has finished."
        for _ in range(12):
            webdriver.ActionChains(self.driver).key_down(keys[0]).send_keys(keys[1]).key_up(keys[0]).perform()
            self.wait(lambda _: self.idle())
            if done(self): return
        self.wait(done, 10, 'what running these cells should show')

    def idle(self):
        "Whether no cell is running or waiting to run."
        prompts = "[...document.querySelectorAll('.jp-InputPrompt')]"
        return self.script(f"return !{prompts}.some(e => e.textContent.includes('*'))")

    def total(self): return ''.join(e.text for e in self.all('.cm203-total'))


@pytest.fixture(scope='module')
def student(tmp_path_factory, released): return Student(tmp_path_factory.mktemp('student'), released)


@pytest.fixture
def page(student, tmp_path):
    server, driver = student.start_lab(), None
    try:
        options = webdriver.ChromeOptions()
        options.binary_location = CHROMIUM
        for flag in (*FLAGS, f'--user-data-dir={tmp_path/"chromium"}'): options.add_argument(flag)
        driver = webdriver.Chrome(options, webdriver.ChromeService(DRIVER))
        driver.get(student.url(server))
        yield Page(driver)
    finally:
        if driver: driver.quit()
        server.send_signal(signal.SIGTERM)  # it ends its kernels too
        try: server.wait(15)
        except subprocess.TimeoutExpired: os.killpg(server.pid, signal.SIGKILL)


def test_cm203_is_the_student_wheel(student):
    "In the student's environment there is no other cm203, and its answers are stubs."
    show = 'import cm203, importlib.util as u; print(cm203.__file__, u.find_spec("torch").origin)'
    code, out = student.run('python', '-c', show)
    package, torch = map(Path, out.split())
    assert package.is_relative_to(student.site) and not torch.is_relative_to(student.site)
    assert (package.parent/'labs'/'cnn.py').read_text().count('raise NotImplementedError()') == 5
    assert RIGHT not in (package.parent/'labs'/'cnn.py').read_text()


def test_answer_run_all_save_and_hand_in(student, page, released):
    answer = f'# {QUESTION} autograded_answer'
    page.retype('# dataset_lab read_only', 'RETRAIN = True', 'RETRAIN = False')
    page.retype(answer, 'raise NotImplementedError()', WRONG)
    page.shot('typed')
    page.menu('Run', 'Run All Cells')
    page.wait(lambda _: page.total() and page.idle(), 240, 'the end of the run')
    found = page.checks()
    assert ''.join(n[0] for n, _ in found) == '✗✗✓' + '✗'*14, 'nothing stops the run'
    assert all('not yet answered' in e.text for _, e in found[3:])
    page.unfold(found[0][1])
    assert 'y: expected tensor(7)' in found[0][1].text and 'in line 8 of this cell:' in found[0][1].text
    page.cell('# testa_1_questao_dataset')
    page.shot('wrong')

    page.retype(answer, WRONG, RIGHT)
    page.press_until(Keys.SHIFT + Keys.ENTER, lambda _: page.total().startswith('3 of 17'))
    found = page.checks()
    assert [n for n, _ in found if n[0] == '✓'] == [f'✓ {QUESTION} {i}' for i in (1, 2, 3)]
    page.unfold(found[3][1])
    assert 'Write your answer in the cell that begins with “# questao_dataloader autograded' in found[3][1].text
    page.cell('# testa_3_questao_dataset')
    page.shot('right')
    page.cell('# testa_2_questao_fine_tunning')
    page.shot('total')
    assert page.total() == '3 of 17 public checks passed: 2 of 10 points. Grading adds hidden checks.'

    page.menu('File', 'Save Notebook')
    page.wait(lambda _: '3 of 17 public checks passed' in student.notebook.read_text(), 20, 'the saved file')
    code, out = student.run('cm203', 'check', NAME)
    assert code == 1 and '3 of 17 public checks passed' in out and f'✓ {QUESTION}: 3 of 3' in out, out
    result, = grade(released/'grader'/NAME, [student.notebook], student.home/'grades')
    assert result.score == 2 and not result.error
