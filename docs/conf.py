"""How Sphinx builds the site. `cm203 docs` runs it on the pages that it has staged, once for each language."""
import cm203
from cm203.core import settings
from cm203.site.pages import language_names

project = settings()['course']['title']
version = release = cm203.__version__
html_title = project
author = 'The cm203 contributors'
extensions = ['myst_nb', 'sphinx_design', 'sphinx_copybutton', 'sphinx.ext.mathjax', 'sphinx.ext.viewcode',
              'cm203.site.docs']
exclude_patterns = ['_source', '_static', 'locales']
templates_path = ['_templates']
locale_dirs = ['locales']

# What Jupyter's Markdown has; `MYST_ONLY` in cm203.site.myst is what it has not.
myst_enable_extensions = ['dollarmath', 'strikethrough', 'tasklist', 'gfm_autolink', 'html_image', 'deflist']
myst_dmath_double_inline = True
myst_dmath_allow_labels = False
myst_strikethrough_single_tilde = True
smartquotes = False
# Code of a language that is not known, or of none, stays as it is; a heading may skip a level; the site is HTML.
suppress_warnings = ['misc.highlighting_failure', 'myst.header', 'myst.strikethrough']
myst_heading_anchors = 6
myst_heading_slug_func = 'cm203.site.myst.heading_anchor'
nb_execution_mode = 'off'
nb_render_markdown_format = 'myst'
nb_merge_streams = True
highlight_language = 'none'
pygments_style = 'a11y-high-contrast-light'
copybutton_exclude = '.linenos, .gp, .go'
toc_object_entries_show_parents = 'hide'
add_module_names = False
viewcode_follow_imported_members = False

mathjax_path = 'mathjax/tex-chtml-full.js'
mathjax3_config = {'options': {'enableMenu': False}}

html_theme = 'pydata_sphinx_theme'
html_static_path = ['_static']
html_css_files = ['cm203.css']
html_favicon = '_static/favicon.svg'
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_context = dict(languages=language_names(), default_mode='auto')
html_sidebars = {'**': ['sidebar-nav-bs.html'], 'index': [], 'search': [], 'genindex': []}
html_theme_options = dict(
    logo=dict(text='CM-203'), navbar_align='left', navbar_center=['navbar-nav'],
    navbar_end=['language-switch.html', 'theme-switcher'], navbar_persistent=['search-button'],
    secondary_sidebar_items=['page-toc'], show_toc_level=2, show_nav_level=2, collapse_navigation=False,
    navigation_with_keys=False, footer_start=[], footer_end=[], footer_center=['license.html'],
    pygments_light_style='a11y-high-contrast-light', pygments_dark_style='a11y-high-contrast-dark')
