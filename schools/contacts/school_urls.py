"""A school's own people, below /s/<urn>/."""

from django.urls import path

from schools.contacts import views

app_name = "school_contacts"
urlpatterns = [
    path("your-people/", views.people, name="people"),
    path("your-people/confirm/", views.confirm, name="confirm"),
    path("your-people/vacant/<slug:role>/", views.vacancy, name="vacancy"),
    path("your-people/<int:membership_id>/change/", views.change, name="change"),
    path("your-people/<int:membership_id>/replace/", views.replace, name="replace"),
]
