"""Inviting, sending again, taking back, and leaving: what the actions keep and refuse."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from lscp_portal.accounts import actions
from lscp_portal.accounts.actions import Guest
from lscp_portal.accounts.models import Invitation, Membership
from lscp_portal.accounts.places import school_place
from lscp_portal.accounts.queries import holders, holders_by_school, names_of
from lscp_portal.trail.models import Event
from lscp_portal.workflow import Refused


def invite(cast, who, role, email="new.person@school.lscp.test", school=None):
    with cast.as_(who):
        place = school_place(school_id=school.pk) if school else None
        guest = Guest(email=email, full_name="New Person", role=role, school=place)
        return actions.invite(actor=cast.actor(who), guest=guest)


def test_a_lead_invites_a_head_for_seven_days_and_the_trail_knows(cast):
    made = invite(cast, "lead", "head", email="Head@School.lscp.test", school=cast.here)
    assert (made.email, made.school_urn, made.school_name) == ("head@school.lscp.test", 900001, cast.here.name)
    assert timedelta(days=6, hours=23) < made.expires_at - timezone.now() <= timedelta(days=7)
    with cast.as_("lead"):
        event = Event.objects.get(kind="invitation.made")
        assert (event.person_id, event.facts) == (cast.people["lead"].pk, {"role": "head", "school": cast.here.pk})


def test_the_dsl_may_not_choose_the_chair(cast):
    with pytest.raises(PermissionDenied):
        invite(cast, "dsl", "chair", school=cast.here)
    assert not Invitation.objects.exists()


def test_nobody_invites_themselves(cast):
    with pytest.raises(Refused, match="You cannot invite yourself"):
        invite(cast, "lead", "publisher", email=cast.people["lead"].email)


def test_a_role_somebody_holds_is_not_given_twice(cast):
    with pytest.raises(Refused, match="has this role already"):
        invite(cast, "head", "dsl", email=cast.people["dsl"].email, school=cast.here)


def test_an_open_invitation_is_sent_again_not_made_again(cast):
    invite(cast, "lead", "reviewer")
    with pytest.raises(Refused, match="is invited as Reviewer already"):
        invite(cast, "lead", "reviewer")


def test_an_invitation_is_sent_five_times_at_most(cast):
    made = invite(cast, "lead", "reviewer")
    with cast.as_("lead"):
        for times in (2, 3, 4, 5):
            again = actions.resend_invitation(actor=cast.actor("lead"), invitation_id=made.pk)
            assert again.times_sent == times
        with pytest.raises(Refused, match="sent 5 times"):
            actions.resend_invitation(actor=cast.actor("lead"), invitation_id=made.pk)


def test_the_dsl_may_neither_resend_nor_take_back_the_chairs_invitation(cast):
    made = invite(cast, "head", "chair", school=cast.here)
    with cast.as_("dsl"):
        for act in (actions.resend_invitation, actions.revoke_invitation):
            with pytest.raises(PermissionDenied):
                act(actor=cast.actor("dsl"), invitation_id=made.pk)


def test_what_is_taken_back_stays_back(cast):
    made = invite(cast, "lead", "reviewer")
    with cast.as_("lead"):
        actions.revoke_invitation(actor=cast.actor("lead"), invitation_id=made.pk)
        with pytest.raises(Refused, match="taken back"):
            actions.resend_invitation(actor=cast.actor("lead"), invitation_id=made.pk)


@pytest.mark.parametrize("who", ["lead", "head"])
def test_another_partnerships_and_another_schools_invitations_are_not_there(cast, who):
    foreign = invite(cast, "elsewhere_lead", "reviewer")
    next_door = invite(cast, "next_door_head", "contributor", school=cast.next_door)
    with cast.as_(who):
        seen = set(Invitation.objects.values_list("pk", flat=True))
    assert foreign.pk not in seen
    assert (next_door.pk in seen) == (who == "lead")


def test_who_leaves_is_out_even_on_the_first_day_and_may_come_back_the_same_day(cast):
    membership = cast.memberships["contributor"]
    Membership.objects.filter(pk=membership.pk).update(starts_on=timezone.localdate())
    with cast.as_("head"):
        actions.end_membership(actor=cast.actor("head"), membership_id=membership.pk)
        assert cast.people["contributor"].pk not in holders(roles=("contributor",), school_id=cast.here.pk)
        with pytest.raises(Refused, match="already said"):
            actions.end_membership(actor=cast.actor("head"), membership_id=membership.pk)
    kept = Membership.objects.get(pk=membership.pk)
    assert (kept.ended_by_id, kept.ends_on) == (cast.people["head"].pk, timezone.localdate())
    Membership.objects.create(
        person=kept.person, tenant=kept.tenant, role=kept.role, starts_on=timezone.localdate(),
        school_id=kept.school_id, school_urn=kept.school_urn,
    )  # fmt: skip


def test_the_last_who_can_invite_stays(cast):
    with cast.as_("lead"):
        actor = cast.actor("lead")
        actions.end_membership(actor=actor, membership_id=cast.memberships["administrator"].pk)
        with pytest.raises(Refused, match="the last person who can invite others"):
            actions.end_membership(actor=actor, membership_id=cast.memberships["lead"].pk)


def test_a_school_cannot_end_a_membership_of_the_partnership(cast):
    with cast.as_("head"), pytest.raises(Membership.DoesNotExist):  # the database shows it, but not to be changed
        actions.end_membership(actor=cast.actor("head"), membership_id=cast.memberships["lead"].pk)


def test_holders_are_those_of_today(cast):
    with cast.as_("lead"):
        heads = {cast.here.pk: [cast.people["head"].pk], cast.next_door.pk: [cast.people["next_door_head"].pk]}
        assert holders_by_school(roles=("head",)) == heads
        assert holders(roles=("lead",)) == [cast.people["lead"].pk]
        assert names_of([cast.people["head"].pk, cast.people["elsewhere_head"].pk]) == {cast.people["head"].pk: "Head"}
    Membership.objects.filter(pk=cast.memberships["head"].pk).update(ends_on=timezone.localdate() - timedelta(days=1))
    with cast.as_("dsl"):
        assert holders(roles=("head",), school_id=cast.here.pk) == []
