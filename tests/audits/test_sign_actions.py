"""Three people sign in order, nobody twice; giving back makes signatures fall; what is missing is said."""

import pytest
from django.db import IntegrityError

from audits.answers.models import Answer
from audits.answers.types import AuditClosed
from audits.lifecycle.models import Audit
from audits.signoff.actions import give_back
from audits.signoff.models import FrozenCopy, Signature
from audits.signoff.rules import DECLARATIONS, nobody_signs_twice
from lscp_portal.accounts.models import Membership
from lscp_portal.outbox.models import OutboxMessage
from lscp_portal.trail.models import Event
from lscp_portal.workflow import Refused
from tests.audits.answering import LOW, MINUTE, SECURE, Entry, confirm, ready, save, sign_as, state_of, today
from tests.people import ASKED


def mail(cast, database) -> list[tuple[str, int]]:
    """(template, person) of every e-mail asked for."""
    with database.as_admin() as cursor:
        cursor.execute(
            "SELECT arguments->>'template', (arguments->>'person_id')::bigint "
            "FROM lscp.outbox_message WHERE task = 'notify.send' ORDER BY created_at, key"
        )
        return cursor.fetchall()


def return_as(cast, who: str, step: str = "", comment: str = "Look at LG2 again.") -> None:
    with cast.as_(who):
        give_back(actor=cast.actor(who), audit_id=cast.audit.pk, step=step or who, comment=comment)


def test_three_signatures_submit_the_audit_with_a_copy_and_a_trail(cast):
    ready(cast)
    for who in ("dsl", "head", "chair"):
        sign_as(cast, who)
    with cast.as_("dsl"):
        audit = Audit.objects.get(pk=cast.audit.pk)
        signatures = list(Signature.objects.order_by("pk"))
        assert FrozenCopy.objects.filter(audit=audit).count() == 1
    assert audit.state == "submitted"
    assert audit.submitted_at == signatures[-1].signed_at
    assert [row.step for row in signatures] == ["dsl", "head", "chair"]
    assert [row.person_id for row in signatures] == [cast.people[who].pk for who in ("dsl", "head", "chair")]
    assert [row.declaration for row in signatures] == [DECLARATIONS[step] for step in ("dsl", "head", "chair")]
    assert [row.board_met_on for row in signatures] == [None, None, today()]
    with cast.as_("lead"):
        kinds = list(Event.objects.order_by("sequence").values_list("kind", flat=True))
    assert kinds[-4:] == ["audit.signed", "audit.signed", "audit.signed", "audit.submitted"]


def test_each_step_writes_to_the_right_people(committed, committed_cast):
    cast = committed_cast
    ready(cast)
    sign_as(cast, "dsl")
    return_as(cast, "head")
    for who in ("dsl", "head", "chair"):
        sign_as(cast, who)
    person = {who: cast.people[who].pk for who in ("dsl", "head", "chair")}
    assert mail(cast, committed) == [
        ("please_sign_head", person["head"]),
        ("audit_returned", person["dsl"]),
        ("please_sign_head", person["head"]),
        ("please_sign_chair", person["chair"]),
        ("audit_submitted", person["dsl"]),
        ("audit_submitted", person["head"]),
        ("audit_submitted", person["chair"]),
    ]


def test_a_refused_signature_leaves_nothing_behind(cast):
    with pytest.raises(Refused):
        sign_as(cast, "dsl")
    with cast.as_("dsl"):
        assert not Signature.objects.exists()
    assert state_of(cast) == "invited"


NOT_READY = [
    (None, "10 indicators have no answer yet: LG1, LG2, LG3, LG6, CU1, CU2, PP1, PP6 and others."),
    (Entry("not_checked"), "9 core indicators are marked as not checked yet"),
    (Entry("partly", 1, "The log has gaps."), "10 answers need an action with an owner and a date"),
    (Entry("secure"), "9 answers do not say how strong the evidence is"),
]


@pytest.mark.parametrize(("entry", "sentence"), NOT_READY)
def test_what_is_missing_is_said_before_the_dsl_can_sign(cast, entry, sentence):
    confirm(cast)
    for code in ASKED if entry else ():
        save(cast, "dsl", code, entry)
    with pytest.raises(Refused) as refused:
        sign_as(cast, "dsl")
    assert sentence in str(refused.value)


def test_one_gap_is_said_in_the_singular(cast):
    ready(cast)
    save(cast, "dsl", "CU1", Entry("not_in_place"), read=1)
    with pytest.raises(Refused, match="One answer needs an action with an owner and a date: CU1"):
        sign_as(cast, "dsl")


def hold(cast, who: str, role: str) -> None:
    """Give this person a second role at the same school."""
    first = cast.memberships[who]
    Membership.objects.create(
        person=first.person, tenant=first.tenant, role=role, starts_on=first.starts_on,
        school_id=first.school_id, school_urn=first.school_urn, school_name=first.school_name,
    )  # fmt: skip


@pytest.mark.parametrize(("first", "second"), [("dsl", "head"), ("dsl", "chair"), ("head", "chair")])
def test_a_person_with_two_roles_signs_once_and_is_told_why(cast, first, second):
    ready(cast)
    hold(cast, first, second)
    for who in ("dsl", "head", "chair")[: ("dsl", "head", "chair").index(second)]:
        sign_as(cast, who)
    browser = cast.client(first)
    page = browser.get("/s/900001/audit/sign/").content.decode()
    assert "Three different people sign, so somebody else signs" in page
    data = {"audit": cast.audit.pk, "step": second, "agreed": "on"} | board()
    answer = browser.post("/s/900001/audit/sign/", data)
    assert answer.status_code == 409
    assert "Three different people sign" in answer.content.decode()


def board() -> dict[str, object]:
    day = today()
    return {
        "minute_reference": MINUTE,
        "board_met_on_day": day.day,
        "board_met_on_month": day.month,
        "board_met_on_year": day.year,
    }


def test_the_database_refuses_a_second_signature_whatever_the_code_does(cast):
    ready(cast)
    sign_as(cast, "dsl")
    row = {"audit": cast.audit, "person_id": cast.people["dsl"].pk, "signed_name": "Dsl", "declaration": "I sign."}
    for step, name in (("head", "signature_nobody_signs_twice"), ("dsl", "signature_once_per_step")):
        with pytest.raises(IntegrityError, match=name), cast.as_("dsl"):
            Signature.objects.create(
                **row | {"step": step, "person_id": row["person_id"] + (step == "dsl")}, **cast.audit.owner
            )


def test_two_steps_by_one_person_are_found_in_any_order():
    standing = [Signature(step="dsl", person_id=7), Signature(step="head", person_id=8)]
    assert [found.code for found in nobody_signs_twice(standing, person_id=8, step="chair")] == ["twice"]
    assert list(nobody_signs_twice(standing, person_id=9, step="chair")) == []
    assert list(nobody_signs_twice(standing, person_id=7, step="dsl")) == []


def test_giving_back_makes_every_signature_fall_and_keeps_it_on_record(cast):
    ready(cast)
    sign_as(cast, "dsl")
    sign_as(cast, "head")
    return_as(cast, "chair", comment="The board asks for a date at LG2.")
    with cast.as_("dsl"):
        assert Signature.objects.filter(fallen_at=None).count() == 0
        assert Signature.objects.count() == 2
        assert Audit.objects.get(pk=cast.audit.pk).return_comment == "The board asks for a date at LG2."
    assert state_of(cast) == "in_progress"
    save(cast, "dsl", "LG2", SECURE, read=1)
    for who in ("dsl", "head", "chair"):
        sign_as(cast, who)
    with cast.as_("dsl"):
        assert Signature.objects.count() == 5
    assert state_of(cast) == "submitted"


def test_giving_back_needs_a_reason(cast):
    ready(cast)
    sign_as(cast, "dsl")
    with pytest.raises(Refused, match="Say what should change"):
        return_as(cast, "head", comment="  ")


def test_answers_changed_while_it_is_signed_are_impossible_so_the_copy_is_what_was_signed(cast):
    ready(cast)
    sign_as(cast, "dsl")
    with pytest.raises(AuditClosed):
        save(cast, "dsl", "LG1", LOW, read=1)
    with cast.as_("dsl"):
        assert Answer.objects.get(indicator__code="LG1").level == "secure"


def test_no_outbox_row_can_be_read_back_by_a_school(cast):
    with pytest.raises(Exception, match="permission denied"), cast.as_("dsl"):
        list(OutboxMessage.objects.all())
