"""Files in, below /p/<partnership>/frameworks/."""

from django.urls import URLPattern, path

from audits.frameworks.exchange import views

urlpatterns: list[URLPattern] = [
    path("import/", views.import_new, name="import_new"),
    path("import/confirm/", views.confirm_new, name="confirm_new"),
    path("<int:framework_id>/import/", views.import_into, name="import_into"),
    path("<int:framework_id>/import/confirm/", views.confirm_into, name="confirm_into"),
]
