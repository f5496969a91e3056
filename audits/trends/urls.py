"""One indicator over the years, below /p/<partnership>/frameworks/<framework>/."""

from django.urls import path

from audits.trends import views

app_name = "trends"
urlpatterns = [
    path("frameworks/<int:framework_id>/indicators/<str:code>/", views.indicator, name="indicator"),
]
