"""Fixtures that several folders share."""
import os

import pytest
from filelock import FileLock
from kit import Class

from cm203.course.release import release


@pytest.fixture
def klass(tmp_path): return Class(tmp_path)


@pytest.fixture(scope='session')
def released(tmp_path_factory):
    "A release of all labs, as `cm203 release` makes it: one for all processes of a run."
    base = tmp_path_factory.getbasetemp()
    out = (base.parent if os.environ.get('PYTEST_XDIST_WORKER') else base)/'dist'
    with FileLock(f'{out}.lock'): return out if out.exists() else release(out)
