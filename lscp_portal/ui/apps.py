"""The design system in Django: tags, forms, charts, gallery. No tables."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "lscp_portal.ui"
    label = "ui"
