"""Fixtures that several folders share."""
import pytest
from kit import Class


@pytest.fixture
def klass(tmp_path): return Class(tmp_path)


@pytest.fixture(scope='session')
def released(tmp_path_factory):
    "A release of all labs, as `cm203 release` makes it."
    from cm203.course.release import release
    return release(tmp_path_factory.mktemp('dist'))
