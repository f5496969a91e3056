"""A trust's pages, below /t/<trust>/."""

from django.urls import path

from audits.trusts import views

app_name = "trusts"
urlpatterns = [
    path("", views.schools, name="schools"),
    path("dates/", views.dates, name="dates"),
    path("answers/", views.answers, name="answers"),
    path("answers/<int:framework_id>/<str:code>/", views.answer, name="answer"),
    path("answers/<int:framework_id>/<str:code>/withdraw/", views.withdraw, name="withdraw"),
]
