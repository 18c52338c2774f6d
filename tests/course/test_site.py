"""The site in a browser: what only a browser can tell. Needs Chromium and the site that `cm203 docs` has built in `_site`."""
import functools
import http.server
import shutil
import threading
from pathlib import Path

import pytest

playwright = pytest.importorskip('playwright.sync_api', reason='the browser tests need the extra `dev`')
from axe_playwright_python.sync_playwright import Axe

SITE = Path(__file__).resolve().parents[2]/'_site'
CHROMIUM = next(filter(None, map(shutil.which, ('chromium', 'chromium-browser', 'google-chrome'))), None)
FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run']
pytestmark = [pytest.mark.skipif(not CHROMIUM, reason='no Chromium on this machine'),
              pytest.mark.skipif(not (SITE/'index.html').exists(), reason='no _site: run `cm203 docs` first')]


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args): pass


@pytest.fixture(scope='module')
def address():
    with http.server.ThreadingHTTPServer(('127.0.0.1', 0), functools.partial(Quiet, directory=SITE)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f'http://127.0.0.1:{server.server_port}'
        server.shutdown()


@pytest.fixture(scope='module')
def browser():
    with playwright.sync_playwright() as p:
        browser = p.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser, address):
    "A page that fails the test when it loads anything from elsewhere, or anything that is not there."
    page, wrong = browser.new_page(base_url=address, viewport=dict(width=1280, height=800)), []
    page.on('request', lambda r: wrong.append(r.url) if not r.url.startswith((address, 'data:', 'blob:')) else None)
    page.on('response', lambda r: wrong.append(f'{r.status} {r.url}') if r.status >= 400 else None)
    page.on('pageerror', lambda e: wrong.append(str(e)))
    yield page
    page.close()
    assert not wrong, wrong


def pages(lang): return sorted(p.relative_to(SITE).as_posix() for p in (SITE/lang).rglob('*.html') if '_static' not in p.parts)


@pytest.mark.parametrize('lang', ['en', 'pt-BR'])
def test_search_finds(page, lang):
    page.goto(f'/{lang}/search.html?q=ASPP')
    page.wait_for_selector('#search-results .search li a')
    assert 'layers.html' in ' '.join(a.get_attribute('href') for a in page.query_selector_all('#search-results .search li a'))


def test_the_search_button_leads_to_results(page):
    page.goto('/en/index.html')
    page.keyboard.press('Control+k')
    page.keyboard.type('ASPP')
    page.keyboard.press('Enter')
    page.wait_for_url('**/search.html?q=ASPP')
    page.wait_for_selector('#search-results .search li a')


def test_dark_mode_can_be_chosen(page):
    page.emulate_media(color_scheme='light')
    page.goto('/en/core.html')
    brightness = 'getComputedStyle(document.body).backgroundColor.match(/[0-9.]+/g).slice(0, 3).map(Number).reduce((a, b) => a + b)'
    assert page.evaluate(brightness) > 600
    while page.evaluate('document.documentElement.dataset.mode') != 'dark': page.click('.theme-switch-button:visible')
    assert page.evaluate(brightness) < 200
    page.goto('/en/layers.html')
    assert page.evaluate('document.documentElement.dataset.theme') == 'dark', 'the choice is kept'


def test_the_language_switch_leads_to_the_same_page(page):
    page.goto('/en/lab_deeplab.html')
    page.click('.language-switch a:visible')
    page.wait_for_url('**/pt-BR/lab_deeplab.html')
    assert page.evaluate('document.documentElement.lang') == 'pt-BR'
    page.click('.language-switch a:visible')
    page.wait_for_url('**/en/lab_deeplab.html')


def test_no_page_scrolls_sideways_on_a_phone(page):
    page.set_viewport_size(dict(width=360, height=740))
    for name in pages('en') + ['pt-BR/index.html', 'pt-BR/lab_cnn.html']:
        page.goto(f'/{name}')
        assert page.evaluate('document.documentElement.scrollWidth') <= 360, name


def test_axe_finds_nothing_serious(page):
    found = []
    for name in [p for lang in ('en', 'pt-BR') for p in pages(lang)]:
        page.goto(f'/{name}')
        for v in Axe().run(page).response['violations']:
            if v['impact'] in ('critical', 'serious'): found.append(f'{name}: {v["id"]}: {v["nodes"][0]["html"][:120]}')
    assert not found, '\n'.join(found)
