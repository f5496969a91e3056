"""Moderation, below /p/<partnership>/."""

from django.urls import URLPattern, path

from audits.moderation import calibration_views, reading_views, views

app_name = "moderation"
urlpatterns: list[URLPattern] = [
    path("moderation/", views.listing, name="listing"),
    path("moderation/calibration/", calibration_views.calibration, name="calibration"),
    path("moderation/calibration/agreement.csv", calibration_views.as_csv, name="calibration_csv"),
    path("moderation/<int:second_id>/", views.one, name="one"),
    path("moderation/<int:second_id>/agree/<slug:code>/", views.agree, name="agree"),
    path("moderation/<int:second_id>/recommend/<slug:code>/", views.recommend, name="recommend"),
    path("moderation/<int:second_id>/finish/", views.finish, name="finish"),
    path("moderation/<int:second_id>/waive/", views.waive, name="waive"),
    path("moderation/<int:second_id>/recall/", views.recall, name="recall"),
    path("moderation/<int:second_id>/take/", reading_views.cover, name="cover"),
    path("moderation/<int:second_id>/claim/", reading_views.claim, name="claim"),
    path("moderation/<int:second_id>/read/", reading_views.read, name="read"),
    path("moderation/<int:second_id>/read/<slug:code>/", reading_views.section, name="section"),
    path("moderation/<int:second_id>/hand-in/", reading_views.hand_in, name="hand_in"),
    path("moderation/<int:second_id>/give-back/", reading_views.give_back, name="give_back"),
    path("moderation/<int:second_id>/evidence/<int:file_id>/", reading_views.evidence, name="evidence"),
]
