"""What people call a school."""

import pytest

from schools.register.models import School


@pytest.mark.parametrize(
    ("phase", "kind"),
    [("Primary", "Primary"), ("Not applicable", "Community special school"), ("", "Community special school")],
)
def test_a_school_without_a_phase_is_called_by_its_type(phase, kind):
    assert School(phase=phase, establishment_type="Community special school").kind == kind
