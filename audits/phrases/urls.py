"""The bank of phrases, below /p/<partnership>/."""

from django.urls import URLPattern, path

from audits.phrases import views

app_name = "phrases"
urlpatterns: list[URLPattern] = [
    path("reviews/phrases/", views.bank, name="bank"),
    path("reviews/phrases/new-comment/", views.write, {"kind": "comment"}, name="new_comment"),
    path("reviews/phrases/new-recommendation/", views.write, {"kind": "recommendation"}, name="new_recommendation"),
    path("reviews/phrases/<int:phrase_id>/", views.change, name="change"),
    path("reviews/phrases/<int:phrase_id>/retire/", views.retire, name="retire"),
    path("reviews/phrases/<int:phrase_id>/used/", views.used, name="used"),
    path("reviews/<int:review_id>/<slug:code>/keep-phrase/", views.keep, name="keep"),
]
