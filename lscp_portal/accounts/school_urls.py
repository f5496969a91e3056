"""People of a school, below /s/<urn>/."""

from django.urls import path

from lscp_portal.accounts import views

app_name = "school_people"
urlpatterns = [
    path("people/", views.school_people, name="list"),
    path("people/invite/", views.invite, name="invite"),
    path("people/invitations/resend-expired/", views.resend_all, name="resend_all"),
    path("people/invitations/<int:invitation_id>/resend/", views.resend, name="resend"),
    path("people/invitations/<int:invitation_id>/revoke/", views.revoke, name="revoke"),
    path("people/<int:membership_id>/leaves/", views.leaves, name="leaves"),
]
