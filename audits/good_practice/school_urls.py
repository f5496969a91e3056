"""Good practice, below /s/<urn>/."""

from django.urls import URLPattern, path

from audits.good_practice import school_views as views

app_name = "school_good_practice"
urlpatterns: list[URLPattern] = [
    path("good-practice/", views.index, name="index"),
    path("good-practice/new/", views.new, name="new"),
    path("good-practice/<int:practice_id>/", views.page, name="page"),
    path("good-practice/<int:practice_id>/change/", views.change, name="change"),
    path("good-practice/<int:practice_id>/offer/", views.offer, name="offer"),
    path("good-practice/<int:practice_id>/reopen/", views.reopen, name="reopen"),
    path("good-practice/<int:practice_id>/agree/", views.agree, name="agree"),
    path("good-practice/<int:practice_id>/confirm/", views.confirm, name="confirm"),
    path("good-practice/<int:practice_id>/withdraw/", views.withdraw, name="withdraw"),
]
