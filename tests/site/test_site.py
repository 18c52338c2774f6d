"""The site in a browser: what only a browser can tell. Needs Chromium, its driver, and `_site` from `cm203 docs`."""
from pathlib import Path

import pytest

pytest.importorskip('selenium.webdriver', reason='the browser tests need the extra `dev`')
from browsing import NO_BROWSER, chromium, figure_faults, formula_faults, pages, served
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

SITE = Path(__file__).resolve().parents[2]/'_site'
pytestmark = [NO_BROWSER,
              pytest.mark.skipif(not (SITE/'index.html').exists(), reason='no _site: run `cm203 docs` first')]
WRONG_LOADS = '''return performance.getEntriesByType("resource")
    .filter(e => !e.name.startsWith(location.origin) && !e.name.startsWith("data:") || e.responseStatus >= 400)
    .map(e => e.name)'''

RUN_AXE = 'axe.run({resultTypes: ["violations"]}).then(r => arguments[0](r.violations))'


@pytest.fixture(scope='module')
def address():
    with served(SITE) as address: yield address


@pytest.fixture(scope='module')
def driver():
    with chromium() as driver: yield driver


@pytest.fixture
def browser(driver, address):
    "The driver with a desktop's window, and `open`, which fails for a page that loads from elsewhere or in vain."
    def open(name):
        driver.get(f'{address}/{name}')
        assert not (wrong := driver.execute_script(WRONG_LOADS)), (name, wrong)
    driver.open = open
    driver.set_window_size(1280, 900)
    yield driver
    driver.execute_script('localStorage.clear()')
    errors = [e['message'] for e in driver.get_log('browser') if 'favicon.ico' not in e['message']]
    assert not errors, errors


def wait(browser, condition): return WebDriverWait(browser, 10).until(lambda _: condition())
def shown(browser, css): return [e for e in browser.find_elements(By.CSS_SELECTOR, css) if e.is_displayed()]


def results(browser):
    return [a.get_attribute('href') for a in browser.find_elements(By.CSS_SELECTOR, '#search-results .search li a')]


@pytest.mark.parametrize('lang', ['en', 'pt-BR'])
def test_search_finds(browser, lang):
    browser.open(f'{lang}/search.html?q=ASPP')
    wait(browser, lambda: any('layers.html' in r for r in results(browser)))


def test_the_search_shortcut_leads_to_results(browser):
    browser.open('en/index.html')
    browser.find_element(By.TAG_NAME, 'body').send_keys(Keys.CONTROL, 'k')
    wait(browser, lambda: shown(browser, '#pst-search-dialog input'))[0].send_keys('ASPP', Keys.ENTER)
    wait(browser, lambda: 'search.html' in browser.current_url and results(browser))


def test_dark_mode_can_be_chosen_and_is_kept(browser):
    browser.open('en/core.html')
    light = browser.execute_script('return getComputedStyle(document.body).backgroundColor')
    shown(browser, '.theme-switch-button')[0].click()
    wait(browser, lambda: shown(browser, 'button.theme-change-button[data-mode=dark]'))[0].click()
    wait(browser, lambda: browser.execute_script('return document.documentElement.dataset.theme') == 'dark')
    assert browser.execute_script('return getComputedStyle(document.body).backgroundColor') != light
    browser.open('en/layers.html')
    assert browser.execute_script('return document.documentElement.dataset.theme') == 'dark'


def test_the_language_switch_leads_to_the_same_page(browser):
    for here, there in (('en', 'pt-BR'), ('pt-BR', 'en')):
        browser.open(f'{here}/lab_deeplab.html')
        shown(browser, '.language-switch a')[0].click()
        wait(browser, lambda: browser.current_url.endswith(f'/{there}/lab_deeplab.html'))
        assert browser.find_element(By.TAG_NAME, 'html').get_attribute('lang') == there


def test_no_page_scrolls_sideways_on_a_phone(browser):
    browser.set_window_size(390, 800)
    for name in pages(SITE, 'en') + ['pt-BR/index.html', 'pt-BR/lab_cnn.html']:
        browser.open(name)
        wide, page = browser.execute_script('return [document.documentElement.scrollWidth, innerWidth]')
        assert wide <= page, (name, wide, page)


def test_figures_keep_their_shape(browser, address):
    "On every page, at every width, each figure is shown in its own proportions, and a place of these is kept for it."
    seen, faults = figure_faults(browser, address, pages(SITE, 'en') + pages(SITE, 'pt-BR'))
    assert not faults, '\n'.join(faults)
    assert seen > 300


def test_formulas_are_typeset(browser, address):
    seen, faults = formula_faults(browser, address, pages(SITE, 'en') + pages(SITE, 'pt-BR'))
    assert not faults, '\n'.join(faults)
    assert seen > 50


def test_axe_finds_nothing_serious(browser):
    "axe-core's rules, on every page, with all that unfolds, in the light and in the dark."
    folder = Path(pytest.importorskip('axe_core_python').__file__).parent
    axe, found = (folder/'axe.min.js').read_text(encoding='utf-8'), []
    for name in pages(SITE, 'en') + pages(SITE, 'pt-BR'):
        browser.open(name)
        browser.execute_script(axe)
        browser.execute_script('document.querySelectorAll("details").forEach(e => e.open = true)')
        for theme in ('light', 'dark'):
            browser.execute_script('document.documentElement.dataset.theme = arguments[0]', theme)
            violations = browser.execute_async_script(RUN_AXE)
            found += [f'{name}, {theme}: {v["id"]}: {v["nodes"][0]["html"][:150]}' for v in violations
                      if v['impact'] in ('critical', 'serious')]
    assert not found, '\n'.join(found)
