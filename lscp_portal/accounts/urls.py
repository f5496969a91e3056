"""People of a partnership, below /p/<partnership>/."""

from django.urls import path

from lscp_portal.accounts import views

app_name = "people"
urlpatterns = [
    path("people/", views.staff, name="list"),
    path("people/schools/", views.schools_people, name="schools"),
    path("people/invite/", views.invite, name="invite"),
    path("people/invitations/resend-expired/", views.resend_all, name="resend_all"),
    path("people/invitations/<int:invitation_id>/resend/", views.resend, name="resend"),
    path("people/invitations/<int:invitation_id>/revoke/", views.revoke, name="revoke"),
    path("people/<int:membership_id>/leaves/", views.leaves, name="leaves"),
]
