"""Answering, below /s/<urn>/."""

from django.urls import URLPattern, path, register_converter

from audits.answers import indicator_views, views

app_name = "answers"


class Code:
    """A section's or indicator's code: capitals in the framework, small letters in addresses."""

    regex = "[A-Za-z]{1,3}[0-9]{0,5}"

    def to_python(self, value: str) -> str:
        """As in the framework."""
        return value.upper()

    def to_url(self, value: str) -> str:
        """As in addresses."""
        return value.lower()


class SectionCode(Code):
    """Two or three letters: longer words are pages, such as `sign`. `all` is the whole audit."""

    regex = "(?!all/)[A-Za-z]{2,3}"


register_converter(Code, "indicator_code")
register_converter(SectionCode, "section_code")

urlpatterns: list[URLPattern] = [
    path("audit/", views.audit, name="audit"),
    path("audit/all/", views.whole, name="whole"),
    path("audit/earlier/<int:audit_id>/", views.earlier, name="earlier"),
    path("audit/profile/", views.profile, name="profile"),
    path("audit/<section_code:section>/", views.section, name="section"),
    path("audit/<section_code:section>/<indicator_code:code>/", indicator_views.indicator, name="indicator"),
]
