"""Tenancy as a Django app."""

from django.apps import AppConfig

from lscp_portal.tenancy import guard


class TenancyConfig(AppConfig):
    """Partnerships, scopes and the guard at the door."""

    name = "lscp_portal.tenancy"
    label = "tenancy"

    def ready(self) -> None:
        """Watch the logins; fill the table of allowed transitions after each migrate."""
        from django.db.models.signals import post_migrate  # noqa: PLC0415 - apps are ready only now

        from lscp_portal.tenancy.arrows import fill_arrows  # noqa: PLC0415

        guard.watch_connections()
        post_migrate.connect(fill_arrows, sender=self, dispatch_uid="tenancy.arrows")
