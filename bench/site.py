"""The documentation site: time to build it with nothing and with everything in the cache, its size, and how fast it shows.

A page's weight is the bytes of all that a browser fetches for it; first render is Chromium's first contentful paint,
from a server on this machine, with an empty cache.
"""
import functools, http.server, os, shutil, statistics, tempfile, threading, time
from pathlib import Path

from cm203.course.docs import build_site, site_problems
from cm203.course.release import checkout_root


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args): pass


def timed_build(out):
    start = time.perf_counter()
    build_site(checkout_root(), out)
    return time.perf_counter() - start


def visit(browser, address, name):
    "(bytes, requests elsewhere, first contentful paint in ms) of one page, with an empty cache"
    page, urls = browser.new_context().new_page(), []
    page.on('request', lambda r: urls.append(r.url))
    page.goto(f'{address}/{name}', wait_until='load')
    page.wait_for_function('performance.getEntriesByName("first-contentful-paint").length')
    paint = page.evaluate('performance.getEntriesByName("first-contentful-paint")[0].startTime')
    size = page.evaluate('performance.getEntriesByType("navigation").concat(performance.getEntriesByType("resource"))'
                         '.reduce((n, e) => n + e.encodedBodySize, 0)')
    page.context.close()
    return size, sum(not u.startswith((address, 'data:')) for u in urls), paint


def visit_all(site):
    "`visit` of each page, by name; empty without Chromium"
    chromium = shutil.which('chromium') or shutil.which('google-chrome')
    if not chromium: return {}
    from playwright.sync_api import sync_playwright
    names = sorted(p.relative_to(site).as_posix() for lang in ('en', 'pt-BR') for p in (site/lang).glob('*.html'))
    with http.server.ThreadingHTTPServer(('127.0.0.1', 0), functools.partial(Quiet, directory=site)) as server, sync_playwright() as p:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = p.chromium.launch(executable_path=chromium, args=['--no-sandbox', '--disable-gpu'])
        res = {n: visit(browser, f'http://127.0.0.1:{server.server_port}', n) for n in names}
        browser.close()
        server.shutdown()
    return res


def main():
    with tempfile.TemporaryDirectory() as tmp:
        site, before = Path(tmp)/'site', os.environ.get('CM203_CACHE')
        os.environ['CM203_CACHE'] = f'{tmp}/cache'
        cold, warm = timed_build(site), timed_build(site)
        os.environ.pop('CM203_CACHE') if before is None else os.environ.update(CM203_CACHE=before)
        problems, seen = site_problems(site), visit_all(site)
        print(f'build: {cold:.0f} s cold, {warm:.1f} s warm')
        print(f'pages: {sum(1 for p in site.rglob("*.html") if "_static" not in p.parts)}')
        print(f'broken links and missing figures: {sum("link" in p or "missing" in p for p in problems)}')
        print(f'external loads: {sum("elsewhere" in p for p in problems)} in the files, {sum(v[1] for v in seen.values())} by the browser')
        if not seen: return print('no Chromium: nothing said of weight and first render')
        print(f'page weight: median {statistics.median(v[0] for v in seen.values())/1e6:.2f} MB, max {max(v[0] for v in seen.values())/1e6:.2f} MB')
        for what, name in (('home', 'index'), ('a lab', 'lab_deeplab'), ('an API page', 'layers')):
            size, _, paint = seen[f'en/{name}.html']
            print(f'{what} ({name}.html): first render after {paint:.0f} ms, {size/1e6:.2f} MB')


if __name__ == '__main__': main()
