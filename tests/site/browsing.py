"""A browser for the tests of the site, a server for it, and what is asked about figures."""
import functools
import http.server
import shutil
import threading
from contextlib import contextmanager

import pytest

CHROMIUM, DRIVER = shutil.which('chromium') or shutil.which('google-chrome'), shutil.which('chromedriver')
FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update',
         '--disable-sync', '--no-first-run', '--disable-dev-shm-usage']
NO_BROWSER = pytest.mark.skipif(not (CHROMIUM and DRIVER), reason='no Chromium with chromedriver on this machine')
WIDTHS = 390, 1280, 1600  # a phone, a laptop, a screen

# For each figure of the page: its file, its size in pixels, the size it is shown in without its frame, and the size of
# the place that is kept for it until it comes.
FIGURES = '''
const done = arguments[0], images = [...document.querySelectorAll("main img")];
function measured(img) {
    const style = getComputedStyle(img), box = img.getBoundingClientRect();
    const inside = (a, b) => ["padding" + a, "padding" + b, "border" + a + "Width", "border" + b + "Width"]
        .reduce((sum, key) => sum + parseFloat(style[key]), 0);
    return {name: img.currentSrc.startsWith("data:") ? "data:" : img.currentSrc.split("/").pop(),
            natural: [img.naturalWidth, img.naturalHeight],
            shown: [box.width - inside("Left", "Right"), box.height - inside("Top", "Bottom")],
            kept: [img.getAttribute("width"), img.getAttribute("height")].map(parseFloat)};
}
document.querySelectorAll("details").forEach(e => e.open = true);
Promise.all(images.map(img => { img.loading = "eager"; return img.decode(); }))
    .then(() => done(images.map(measured)), error => done(String(error)));'''


# How many formulas the page has, and what MathJax says of those that it cannot read.
FORMULAS = '''
const done = arguments[0], formulas = document.querySelectorAll("main .math").length;
const all = css => [...document.querySelectorAll("main " + css)];
if (!formulas) done([0, []]);
else MathJax.startup.promise.then(() => done([all("mjx-container").length, all("mjx-merror").map(e => e.title)]));'''


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args): pass


@contextmanager
def served(folder):
    "The address of a server for a folder."
    with http.server.ThreadingHTTPServer(('127.0.0.1', 0), functools.partial(Quiet, directory=folder)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f'http://127.0.0.1:{server.server_port}'
        server.shutdown()


@contextmanager
def chromium():
    "Chromium, driven by Selenium."
    from selenium import webdriver
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in FLAGS: options.add_argument(flag)
    options.set_capability('goog:loggingPrefs', dict(browser='SEVERE'))
    driver = webdriver.Chrome(options, webdriver.ChromeService(DRIVER))
    yield driver
    driver.quit()


def pages(site, lang):
    "The pages of a language, as the site's server names them."
    return sorted(p.relative_to(site).as_posix() for p in (site/lang).rglob('*.html') if '_static' not in p.parts)


def formula_faults(driver, address, names):
    "(formulas looked at, what is wrong with them) on these pages."
    seen, faults = 0, []
    for name in names:
        driver.get(f'{address}/{name}')
        number, errors = driver.execute_async_script(FORMULAS)
        seen += number
        faults += [f'{name}: {e}' for e in errors]
    return seen, faults


def stretched(size, natural):
    "Whether a size is more than 2 % and a pixel off the proportions of a figure."
    (w, h), (width, height) = size, natural
    return abs(w*height/width - h) > max(1, .02*h)


def figure_faults(driver, address, names):
    "(figures looked at, what is wrong with them) on these pages, at each width."
    seen, faults = 0, []
    for width in WIDTHS:
        driver.set_window_size(width, 900)
        for name in names:
            driver.get(f'{address}/{name}')
            figures = driver.execute_async_script(FIGURES)
            assert isinstance(figures, list), (name, figures)  # or else why one cannot be shown
            seen += len(figures)
            for f in figures:
                at = f'{name}, {width} px: {f["name"]} of {f["natural"]}'
                if stretched(f['shown'], f['natural']): faults.append(f'{at} is shown as {f["shown"]}')
                if f['name'] == 'data:': continue  # it is there at once
                if None in f['kept']: faults.append(f'{at} has no place kept for it')
                elif stretched(f['kept'], f['natural']): faults.append(f'{at} has a place of {f["kept"]} kept for it')
    return seen, faults
