"""Records that go on with their schools, below /p/<partnership>/."""

from django.urls import URLPattern, path

from reports.handovers import views

app_name = "handovers"
urlpatterns: list[URLPattern] = [
    path("schools/handovers/", views.listing, name="list"),
    path("schools/handovers/<int:handover_id>/", views.package, name="package"),
    path("schools/handovers/papers/<int:item_id>/", views.paper, name="paper"),
    path("schools/handovers/papers/<int:item_id>.json", views.paper_json, name="paper_json"),
    path("schools/<int:school_id>/hand-over/", views.give, name="give"),
]
