"""Accepting an invitation, below /accounts/."""

from django.urls import path

from lscp_portal.accounts import invitation_views

app_name = "invitations"
urlpatterns = [path("invitation/<str:token>/", invitation_views.invitation, name="accept")]
