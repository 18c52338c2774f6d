"""The documentation site: time to build it with an empty and a full cache, its size, and how fast it shows.

A page's weight is the bytes of all that a browser fetches for it before anybody scrolls; first render is Chromium's
first contentful paint, from a server on this machine, with an empty cache.
"""
import functools
import http.server
import os
import shutil
import statistics
import tempfile
import threading
import time
from pathlib import Path

from cm203.core import checkout_root
from cm203.course.translate import languages
from cm203.site.docs import build_site
from cm203.site.site_check import site_problems

FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update',
         '--disable-sync', '--no-first-run', '--disable-dev-shm-usage']
SEEN = '''const all = performance.getEntriesByType("navigation").concat(performance.getEntriesByType("resource"));
const paint = performance.getEntriesByName("first-contentful-paint")[0];
return [all.reduce((n, e) => n + e.encodedBodySize, 0), all.filter(e => !e.name.startsWith(location.origin)).length,
        paint ? paint.startTime : null]'''


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args): pass


def timed_build(out):
    start = time.perf_counter()
    build_site(checkout_root(), out)
    return time.perf_counter() - start


def browser():
    from selenium import webdriver
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which('chromium') or shutil.which('google-chrome')
    for flag in FLAGS: options.add_argument(flag)
    driver = webdriver.Chrome(options, webdriver.ChromeService(shutil.which('chromedriver')))
    driver.execute_cdp_cmd('Network.enable', {})
    driver.execute_cdp_cmd('Network.setCacheDisabled', dict(cacheDisabled=True))
    return driver


def visit(driver, url):
    "(bytes, requests elsewhere, first contentful paint in ms) of one page"
    driver.get(url)
    for _ in range(50):
        res = driver.execute_script(SEEN)
        if res[2] is not None: return res
        time.sleep(.1)
    raise SystemExit(f'{url} was not painted in 5 s')


def visit_all(site):
    "`visit` of each page, by name; empty without Chromium"
    if not shutil.which('chromedriver'): return {}
    names = sorted(p.relative_to(site).as_posix() for lang in languages() for p in (site/lang).glob('*.html'))
    with http.server.ThreadingHTTPServer(('127.0.0.1', 0), functools.partial(Quiet, directory=site)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        driver = browser()
        try: return {n: visit(driver, f'http://127.0.0.1:{server.server_port}/{n}') for n in names}
        finally:
            driver.quit()
            server.shutdown()


def report(site):
    problems, seen = site_problems(site), visit_all(site)
    print(f'pages: {sum("_static" not in p.parts for p in site.rglob("*.html"))}')
    print(f'broken links and missing figures: {sum("link" in p or "missing" in p for p in problems)}')
    print(f'external loads: {sum("elsewhere" in p for p in problems)} in the files, '
          f'{sum(v[1] for v in seen.values())} by the browser')
    if not seen: return print('no Chromium with chromedriver: nothing said of weight and first render')
    sizes = [v[0]/1e6 for v in seen.values()]
    print(f'page weight: median {statistics.median(sizes):.2f} MB, max {max(sizes):.2f} MB')
    for what, name in (('home', 'index'), ('a lab', 'lab_deeplab'), ('an API page', 'layers')):
        size, _, paint = seen[f'en/{name}.html']
        print(f'{what} ({name}.html): first render after {paint:.0f} ms, {size/1e6:.2f} MB')


def main():
    with tempfile.TemporaryDirectory() as tmp:
        os.environ['CM203_CACHE'] = f'{tmp}/cache'
        print(f'build with an empty cache: {timed_build(Path(tmp)/"site"):.0f} s')
        print(f'build with a full cache: {timed_build(Path(tmp)/"site"):.1f} s')
        report(Path(tmp)/'site')


if __name__ == '__main__': main()
