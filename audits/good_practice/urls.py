"""Good practice, below /p/<partnership>/."""

from django.urls import URLPattern, path

from audits.good_practice import views

app_name = "good_practice"
urlpatterns: list[URLPattern] = [
    path("good-practice/", views.index, name="index"),
    path("good-practice/<int:practice_id>/", views.page, name="page"),
    path("good-practice/<int:practice_id>/give-back/", views.give_back, name="give_back"),
    path("good-practice/<int:practice_id>/publish/", views.publish, name="publish"),
    path("good-practice/<int:practice_id>/withdraw/", views.withdraw, name="withdraw"),
]
