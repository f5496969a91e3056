"""Links between schools, below /p/<partnership>/."""

from django.urls import URLPattern, path

from schools.links import views

app_name = "links"
urlpatterns: list[URLPattern] = [path("schools/links/", views.links, name="import")]
