"""The caught mail; included in a demonstration and in tests only."""

from django.urls import path

from lscp_portal.notify import views

app_name = "mail"
urlpatterns = [
    path("demo/mail/", views.mails, name="list"),
    path("demo/mail/<str:key>/", views.mail, name="one"),
]
