"""The operator's commands: a partnership, its first lead, and the demonstration's accounts."""

from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from lscp_portal.accounts.models import Invitation, Membership
from lscp_portal.tenancy.models import Partnership

WANTED = [
    "create_partnership", "--slug", "northfen", "--name", "Northfen Partnership", "--code", "NF",
    "--phone", "01632 960 101", "--out-of-hours", "01632 960 102",
    "--la", "903", "Northfen", "E06000903", "--la", "904", "Southfen",
]  # fmt: skip


def run(*words: str) -> str:
    said = StringIO()
    call_command(*words, stdout=said)
    return said.getvalue()


def test_a_partnership_and_its_first_lead_from_the_command_line_to_the_first_page(db):
    assert "/p/northfen/" in run(*WANTED)
    made = Partnership.objects.get(slug="northfen")
    assert list(made.authorities.order_by("la_code").values_list("la_code", "gss_code")) == [
        ("903", "E06000903"),
        ("904", ""),
    ]
    link = run("invite", "--partnership", "northfen", "--role", "lead", "lead@northfen.lscp.test", "Edie Marsh").strip()
    typed = {"full_name": "Edie Marsh", "password": "four quiet herons fishing", "again": "four quiet herons fishing"}
    client = Client()
    assert "Northfen Partnership invites you" in client.get(urlsplit(link).path).text
    assert client.post(urlsplit(link).path, typed).url == "/p/northfen/"
    assert Membership.objects.get(tenant=made).role == "lead"


def test_a_partnership_that_cannot_be_is_refused_whole(cast):
    with pytest.raises(CommandError, match=r"la_code"):
        run(*[{"903": "901"}.get(word, word) for word in WANTED])
    with pytest.raises(CommandError, match=r"slug"):
        run(*[{"northfen": "East Mere"}.get(word, word) for word in WANTED])
    with pytest.raises(CommandError, match=r"--la needs a code and a name"):
        run(*WANTED, "--la", "905")
    assert not Partnership.objects.filter(code="NF").exists()


def test_a_head_is_invited_to_a_school_of_the_partnership_only(cast):
    words = ("invite", "--partnership", "eastmere", "--role", "head", "new@school.lscp.test", "New Head")
    run(*words, "--urn", "900001", "--ends-on", "2029-08-31")
    made = Invitation.objects.get(email="new@school.lscp.test")
    assert (made.school_id, made.invited_by_id, str(made.ends_on)) == (cast.here.pk, None, "2029-08-31")
    for changed, reason in (
        (("--urn", "900050"), "has no school 900050"),
        ((), "needs --urn"),
        (("--urn", "900001"), "is invited as"),
    ):
        with pytest.raises(CommandError, match=reason):
            run(*words, *changed)
    with pytest.raises(CommandError, match="There is no partnership"):
        run("invite", "--partnership", "nowhere", "--role", "lead", "a@b.lscp.test", "A")
    with pytest.raises(CommandError, match="valid email"):
        run("invite", "--partnership", "eastmere", "--role", "lead", "a", "A")


def test_the_accounts_are_printed_for_the_start_of_a_demonstration():
    lines = run("demo_accounts").splitlines()
    assert len(lines) == 14
    assert lines[0].split("\t") == [
        "LSCP administrator",
        "administrator@demo.lscp.test",
        "the partnership's people, schools and register",
    ]
