"""A trust's answers at one of its schools, below /s/<urn>/."""

from django.urls import path

from audits.trusts import school_views

app_name = "trust_offers"
urlpatterns = [
    path("audit/<section_code:section>/<indicator_code:code>/from-trust/", school_views.confirm, name="confirm"),
]
