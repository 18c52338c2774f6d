"""The bundled submissions of every lab get exactly the score that their recipes predict."""
import pytest

from cm203.course.demo import grade_bundled
from cm203.course.settings import course_labs
from cm203.grading.limits import Limits


@pytest.mark.parametrize('lab', course_labs(), ids=lambda lab: lab.name)
def test_bundled_submissions(lab, tmp_path, monkeypatch):
    monkeypatch.setattr(Limits, 'from_settings', lambda: Limits(cell_seconds=8))
    results, wanted = grade_bundled(lab, lab.path, tmp_path)
    assert len(results) >= (8 if lab.name == 'cnn' else 4)
    assert {r.student: r.score for r in results} == wanted
