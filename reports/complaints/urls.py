"""Complaints, for the partnership, below /p/<partnership>/."""

from django.urls import URLPattern, path

from reports.complaints import views

app_name = "complaints"
urlpatterns: list[URLPattern] = [
    path("complaints/", views.index, name="index"),
    path("complaints/<int:complaint_id>/", views.page, name="page"),
    path("complaints/<int:complaint_id>/acknowledge/", views.acknowledge, name="acknowledge"),
    path("complaints/<int:complaint_id>/answer/", views.answer, name="answer"),
    path("complaints/<int:complaint_id>/pass-on/", views.pass_on, name="pass_on"),
    path("complaints/<int:complaint_id>/take-up/", views.take_up, name="take_up"),
    path("complaints/<int:complaint_id>/decide/", views.decide, name="decide"),
    path("complaints/<int:complaint_id>/put-right/", views.put_right, name="put_right"),
    path("complaints/<int:complaint_id>/go-on/", views.let_go_on, name="let_go_on"),
]
