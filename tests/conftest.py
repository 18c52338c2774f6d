"""Fixtures that several folders share, and what a parallel run has to know."""
import os
from pathlib import Path

import pytest
from filelock import FileLock
from kit import Class

from cm203.course.release import release

# What waits for limits, and must not wait for itself: one process runs it, while another keeps the processor busy.
LIMITS = 'test_attacks', 'test_grade', 'test_kills', 'test_dask', 'test_cells'
# Begun first, for what is long must not be left for the end.
FIRST = *LIMITS, 'test_answers', 'test_submissions', 'test_train', 'test_browser', 'test_release', 'test_docs'


def module(nodeid): return Path(nodeid.partition('::')[0]).stem


def group(nodeid):
    "Tests of one group share a process, and so their modules' fixtures: those of a module, or of a lab's answers."
    if module(nodeid) in LIMITS: return 'limits'
    return nodeid.partition('[')[2] if module(nodeid) == 'test_answers' else nodeid.partition('::')[0]


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: FIRST.index(module(item.nodeid)) if module(item.nodeid) in FIRST else len(FIRST))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    "For `-n 2 --dist loadscope`."
    from xdist.scheduler import LoadScopeScheduling
    scheduler = LoadScopeScheduling(config, log)
    scheduler._split_scope = group
    return scheduler


@pytest.fixture
def klass(tmp_path): return Class(tmp_path)


@pytest.fixture(scope='session')
def released(tmp_path_factory):
    "A release of all labs, as `cm203 release` makes it: one for all processes of a run."
    base = tmp_path_factory.getbasetemp()
    out = (base.parent if os.environ.get('PYTEST_XDIST_WORKER') else base)/'dist'
    with FileLock(f'{out}.lock'): return out if out.exists() else release(out)
