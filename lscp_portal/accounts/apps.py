"""Accounts as a Django app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, memberships, invitations."""

    name = "lscp_portal.accounts"
    label = "accounts"
