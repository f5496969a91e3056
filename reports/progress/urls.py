"""How a cycle comes on, below /p/<partnership>/."""

from django.urls import path

from reports.progress import views

app_name = "progress"
urlpatterns = [path("cycles/<int:cycle_id>/progress/", views.progress, name="cycle")]
