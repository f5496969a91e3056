"""Accounts as a Django app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, memberships, invitations."""

    name = "lscp_portal.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Note sign-ins in the trail."""
        from lscp_portal.accounts.signals import watch_sign_ins  # noqa: PLC0415 - apps are ready only now

        watch_sign_ins()
