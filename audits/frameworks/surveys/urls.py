"""Voice surveys, below /p/<partnership>/frameworks/<framework>/surveys/."""

from django.urls import URLPattern, path

from audits.frameworks.surveys import item_views as items
from audits.frameworks.surveys import views

SURVEY = "<slug:survey>/"
ITEM = f"{SURVEY}questions/<slug:item>/"
urlpatterns: list[URLPattern] = [
    path("", views.surveys, name="surveys"),
    path("add/", views.new, name="survey_new"),
    path(SURVEY, views.survey, name="survey"),
    path(f"{SURVEY}change/", views.edit, name="survey_edit"),
    path(f"{SURVEY}move/", views.move, name="survey_move"),
    path(f"{SURVEY}remove/", views.remove, name="survey_remove"),
    path(f"{SURVEY}questions/add/", items.new, name="item_new"),
    path(ITEM, items.edit, name="item_edit"),
    path(f"{ITEM}move/", items.move, name="item_move"),
    path(f"{ITEM}remove/", items.remove, name="item_remove"),
]
