"""How django-allauth behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by themselves: an account comes from an invitation."""

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Never."""
        return False
