"""Reviews, below /p/<partnership>/."""

from django.urls import URLPattern, path

from audits.review import (
    copy_views,
    evidence_views,
    giving_back_views,
    handing_in_views,
    indicator_views,
    recommendation_views,
    views,
)

app_name = "reviews"
urlpatterns: list[URLPattern] = [
    path("reviews/", views.queue, name="queue"),
    path("reviews/keys/", views.keys, name="keys"),
    path("reviews/next/", views.take_next, name="next"),
    path("reviews/returns/<int:audit_id>/", views.cover, name="cover"),
    path("reviews/returns/<int:audit_id>/claim/", views.claim, name="claim"),
    path("reviews/returns/<int:audit_id>/copies/", copy_views.copies, name="copies"),
    path("reviews/returns/<int:audit_id>/copies/<int:number>/copy.html", copy_views.copy_html, name="copy_html"),
    path("reviews/returns/<int:audit_id>/copies/<int:number>/copy.pdf", copy_views.copy_as_pdf, name="copy_pdf"),
    path("reviews/interests/<int:school_id>/", views.declare, name="declare"),
    path("reviews/<int:review_id>/", views.overview, name="overview"),
    path("reviews/<int:review_id>/release/", giving_back_views.release, name="release"),
    path("reviews/<int:review_id>/take-back/", giving_back_views.take_back, name="take_back"),
    path("reviews/<int:review_id>/resume/", giving_back_views.resume, name="resume"),
    path("reviews/<int:review_id>/hand-in/", handing_in_views.hand_in, name="hand_in"),
    path("reviews/<int:review_id>/side-by-side/", views.sides, name="sides"),
    path("reviews/<int:review_id>/recommendations/", recommendation_views.recommendations, name="recommendations"),
    path(
        "reviews/<int:review_id>/recommendations/<int:recommendation_id>/remove/",
        recommendation_views.remove,
        name="remove_recommendation",
    ),
    path("reviews/<int:review_id>/evidence/<int:file_id>/", evidence_views.evidence, name="evidence"),
    path("reviews/<int:review_id>/<slug:code>/", indicator_views.indicator, name="indicator"),
]
