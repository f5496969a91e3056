"""Central answers where several partnerships, several leads and later changes meet."""

from dataclasses import replace
from datetime import timedelta

from django.utils import timezone

from audits.answers.models import Answer
from audits.cycles.actions import open_cycle, plan_cycle
from audits.lifecycle.models import Audit
from audits.trusts.actions import save_central
from audits.trusts.models import CentralAnswer, CentralAnswerRevision, TrustConfirmation
from audits.trusts.types import CentralConflict, CentralEntry
from lscp_portal.tenancy.scope import area_scope, scope
from tests.audits.planning import plan_of
from tests.audits.test_review_races import at_once
from tests.trusts.test_trusts import ENTRY, HERE, SCHOOL, leads_next_door_too, offered, typed, words_of, yes

OTHER = CentralEntry(level="partly", strength=1, how_we_know="We found gaps in two schools.")
NOTED = replace(ENTRY, note="Check supply too.")


def page_of(cast, who="trust_lead"):
    return cast.client(who).get(f"{HERE}answers/{cast.framework.pk}/LG1/")


def confirmed(cast):
    dsl = cast.client("next_door_dsl")
    return dsl.post(SCHOOL + "lg/lg1/from-trust/", yes(dsl.get(SCHOOL + "lg/lg1/")))


def revisions(cast):
    """Revision of the answer, by partnership."""
    return {
        place.pk: row.revision
        for place in (cast.partnership, cast.other_partnership)
        for row in _rows(place)
    }  # fmt: skip


def _rows(place):
    with scope(area_scope(place.pk)):
        return list(CentralAnswer.objects.all())


def test_a_new_note_can_be_confirmed_though_the_schools_own_words_stay(cast):
    offered(cast)
    assert confirmed(cast).status_code == 302
    offered(cast, entry=NOTED)
    shown = cast.client("next_door_dsl").get(SCHOOL + "lg/lg1/").text
    assert "has changed its answer since" in shown
    assert "Check supply too." in shown
    assert confirmed(cast).status_code == 302
    shown = cast.client("next_door_dsl").get(SCHOOL + "lg/lg1/").text
    assert "has changed its answer since" not in shown
    assert "Your school answers in these words" in shown
    with cast.as_("next_door_dsl"):
        assert Answer.objects.get().revision == 1
        assert list(TrustConfirmation.objects.order_by("pk").values_list("central_revision", flat=True)) == [1, 2]


def test_the_lead_sees_how_many_schools_stand_by_an_earlier_wording(cast):
    offered(cast)
    confirmed(cast)
    assert "Confirmed by 1 school." in words_of(page_of(cast))
    offered(cast, entry=OTHER)
    for page in (page_of(cast), cast.client("trust_lead").get(HERE + "answers/")):
        assert "Confirmed by 1 school, 1 in an earlier wording" in words_of(page)


def test_the_same_words_saved_again_are_no_change_for_the_schools(cast):
    offered(cast)
    confirmed(cast)
    trust = cast.client("trust_lead")
    page = page_of(cast)
    same = typed(page, level=ENTRY.level, strength=str(ENTRY.strength), how_we_know=ENTRY.how_we_know, note=ENTRY.note)
    said = trust.post(f"{HERE}answers/{cast.framework.pk}/LG1/", same, follow=True)
    assert "stands as it was: nothing was changed" in words_of(said)
    assert "has changed its answer since" not in cast.client("next_door_dsl").get(SCHOOL + "lg/lg1/").text


def test_a_partnership_that_joins_later_is_named_and_gets_the_words_without_a_change_for_the_others(cast):
    offered(cast)
    leads_next_door_too(cast)
    assert "Not offered yet in Harrowfold Safeguarding Partners" in words_of(page_of(cast))
    assert "Not offered yet in Harrowfold" in words_of(cast.client("trust_lead").get(HERE + "answers/"))
    assert offered(cast) == 1
    assert revisions(cast) == {cast.partnership.pk: 1, cast.other_partnership.pk: 1}
    assert "Not offered yet" not in words_of(page_of(cast))


def test_two_leads_of_different_areas_see_each_others_words_once_somebody_leads_both(cast):
    offered(cast)
    offered(cast, entry=OTHER)
    offered(cast, entry=OTHER, who="elsewhere_trust_lead")
    offered(cast, entry=ENTRY)
    leads_next_door_too(cast)
    words = words_of(page_of(cast))
    assert "Your schools are offered different words" in words
    assert ENTRY.how_we_know in words
    assert OTHER.how_we_know in words
    assert revisions(cast) == {cast.partnership.pk: 3, cast.other_partnership.pk: 1}
    assert offered(cast, entry=ENTRY) == 1  # the other one's only
    assert "offered different words" not in words_of(page_of(cast))


def test_a_change_in_one_area_is_noticed_by_who_leads_both(cast):
    leads_next_door_too(cast)
    offered(cast)
    page = page_of(cast)
    offered(cast, entry=OTHER, who="elsewhere_trust_lead")
    clash = cast.client("trust_lead").post(f"{HERE}answers/{cast.framework.pk}/LG1/", typed(page, how_we_know="Mine."))
    assert clash.status_code == 409
    assert OTHER.how_we_know in clash.text
    assert "Mine." in clash.text
    again = cast.client("trust_lead").post(f"{HERE}answers/{cast.framework.pk}/LG1/", typed(clash, how_we_know="Mine."))
    assert again.status_code == 302


def test_withdrawing_works_where_partnerships_stand_at_different_revisions(cast):
    offered(cast)
    offered(cast, entry=OTHER)
    leads_next_door_too(cast)
    offered(cast, entry=OTHER)
    assert set(revisions(cast).values()) == {1, 2}
    path = f"{HERE}answers/{cast.framework.pk}/LG1/withdraw/"
    stale = cast.client("trust_lead").post(path, {"read": "1:1"})
    assert stale.status_code == 409
    assert cast.client("trust_lead").post(path, typed(stale)).status_code == 302
    with cast.as_("trust_lead"):
        assert not CentralAnswer.objects.filter(withdrawn_at=None).exists()


def test_of_two_first_saves_at_once_one_is_kept_and_the_other_one_told(committed_cast):
    cast = committed_cast
    wanted = {"framework_id": cast.framework.pk, "code": "LG1", "read": ""}
    saves = [("trust_lead", save_central, wanted | {"entry": entry}) for entry in (ENTRY, OTHER)]
    found = at_once(cast, *saves)
    assert sorted(found.values()) == [1, 1]
    assert CentralConflict in found
    with cast.as_("trust_lead"):
        assert CentralAnswerRevision.objects.count() == 1


def test_an_answer_to_another_series_of_frameworks_cannot_be_confirmed(cast):
    offered(cast)
    said = yes(cast.client("next_door_dsl").get(SCHOOL + "lg/lg1/"))
    with cast.as_("trust_lead"):
        row = CentralAnswer.objects.get()
        row.pk, row.upstream = None, "another-series"
        row.save(force_insert=True)
    refused = cast.client("next_door_dsl").post(SCHOOL + "lg/lg1/from-trust/", said | {"offer": row.pk})
    assert refused.status_code == 404
    with cast.as_("next_door_dsl"):
        assert not Answer.objects.exists()


def test_every_return_that_is_owed_is_among_the_dates_by_month(cast):
    lead, past = cast.actor("lead"), timezone.localdate() - timedelta(days=40)
    with cast.as_("lead"):
        cycle = plan_cycle(actor=lead, plan=plan_of(cast.framework, mode="core"))
        open_cycle(actor=lead, cycle_id=cycle.pk)
        Audit.objects.filter(cycle=cycle).update(due_on=past)
    words = words_of(cast.client("trust_lead").get(HERE + "dates/"))
    assert words.count(cast.next_door.name) == 2
    assert f"{past:%B %Y}" in words
    assert words.count("Overdue") == 1
