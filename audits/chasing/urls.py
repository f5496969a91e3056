"""Chasing, below /p/<partnership>/chasing/."""

from django.urls import path

from audits.chasing import call_views, ladder_views, log_views, views

app_name = "chasing"
urlpatterns = [
    path("chasing/", views.day, name="day"),
    path("chasing/cycles/<int:cycle_id>/people/<int:person_id>/", views.letter, name="letter"),
    path("chasing/cycles/<int:cycle_id>/people/<int:person_id>/hold/", views.hold, name="hold"),
    path("chasing/audits/<int:audit_id>/pause/", views.pause, name="pause"),
    path("chasing/pauses/<int:pause_id>/end/", views.end_pause, name="end_pause"),
    path("chasing/calls/", call_views.listing, name="calls"),
    path("chasing/calls/<int:task_id>/", call_views.detail, name="call"),
    path("chasing/calls/<int:task_id>/letter.pdf", call_views.letter_pdf, name="call_pdf"),
    path("chasing/calls/<int:task_id>/letter.txt", call_views.letter_text, name="call_text"),
    path("chasing/log/", log_views.listing, name="log"),
    path("chasing/log.csv", log_views.as_csv, name="log_csv"),
    path("chasing/log/<int:letter_id>/", log_views.detail, name="sent"),
    path("chasing/ladder/", ladder_views.ladder, name="ladder"),
    path("chasing/ladder/add/", ladder_views.add, name="add"),
    path("chasing/ladder/reset/", ladder_views.reset, name="reset"),
    path("chasing/ladder/versions/<int:version>/", ladder_views.version, name="version"),
    path("chasing/ladder/steps/<slug:step>/", ladder_views.change, name="change"),
    path("chasing/ladder/steps/<slug:step>/remove/", ladder_views.remove, name="remove"),
]
