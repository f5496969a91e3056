"""Cases about returns of poor quality, below /p/<partnership>/."""

from django.urls import URLPattern, path

from audits.escalation import step_views, views

app_name = "poor_returns"
urlpatterns: list[URLPattern] = [
    path("poor-returns/", views.listing, name="list"),
    path("poor-returns/of/<int:audit_id>/", views.look, name="look"),
    path("poor-returns/<int:case_id>/", views.case, name="case"),
    path("poor-returns/<int:case_id>/letter/", views.letter, name="letter"),
    path("poor-returns/<int:case_id>/resolve/", views.resolve, name="resolve"),
    path("poor-returns/<int:case_id>/stop/", views.stop, name="stop"),
    path("poor-returns/<int:case_id>/further/", step_views.propose, name="propose"),
    path("poor-returns/steps/<int:step_id>/confirm/", step_views.confirm, name="confirm"),
    path("poor-returns/steps/<int:step_id>/sent/", step_views.take, name="take"),
    path("poor-returns/steps/<int:step_id>/withdraw/", step_views.withdraw, name="withdraw"),
    path("poor-returns/steps/<int:step_id>/letter/", step_views.letter, name="step_letter"),
]
