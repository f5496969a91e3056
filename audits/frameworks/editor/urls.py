"""The editor of a draft, below /p/<partnership>/frameworks/<framework>/edit/."""

from django.urls import URLPattern, path

from audits.frameworks.editor import indicator_views as indicators
from audits.frameworks.editor import section_views as sections
from audits.frameworks.editor import views

SECTION = "sections/<str:section>/"
INDICATOR = "indicators/<str:code>/"
urlpatterns: list[URLPattern] = [
    path("", views.editor, name="editor"),
    path("step/", views.step, name="step"),
    path("put-back/", views.put_back, name="put_back"),
    path("sections/add/", sections.new, name="section_new"),
    path(f"{SECTION}change/", sections.edit, name="section_edit"),
    path(f"{SECTION}move/", sections.move, name="section_move"),
    path(f"{SECTION}remove/", sections.remove, name="section_remove"),
    path(f"{SECTION}indicators/add/", indicators.new, name="indicator_new"),
    path(f"{INDICATOR}change/", indicators.edit, name="indicator_edit"),
    path(f"{INDICATOR}replace/", indicators.replace, name="indicator_replace"),
    path(f"{INDICATOR}move/", indicators.move, name="indicator_move"),
    path(f"{INDICATOR}remove/", indicators.remove, name="indicator_remove"),
]
