"""The site of a small course: what must be on it, what must not, and what must stop its build."""
import base64
import html
import json
import re
import shutil
from pathlib import Path

import pytest

pytest.importorskip('sphinx', reason='the documentation needs the extra `docs`')
pytest.importorskip('myst_parser', minversion='5.1')
from browsing import NO_BROWSER, chromium, figure_faults, formula_faults, pages, served
from PIL import Image

from cm203.core import CourseError
from cm203.site.docs import build_site
from cm203.site.site_check import page_text

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = '[lab.tiny]\nnotebook = 10_lab_tiny\ntitle = Tiny\npoints = 1.5\ndue = 2027-02-03T23:59:00-03:00\n'
PYPROJECT = '[project]\nname = "toy"\nversion = "1"\n[tool.nbdev]\nlib_path = "toy"\n'
TWICE = '''def twice(
    x:int,  # What to double
    n=2,    # How often
) -> int:   # An even number
    "Doubles a *number*."
    return n*x
'''
TRIPLE = 'def triple(x):\n    "Three times `x`."\n    {}\n'
ANSWER = '### BEGIN SOLUTION\n    third = x + twice(x)\n    return third\n    ### END SOLUTION'
HIDDEN = "assert triple('wow') == 'wowwowwow', 'strings too'"
INDEX = ['# Home\n\n> A course.', 'Read `10_lab_tiny.ipynb`.']
FIGURES = ''.join(f'plt.subplots(figsize={size})[1].set_title("{name}")\nplt.show()\n'
                  for name, size in (('wide', (16, 2)), ('tall', (2, 16)), ('large', (14, 11))))
NOISE = '''import warnings, sys
warnings.warn("boring warning")
print("to stderr", file=sys.stderr)
print("one\\rtwo")
print(object())'''
CORE = ['# Core\n\n> The basics.', '#| default_exp core', '#| export\n' + TWICE, 'print("twice", twice(4))',
        'See `twice`, and $x^2$.', NOISE,
        'import matplotlib.pyplot as plt\nplt.subplots(figsize=(2, 1))[1].set_title("A *figure*")\nplt.show()',
        'import matplotlib.pyplot as plt\n' + FIGURES, '#| hide\nsecret_plumbing = 1',
        '#| eval: false\nraise SystemError("not to be run")']
TEST = f'''#| test: triple 1.5
assert triple(1) == 3, "the public test"
### BEGIN HIDDEN TESTS
print("from the hidden test")
{HIDDEN}
### END HIDDEN TESTS'''
LAB = ['# Tiny lab\n\n> A lab.', '#| default_exp labs.tiny', '#| export\nfrom toy.core import twice',
       '#| export\n#| answer: triple\n' + TRIPLE.format(ANSWER),
       TEST, '#| deduct: triple 0.5\nassert triple([1]) == [1, 1, 1], "a deduction"', 'print("three", triple(1))']


class Md(str):
    "Markdown, whatever it begins with."


# What Jupyter shows: parts of the page without attributes (but for three), and what is not on it.
TEXTS = dict(
    displayed=(r'Energy $$E=mc^2$$ and $$m$$ in a line', [r'\[E=mc^2\]', r'\[m\]', 'in a line'], ['$']),
    two_in_a_line=('$$a$$ and $$b$$', [r'\[a\]', 'and', r'\[b\]'], ['$']),
    in_a_list=('- $$a$$ and $$b$$\n- $c$', [r'\[a\]', r'\[b\]', r'\(c\)'], ['$']),
    over_lines=('so\n$$\na\n- b\n$$\nholds', ['so', '- b', 'holds'], ['$', '<li>']),
    aligned=(r'$$\begin{align}a&=b\\c&=d\end{align}$$', [r'\[\begin{align}a&=b\\c&=d\end{align}\]'], ['split']),
    latex=(r'so \begin{align}a&=b\end{align} holds', [r'\[\begin{align}a&=b\end{align}\]', 'holds'], ['$']),
    brackets=(r'\\(x\\) and \\[y \\ z\\]', [r'\(x\)', r'\[y \\ z\]'], ['$']),
    single_brackets=(r'\(x\) and \[y\]', ['<p>(x) and [y]</p>'], []),
    equation_label=('$$x$$ (eq1)', [r'\[x\]', '(eq1)'], ['(1)']),
    tasks=('- [ ] open\n- [x] done\n  - [ ] part',
           ['<input>open', '<input checked="checked">done', '<input>part'], ['[x]']),
    struck=('~~gone~~ and ~too~', ['<s>gone</s> and <s>too</s>'], ['~']),
    percent=('% of pixels\n\nmore\n% of it\n\n- % in a list\n\n> %% quoted',
             ['<p>% of pixels</p>', '<p>more\n% of it</p>', '% in a list', '%% quoted'], []),
    plus=('+++\n\na\n+++ {"b": 1}\nc', ['<p>+++</p>', '<p>a\n+++ {"b": 1}\nc</p>'], []),
    target=('(label)=\n\nand\n(other)=\nend', ['<p>(label)=</p>', '<p>and\n(other)=\nend</p>'], []),
    roles=('{math}`x` {py:obj}`y` {gone}`z`',
           ['{math}<code><span>x', '{py:obj}<code><span>y', '{gone}<code><span>z'], []),
    colons=(':::{note}\ninside\n:::\n\n:::\nb', ['<p>:::{note}\ninside\n:::</p>', '<p>:::\nb</p>'], []),
    braces=('```{note}\n% a\n```\n\n- ~~~{.python}\n  b\n  ~~~\n\n> ````{image} gone.png\n> c\n> ````',
            ['<pre><span></span>% a', '<pre><span></span>b', '<pre><span></span>c'], ['Note', 'gone']),
    attributes=('[a]{.red} `b`{.python}\n\n{#c .summary}\nd',
                ['<p>[a]{.red}', '</code>{.python}', '<p>{#c .summary}\nd'], []),
    footnote=('A note[^1].\n\n[^1]: The note itself.', ['<p>A note[^1].</p>', '<p>[^1]: The note itself.</p>'], []),
    terms=('Term\n: its meaning', ['<p>Term\n: its meaning</p>'], []),
    quotes=('"Straight" -- it\'s --force ...', ['<p>"Straight" -- it\'s --force ...</p>'], []),
    addresses=('http://example.org/a_b. (www.example.org) me@example.org `http://example.org/c`',
               ['<a href="http://example.org/a_b">', '<a href="http://www.example.org">', '<a href="mailto:'],
               ['org/c">']),
    table=('| a | b |\n|---|:-:|\n| ~~c~~ | $d$ |',
           ['<td><p><s>c</s></p></td>', r'<td><p><span>\(d\)</span></p></td>'], []),
    nested=('1. one\n   - two\n     - three\n2. four', ['<ol>\n<li><p>one</p>\n<ul>\n<li><p>two</p>\n<ul>'], []),
    comment=('a<!-- hidden -->b\n\n<!-- % hidden -->\n\nc', ['b</p>', '<p>c</p>'], []),
    details=('<details><summary>More</summary>\n\n*in* here\n\n</details>', ['<p><em>in</em> here</p>'], []),
    code=('```nolanguage\n{a}`x` % $y$ \\\\(z\\\\) ~~b~~\n```', ['{a}`x` % $y$ \\\\(z\\\\) ~~b~~'], []),
    wrong_code=('```python\n!pip install x = (\n```', ['!', 'install'], []),
    rule=('a\n\n---\n\nb', ['<hr>'], []),
    anchor=('### Two Words\n\n[there](#Two-Words)', ['<a href="#two-words">'], []),
    pasted=('![pasted](attachment:a%20b.png)', ['alt="pasted"'], []),
    in_html=('<p align="center"><img src="images/wide.png" alt="banner" height="900"></p>', ['alt="banner"'], []),
    picture=('![wall](images/wide.png) <img src="images/tall.png" alt="tower" width="500">',
             ['alt="wall"', 'alt="tower"'], []))


def bare(page):
    "HTML without its attributes, but for `href`, `alt` and `checked`."
    def start(m): return f'<{m[1]}{"".join(re.findall(KEPT, m[2]))}>'
    return html.unescape(re.sub(r'<(\w+)([^<>]*)>', start, page))


KEPT = r' (?:href|alt|checked)="[^"]*"'


def png(width, height, path):
    "A picture of this size, in one colour."
    Image.new('RGB', (width, height), 'teal').save(path)
    return base64.b64encode(path.read_bytes()).decode()


def notebook(sources):
    "A notebook; sources that begin with #, A–Z or < and hold no code are Markdown."
    def cell(i, s):
        md = isinstance(s, Md) or s.startswith(('# ', 'See', 'Read', 'Text', '<'))
        c = dict(cell_type='markdown' if md else 'code', id=f'c-{i}', metadata={}, source=s)
        return c if md else c | dict(outputs=[], execution_count=None)
    kernel = dict(name='python3', language='python', display_name='Python 3')
    cells = [cell(i, s) for i, s in enumerate(sources)]
    return dict(cells=cells, metadata=dict(kernelspec=kernel), nbformat=4, nbformat_minor=5)


class Project:
    "A course of three notebooks and a home page."
    def __init__(self, root):
        self.root, self.out = root, root/'_site'
        for d in ('nbs/images', 'toy/labs'): (root/d).mkdir(parents=True)
        png(2400, 300, root/'nbs'/'images'/'wide.png')
        png(300, 2400, root/'nbs'/'images'/'tall.png')
        shutil.copytree(ROOT/'docs', root/'docs')
        (root/'settings.ini').write_text(SETTINGS)
        (root/'pyproject.toml').write_text(PYPROJECT)
        for f in ('toy/__init__.py', 'toy/labs/__init__.py'): (root/f).touch()
        (root/'toy'/'core.py').write_text(TWICE)
        (root/'toy'/'labs'/'tiny.py').write_text('from toy.core import twice\n' + TRIPLE.format('return 3*x'))
        self.write_texts()
        self.write()

    def write_texts(self):
        "A notebook with `TEXTS`, each below a place with its name."
        cells = [f'<a id="text-{name}"></a>\n\n{text}' for name, (text, *_) in TEXTS.items()]
        nb = notebook(['# Texts\n\n> As in Jupyter.', *cells, '<a id="text-"></a>'])
        picture = {'image/png': png(1200, 200, self.root/'pasted.png')}
        (self.root/'pasted.png').unlink()
        for c in nb['cells']:
            if 'attachment:' in c['source']: c['attachments'] = {'a b.png': picture}
        (self.root/'nbs'/'01_texts.ipynb').write_text(json.dumps(nb))

    def write(self, index=(), core=(), lab=()):
        "Write the notebooks, with these cells added."
        for name, cells in (('index', [*INDEX, *index]), ('00_core', [*CORE, *core]), ('10_lab_tiny', [*LAB, *lab])):
            (self.root/'nbs'/f'{name}.ipynb').write_text(json.dumps(notebook(cells)))

    def build(self, **kw):
        ran = []
        def seen(it, total):
            for o in it:
                ran.append(o[0].stem)
                yield o
        build_site(self.root, kw.pop('out', self.out), progress=seen, **kw)
        return ran

    def page(self, name, lang='en'): return (self.out/lang/f'{name}.html').read_text()
    def text(self, name, lang='en'): return ' '.join(page_text(self.page(name, lang)).split())


@pytest.fixture(scope='module')
def project(tmp_path_factory):
    with pytest.MonkeyPatch.context() as m:
        m.setenv('CM203_CACHE', str(tmp_path_factory.mktemp('cache')))
        p = Project(tmp_path_factory.mktemp('course'))
        p.ran = p.build()
        yield p


def test_every_notebook_has_a_page_in_every_language(project):
    assert sorted(project.ran) == ['00_core', '01_texts', '10_lab_tiny', 'index']
    for name in ('index', 'core', 'texts', 'lab_tiny', 'lessons', 'library', 'search'):
        for lang, other in (('en', 'pt-BR'), ('pt-BR', 'en')):
            page = project.page(name, lang)
            assert f'lang="{lang}"' in page and f'href="../{other}/{name}.html"' in page, (name, lang)
    assert 'en/index.html' in (project.out/'index.html').read_text()
    assert {p.name for p in project.out.iterdir()} == {'en', 'pt-BR', 'index.html', 'untranslated.txt', '.nojekyll'}


def test_the_words_of_the_page_are_translated_and_the_rest_is_listed(project):
    assert 'Nesta página' in project.text('core', 'pt-BR') and 'On this page' in project.text('core')
    text = project.text('lab_tiny', 'pt-BR')
    assert '1,5 pontos' in text and 'Entrega: 3 de fevereiro de 2027, 23:59' in text
    assert '10_lab_tiny' in (project.out/'untranslated.txt').read_text()


def test_api_shows_parameters_and_links(project):
    text, page = project.text('core'), project.page('core')
    assert 'twice(x, n=2)' in text and 'What to double' in text and 'An even number' in text
    assert 'href="#toy.core.twice"' in page and 'href="_modules/toy/core.html#twice"' in page
    assert 'href="lab_tiny.html"' in project.page('index')
    from sphinx.util.inventory import InventoryFile
    with open(project.out/'en'/'objects.inv', 'rb') as f: inv = InventoryFile.load(f, '', lambda a, b: b)
    assert {'toy.core.twice', 'toy.labs.tiny.triple'} <= set(inv['py:function'])


def test_outputs_are_those_of_a_run_without_its_noise(project):
    text = project.text('core')
    assert 'twice 8' in text and 'not to be run' in text and 'Traceback' not in text
    assert '<object object>' in text
    printed = text[text.index('print(object())'):]
    for noise in ('one two', 'boring warning', 'to stderr', 'at 0x', 'secret_plumbing'):
        assert noise not in printed, noise
    assert 'alt="A *figure*"' in project.page('core')


def test_a_lab_shows_points_stubs_and_public_tests_only(project):
    text = project.text('lab_tiny')
    assert '1.5 points' in text and 'Due: February 3, 2027, 23:59 (UTC−03:00)' in text
    assert 'WRITE YOUR CODE HERE' in text and 'the public test' in text and 'three 3' in text
    kinds = '.html', '.ipynb', '.js', '.txt'
    files = [p for p in project.out.rglob('*') if p.suffix in kinds and '_static' not in p.parts]
    for secret in ('third', 'wowwowwow', 'deduction', 'hidden test'):
        assert not [p for p in files if secret in page_text(p.read_text())], secret
    student = json.loads((project.out/'en'/'notebooks'/'10_lab_tiny.ipynb').read_text())
    assert any('testa_1_triple' in ''.join(c['source']) for c in student['cells'])


@pytest.mark.parametrize('name', TEXTS)
def test_a_text_says_what_it_says_in_jupyter(project, name):
    page = project.page('texts')
    start = page.index(f'id="text-{name}"')
    shown = bare(page[page.index('>', start) + 1:page.index('id="text-', start + 1)])
    _, wanted, unwanted = TEXTS[name]
    assert [w for w in wanted if w not in shown] == [], shown
    assert [w for w in unwanted if w in shown] == [], shown


@pytest.fixture(scope='module')
def browser():
    pytest.importorskip('selenium', reason='the browser tests need the extra `dev`')
    with chromium() as driver: yield driver


@NO_BROWSER
def test_figures_keep_their_shape(project, browser):
    "Wide, tall and large ones: of a cell, of Markdown, of HTML, attached."
    with served(project.out) as address:
        seen, faults = figure_faults(browser, address, pages(project.out, 'en'))
    assert not faults, '\n'.join(faults)
    assert seen >= 3*8


@NO_BROWSER
def test_formulas_are_typeset(project, browser):
    with served(project.out) as address:
        seen, faults = formula_faults(browser, address, pages(project.out, 'en'))
    assert not faults, '\n'.join(faults)
    assert seen >= 15


def test_solutions_are_for_teachers_and_only_what_changed_is_run(project, tmp_path):
    project.write(core=['print("new")'], index=['Text that is new'])
    assert project.build(out=tmp_path/'teacher', solutions=True) == ['00_core']
    project.write()
    text = page_text((tmp_path/'teacher'/'en'/'lab_tiny.html').read_text())
    assert all(s in text for s in ('third', 'wowwowwow', 'a deduction', 'for teachers only'))


def refused(project, **cells):
    "The message with which a build with these cells added ends; the site must stay what it was."
    before = project.page('core')
    project.write(**cells)
    with pytest.raises(CourseError) as e: project.build()
    project.write()
    assert project.page('core') == before
    names = ['_site', 'docs', 'nbs', 'pyproject.toml', 'settings.ini', 'toy']
    assert sorted(p.name for p in project.root.iterdir()) == names, 'nothing may be left behind'
    return str(e.value)


def test_a_cell_that_raises_is_named_with_all_others(project):
    message = refused(project, core=['x = {}\nx["gone"]'], lab=['import os\nos._exit(3)'])
    assert '2 of 4 notebooks failed' in message
    assert '00_core.ipynb, cell 11 (c-10): KeyError' in message
    assert '10_lab_tiny.ipynb: the run ended with code 3' in message


def test_faults_of_pages_are_named_and_a_hidden_line_anywhere_is_a_leak(project):
    faults = ('<p><a href="core.html#nowhere">a</a> <a href="gone.html">b</a> <img src="gone.png" alt="c"> '
              '<img src="https://example.org/d.png" alt="d"> <script src="//example.org/e.js"></script> '
              '<img src="_static/colab.svg"></p>')
    message = refused(project, index=[faults], lab=[f'Text: the tests say `{HIDDEN}`.'])
    for words in ('broken link core.html#nowhere', 'broken link gone.html', 'missing figure or file gone.png',
                  'loads https://example.org/d.png', 'loads //example.org/e.js', 'figure _static/colab.svg without'):
        assert f'en/index.html: {words}' in message, words
    assert 'lab_tiny.html holds' in message and 'which is secret' in message


def test_a_warning_of_sphinx_names_the_notebook(project):
    message = refused(project, index=['Text with a [link](gone.ipynb), a [place](#Nowhere).'])
    assert 'index.ipynb' in message and 'Nowhere' in message


def test_what_the_site_cannot_draw_is_named(project):
    message = refused(project, core=[Md('> ```mermaid\n> graph TD; A-->B\n> ```')])
    assert '00_core.ipynb, cell c-10: the site draws no Mermaid diagrams' in message
