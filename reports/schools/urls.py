"""Everything about schools, below /p/<partnership>/: the list, a school's page, and the register they come from."""

from django.urls import URLPattern, path

from reports.schools import views
from schools.register.urls import urlpatterns as register

app_name = "register"
urlpatterns: list[URLPattern] = [
    path("schools/", views.schools, name="schools"),
    path("schools/<int:school_id>/", views.school, name="school"),
    path("schools/export.csv", views.export, name="export"),
    path("schools/views/", views.views, name="views"),
    path("schools/views/keep/", views.keep, name="keep_view"),
    path("schools/views/<int:view_id>/delete/", views.drop, name="drop_view"),
    path("schools/views/<int:view_id>/default/", views.default, name="default_view"),
    *register,
]
