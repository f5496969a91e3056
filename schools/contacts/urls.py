"""The contacts of all schools, below /p/<partnership>/."""

from django.urls import path

from schools.contacts import bulk_views, list_views, views

app_name = "contacts"
SCHOOL = "contacts/schools/<int:school_id>/"
urlpatterns = [
    path("contacts/", list_views.listing, name="list"),
    path("contacts/contacts.csv", list_views.as_csv, name="csv"),
    path("contacts/invite-many/", bulk_views.bulk, name="bulk"),
    path("contacts/invite-many/send/", bulk_views.send, name="bulk_send"),
    path("contacts/invite-many/template.csv", bulk_views.template, name="bulk_template"),
    path(SCHOOL, views.people, name="school"),
    path(f"{SCHOOL}confirm/", views.confirm, name="confirm"),
    path(f"{SCHOOL}vacant/<slug:role>/", views.vacancy, name="vacancy"),
    path("contacts/people/<int:membership_id>/change/", views.change, name="change"),
    path("contacts/people/<int:membership_id>/replace/", views.replace, name="replace"),
]
