"""Operation as a Django app."""

from django.apps import AppConfig


class OpsConfig(AppConfig):
    """Health, servers on this machine, the demonstration's supervisor. It owns no table."""

    name = "lscp_portal.ops"
    label = "ops"
