"""Fixtures that several folders share, and what a parallel run has to know."""
import os

import pytest
from filelock import FileLock
from kit import Class

from cm203.course.release import release

# What waits for limits, and must not wait for itself: one process runs it, while another keeps the processor busy.
LIMITS = 'test_attacks', 'test_grade', 'test_kills', 'test_dask', 'test_cells'
# Begun first, for what is long must not be left for the end.
FIRST = *LIMITS, 'test_answers', 'test_submissions', 'test_train', 'test_browser', 'test_release', 'test_docs'


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    "With `-n 2 --dist loadgroup`, a module's tests share a process and so its fixtures, unless a test names its group."
    def module(item): return item.path.stem
    for item in items:
        if item.get_closest_marker('xdist_group'): continue
        group = 'limits' if module(item) in LIMITS else f'{item.path.parent.name}/{module(item)}'
        item.add_marker(pytest.mark.xdist_group(group))
    items.sort(key=lambda item: FIRST.index(module(item)) if module(item) in FIRST else len(FIRST))


@pytest.fixture
def klass(tmp_path): return Class(tmp_path)


@pytest.fixture(scope='session')
def released(tmp_path_factory):
    "A release of all labs, as `cm203 release` makes it: one for all processes of a run."
    base = tmp_path_factory.getbasetemp()
    out = (base.parent if os.environ.get('PYTEST_XDIST_WORKER') else base)/'dist'
    with FileLock(f'{out}.lock'): return out if out.exists() else release(out)
