"""Who may sign for the head or the chair: the typed tables, the days, and what the database refuses by itself."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from audits.signing_delegates.actions import end_delegation, name_delegate
from audits.signing_delegates.models import LONGEST, SigningDelegate
from audits.signing_delegates.policies import may_end_delegation, may_name_delegates
from audits.signing_delegates.rules import declaration_for, lasts_a_sensible_time, may_stand_in
from audits.signing_delegates.types import Delegation
from audits.signoff.actions import give_back
from audits.signoff.models import GivenBack, Signature
from lscp_portal.accounts.models import SCHOOL_ROLES, Role
from lscp_portal.workflow import Refused
from tests.audits.answering import LOW, ready, save, sign_as, today
from tests.audits.delegating import SCHEME, delegated, said
from tests.audits.test_sign_actions import hold

COLUMNS = tuple(Role)
# y: may; . : may not; o: only as the delegate, of their own delegation
WHO_MAY = {
    #        adm lead rev vis pub ana scr trust dsl dep con head chair link
    "name":  ". . . . . . .  .  . . . y y .",
    "end":   ". . . . . . .  .  o o o y y o",
}  # fmt: skip
# who may stand in for whom, by all roles they hold
MAY_STAND_IN = {
    "head": [{"deputy_dsl"}, {"deputy_dsl", "contributor"}],
    "chair": [{"link_governor"}, {"link_governor", "contributor"}],
}


@pytest.mark.parametrize("role", COLUMNS)
def test_each_role_may_do_exactly_what_its_column_says(cast, role):
    at = COLUMNS.index(role)
    actor = cast.actor(role.value)
    row = SigningDelegate(school_id=cast.here.pk, person_id=actor.person_id + 1)
    own = SigningDelegate(school_id=cast.here.pk, person_id=actor.person_id)
    assert may_name_delegates(actor) == (WHO_MAY["name"].split()[at] == "y")
    mark = WHO_MAY["end"].split()[at]
    assert may_end_delegation(actor, row) == (mark == "y")
    assert may_end_delegation(actor, own) == (mark in "yo")


@given(roles=st.sets(st.sampled_from(sorted(SCHOOL_ROLES))), step=st.sampled_from(["head", "chair"]))
def test_only_the_typed_sets_of_roles_stand_in(roles, step):
    words = {role.value for role in roles}
    assert (not list(may_stand_in(words, step=step))) == (words in MAY_STAND_IN[step])


@given(start=st.dates(date(2026, 1, 1), date(2028, 1, 1)), length=st.integers(-40, 800), ago=st.integers(-60, 60))
def test_days_are_in_order_not_over_and_a_year_at_most(start, length, ago):
    facts = Delegation(
        step="head", person_id=1, minute_reference="4", starts_on=start, ends_on=start + timedelta(days=length)
    )
    now = start + timedelta(days=ago)
    refused = list(lasts_a_sensible_time(facts, today=now))
    assert bool(refused) == (length < 0 or facts.ends_on < now or timedelta(days=length) > LONGEST)


def test_the_declaration_of_a_delegate_says_for_whom_and_under_what():
    row = SigningDelegate(step="chair", minute_reference="Scheme of delegation 2026, 3.2")
    words = declaration_for("The board has met.", row)
    assert words.startswith("I sign for the chair of governors or proprietor, under Scheme of delegation 2026, 3.2. ")
    assert declaration_for("The board has met.", None) == "The board has met."


@pytest.mark.parametrize(
    ("step", "who", "changes", "sentence"),
    [
        ("chair", "dsl", {}, "For the chair signs a link governor"),
        ("chair", "deputy_dsl", {}, "For the chair signs a link governor"),
        ("chair", "contributor", {}, "For the chair signs a link governor"),
        ("head", "dsl", {}, "For the head signs a deputy designated"),
        ("head", "link_governor", {}, "For the head signs a deputy designated"),
        ("head", "next_door_dsl", {}, "For the head signs a deputy designated"),
        ("chair", "link_governor", {"minute_reference": "  "}, "Enter where the minutes"),
        ("chair", "link_governor", {"ends_on": date(2026, 1, 1)}, "must not be before"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_kept(cast, step, who, changes, sentence):
    with pytest.raises(Refused, match=sentence):
        delegated(cast, step, who, **changes)
    with cast.as_("dsl"):
        assert not SigningDelegate.objects.exists()


@pytest.mark.parametrize("who", ["dsl", "deputy_dsl", "link_governor", "contributor"])
def test_others_name_nobody(cast, who):
    with pytest.raises(PermissionDenied), cast.as_(who):
        name_delegate(actor=cast.actor(who), said=said(cast, "chair"))


def test_nobody_names_themselves_not_even_with_a_role_that_fits(cast):
    with pytest.raises(Refused, match="You cannot name yourself"):
        delegated(cast, "chair", "head", by="head")


def test_one_line_for_one_person_step_and_time(cast):
    delegated(cast, "chair")
    with pytest.raises(Refused, match="signs for the chair already"):
        delegated(cast, "chair", starts_on=today() + timedelta(days=5))
    delegated(cast, "chair", starts_on=today() + timedelta(days=31), ends_on=today() + timedelta(days=60))
    delegated(cast, "head")


def test_one_who_takes_a_second_role_can_sign_no_more(cast):
    ready(cast)
    delegated(cast, "chair")
    sign_as(cast, "dsl")
    sign_as(cast, "head")
    hold(cast, "link_governor", "deputy_dsl")
    roles = frozenset({"link_governor", "deputy_dsl"})
    with pytest.raises(Refused, match="no other role"), cast.as_("link_governor"):
        give_back(
            actor=cast.actor("link_governor", roles=roles), audit_id=cast.audit.pk, step="chair", comment="Why?"
        )  # fmt: skip


def test_a_signature_needs_a_delegation_of_this_step_that_has_begun_and_not_ended(cast):
    ready(cast)
    sign_as(cast, "dsl")
    delegated(cast, "head", starts_on=today() + timedelta(days=1))
    with pytest.raises(PermissionDenied):
        sign_as(cast, "deputy_dsl", "head")
    row = delegated(cast, "chair")
    with pytest.raises(PermissionDenied):
        sign_as(cast, "link_governor", "head")
    with cast.as_("link_governor"):
        end_delegation(actor=cast.actor("link_governor"), delegate_id=row.pk)
    sign_as(cast, "head")
    with pytest.raises(PermissionDenied):
        sign_as(cast, "link_governor", "chair")


def test_whoever_answered_does_not_sign_it_for_another(cast):
    ready(cast)
    save(cast, "deputy_dsl", "LG1", LOW, read=1)
    delegated(cast, "head")
    sign_as(cast, "dsl")
    with pytest.raises(Refused, match="nobody checks their own work"):
        sign_as(cast, "deputy_dsl", "head")


def test_ending_twice_keeps_the_first_and_nobody_else_ends(cast):
    row = delegated(cast, "chair")
    for who in ("dsl", "deputy_dsl"):
        with pytest.raises(PermissionDenied), cast.as_(who):
            end_delegation(actor=cast.actor(who), delegate_id=row.pk)
    for who in ("chair", "head"):
        with cast.as_(who):
            ended = end_delegation(actor=cast.actor(who), delegate_id=row.pk)
    assert ended.ended_by_id == cast.people["chair"].pk


class TestTheDatabaseByItself:
    """What the code would have to get wrong."""

    def signature(self, cast, who, step, row, **changes):
        facts = {
            "audit": cast.audit, "step": step, "person_id": cast.people[who].pk, "signed_name": who,
            "declaration": "I sign.", "delegation": row, "delegated_under": SCHEME,
        }  # fmt: skip
        with transaction.atomic():
            return Signature.objects.create(**facts | changes, **cast.audit.owner)

    def test_a_signature_under_a_delegation_that_is_not_theirs_ended_or_says_otherwise(self, cast):
        ready(cast)
        row = delegated(cast, "chair")
        with cast.as_("head"):
            for who, step, changes in (
                ("deputy_dsl", "chair", {}),
                ("link_governor", "head", {}),
                ("link_governor", "chair", {"delegated_under": "Another minute"}),
            ):
                with pytest.raises(IntegrityError, match="without a delegation of theirs"):
                    self.signature(cast, who, step, row, **changes)
            with pytest.raises(IntegrityError, match="signature_delegate_says_under_what"):
                self.signature(cast, "link_governor", "chair", None)
            end_delegation(actor=cast.actor("head"), delegate_id=row.pk)
            with pytest.raises(IntegrityError, match="without a delegation of theirs"):
                self.signature(cast, "link_governor", "chair", row)

    def test_the_dsl_s_signature_is_never_delegated(self, cast):
        row = delegated(cast, "head")
        with pytest.raises(IntegrityError), cast.as_("head"):
            self.signature(cast, "deputy_dsl", "dsl", row)

    def test_what_somebody_answered(self, cast):
        ready(cast)
        save(cast, "link_governor", "LG1", LOW, read=1)
        row = delegated(cast, "chair")
        with pytest.raises(IntegrityError, match="what they have answered"), cast.as_("link_governor"):
            self.signature(cast, "link_governor", "chair", row)
        with pytest.raises(IntegrityError, match="what they have answered"), cast.as_("link_governor"):
            GivenBack.objects.create(
                audit=cast.audit, step="chair", comment="x", returned_by_id=cast.people["link_governor"].pk,
                returned_name="x", delegation=row, delegated_under=SCHEME, **cast.audit.owner,
            )  # fmt: skip

    def test_nobody_twice(self, cast):
        ready(cast)
        head, chair = delegated(cast, "head"), delegated(cast, "chair")
        with cast.as_("deputy_dsl"):
            self.signature(cast, "deputy_dsl", "head", head)
        with pytest.raises(IntegrityError), cast.as_("deputy_dsl"):
            self.signature(cast, "deputy_dsl", "chair", chair)

    @pytest.mark.parametrize(
        ("changes", "name"),
        [
            ({"minute_reference": ""}, "signing_delegate_is_minuted"),
            ({"ends_on": date(2026, 8, 31)}, "signing_delegate_from_and_to"),
            ({"ends_on": date(2028, 1, 1)}, "signing_delegate_from_and_to"),
            ({"named_by_id": 7}, "signing_delegate_nobody_names_themselves"),
        ],
    )
    def test_a_delegation_holds_what_it_must(self, cast, changes, name):
        facts = {
            "step": "chair", "person_id": 7, "delegate_name": "x", "minute_reference": "4.3", "named_by_id": 8,
            "starts_on": date(2026, 9, 1), "ends_on": date(2027, 8, 31),
        }  # fmt: skip
        with pytest.raises(IntegrityError, match=name), cast.as_("head"):
            SigningDelegate.objects.create(**facts | changes, **cast.audit.owner)

    def test_it_is_ended_once_and_never_changed_or_removed(self, cast):
        row = delegated(cast, "chair")
        for change in (
            {"ends_on": date(2027, 12, 31)},
            {"person_id": 5},
            {"minute_reference": "Another"},
        ):
            with pytest.raises(DatabaseError), cast.as_("head"):
                SigningDelegate.objects.filter(pk=row.pk).update(**change)
        with pytest.raises(DatabaseError), cast.as_("head"):
            SigningDelegate.objects.all().delete()
        with cast.as_("head"):
            end_delegation(actor=cast.actor("head"), delegate_id=row.pk)
        with pytest.raises(DatabaseError, match="is frozen since"), cast.as_("head"):
            SigningDelegate.objects.filter(pk=row.pk).update(ended_at=None, ended_by_id=None)

    def test_a_contributor_reads_none(self, cast):
        delegated(cast, "chair")
        with cast.as_("contributor"):
            assert not SigningDelegate.objects.exists()
        with cast.as_("next_door_dsl"):
            assert not SigningDelegate.objects.exists()
