"""A handful of typical schools, to look at a framework through their eyes."""

from dataclasses import dataclass

from audits.frameworks.applicability import SchoolProfile


@dataclass(frozen=True, slots=True)
class TypicalSchool:
    """A kind of school as people speak of it. features: by their keys in the framework's setting model."""

    key: str
    label: str
    governance: str
    features: frozenset[str]

    @property
    def profile(self) -> SchoolProfile:
        """As the rules of applicability take it."""
        return SchoolProfile(self.governance, self.features)


def _typical(key: str, label: str, governance: str, features: str) -> TypicalSchool:
    return TypicalSchool(key, label, governance, frozenset(features.split()))


TYPICAL = (
    _typical("primary", "Two-form primary with a nursery, maintained", "maintained", "early_years ks1 ks2"),
    _typical("primary_academy", "Primary academy in a trust", "academy", "early_years ks1 ks2 trust"),
    _typical("nursery", "Nursery school, maintained", "maintained", "early_years"),
    _typical("secondary", "11 to 16 school, maintained", "maintained", "ks3 ks4"),
    _typical("sixth", "11 to 18 academy in a trust", "academy", "ks3 ks4 sixth_form trust"),
    _typical(
        "independent",
        "All-through independent school with boarding",
        "independent",
        "early_years ks1 ks2 ks3 ks4 sixth_form boarding",
    ),
    _typical("preparatory", "Preparatory day school, independent", "independent", "early_years ks1 ks2 ks3"),
    _typical("special", "Special school, maintained", "maintained", "early_years ks1 ks2 ks3 ks4 sixth_form special"),
    _typical(
        "special_boarding",
        "Boarding special academy in a trust",
        "academy",
        "ks1 ks2 ks3 ks4 sixth_form special boarding trust",
    ),
    _typical("nmss", "Non-maintained special school with boarding", "nmss", "ks2 ks3 ks4 sixth_form special boarding"),
    _typical("pru", "Pupil referral unit, maintained", "maintained", "ks2 ks3 ks4 ap"),
    _typical("ap_academy", "Alternative provision academy in a trust", "academy", "ks3 ks4 ap trust"),
    _typical("college", "Further education college", "fe", "ks4 sixth_form"),
    _typical("specialist_college", "Specialist college with residence", "fe", "sixth_form special boarding"),
)


def typical_school(key: str) -> TypicalSchool | None:
    """The one with this key."""
    return next((school for school in TYPICAL if school.key == key), None)
