"""The link of an invitation: its number, signed with the invitation's own secret and the portal's."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from lscp_portal.accounts.models import Invitation


def token_of(invitation: Invitation) -> str:
    """What the link holds: "12.signature". Whoever reads the database cannot make one, nor who knows another link."""
    return _signer(invitation).sign(str(invitation.pk))


def address_of(invitation: Invitation) -> str:
    """The whole link, as it stands in the e-mail."""
    return f"{settings.BASE_URL}{reverse('invitations:accept', args=[token_of(invitation)])}"


def number_in(token: str) -> int | None:
    """Which invitation a token claims to be for. Says nothing about whether that is true."""
    number = token.partition(".")[0]
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 19 else None  # noqa: PLR2004 - bigint


def is_genuine(token: str, invitation: Invitation) -> bool:
    """Whether the token was made by us for this invitation. Takes the same time whatever is wrong with it."""
    try:
        return _signer(invitation).unsign(token) == str(invitation.pk)
    except BadSignature:
        return False


def _signer(invitation: Invitation) -> Signer:
    return Signer(sep=".", salt=f"lscp_portal.accounts.invitation:{invitation.secret}")
