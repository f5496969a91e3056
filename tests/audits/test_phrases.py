"""The bank of phrases: what may go in, who keeps it, and that it lives on over versions of a framework."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from audits.frameworks.actions import keep_parts, publish_unchanged
from audits.frameworks.models import Framework, Indicator
from audits.frameworks.queries import catalogue
from audits.phrases.actions import change_phrase, count_use, retire_phrase, write_phrase
from audits.phrases.models import Phrase
from audits.phrases.queries import bank_page, choices_of_indicators, phrases_at
from audits.phrases.rules import put_in
from audits.phrases.types import BankFilter, PhraseEntry
from lscp_portal.trail.models import Event
from lscp_portal.workflow import Refused
from tests.audits import phrasing
from tests.people import Cast

WHO_WRITES = {"reviewer": True, "second_reviewer": True, "lead": True, "scrutineer": False, "visitor": False,
              "administrator": False, "publisher": False, "analyst": False, "dsl": False, "head": False}  # fmt: skip
WRONG = [  # what is refused, and where the sentence stands
    ({"kind": "comment", "text": " "}, "text"),
    ({"kind": "comment", "text": "Good.", "help_from": "Us"}, ""),
    ({"kind": "comment", "text": "Good.", "workdays": 5}, ""),
    ({"kind": "recommendation", "text": "Do it.", "workdays": 5}, "help_from"),
    ({"kind": "recommendation", "text": "Do it.", "help_from": " ", "workdays": 5}, "help_from"),
    ({"kind": "recommendation", "text": "Do it.", "help_from": "Us"}, "workdays"),
    ({"kind": "recommendation", "text": "Do it.", "help_from": "Us", "workdays": 0}, "workdays"),
    ({"kind": "recommendation", "text": "Do it.", "help_from": "Us", "workdays": 251}, "workdays"),
]


def version_of(cast: Cast, upstream: str, version: str) -> Framework:
    """One more published framework with the same codes."""
    definition = catalogue()[-1]
    with cast.as_("lead"):
        made = Framework.objects.create(
            tenant=cast.partnership, upstream=upstream, upstream_version=version, version=version, title="Another",
            subtitle="", academic_year="2027/28", settings=dict(definition.settings), sha256=definition.sha256,
        )  # fmt: skip
        keep_parts(made, definition)
        publish_unchanged(made, None)
    return made


@pytest.mark.parametrize(("who", "may"), WHO_WRITES.items())
def test_who_may_put_a_phrase_in(cast, who, may):
    actor, entry = cast.actor(who), PhraseEntry(kind="comment", text="Good.")
    with cast.as_(who):
        if may:
            assert write_phrase(actor=actor, entry=entry).written_by_id == actor.person_id
        else:
            with pytest.raises(PermissionDenied):
                write_phrase(actor=actor, entry=entry)


@pytest.mark.parametrize(("said", "field"), WRONG)
def test_every_recommendation_names_help_and_a_time(cast, said, field):
    actor = cast.actor("reviewer")
    with cast.as_("reviewer"), pytest.raises(Refused) as refused:
        write_phrase(actor=actor, entry=PhraseEntry(**said))
    assert field in {one.field for one in refused.value.blockers}


def test_the_database_holds_recommendations_to_their_help(cast):
    common = {"tenant": cast.partnership, "text": "Do it.", "written_by_id": 1}
    for wrong in (
        {"kind": "recommendation", "help_from": "", "workdays": 5},
        {"kind": "recommendation", "help_from": "Us"},
        {"kind": "comment", "help_from": "Us"},
        {"kind": "comment", "code": "LG1"},
        {"kind": "comment", "text": ""},
    ):
        with cast.as_("lead"), pytest.raises(DatabaseError), transaction.atomic():
            Phrase.objects.create(**(common | wrong))


def test_the_same_phrase_is_not_kept_twice_and_a_retired_one_may_come_again(cast):
    phrase = phrasing.a_comment(cast)
    with pytest.raises(Refused):
        phrasing.a_comment(cast, who="second_reviewer")
    phrasing.a_comment(cast, "LG2")
    with cast.as_("lead"):
        retire_phrase(actor=cast.actor("lead"), phrase_id=phrase.pk)
    phrasing.a_comment(cast)


def test_a_code_that_nobody_has_is_not_there(cast):
    with pytest.raises(Indicator.DoesNotExist):
        phrasing.a_comment(cast, "ZZ9")


def test_the_lead_alone_changes_and_retires_and_it_is_kept_who_did(cast):
    phrase = phrasing.a_recommendation(cast)
    entry = PhraseEntry(kind="recommendation", text="Name two.", help_from="Us", workdays=20)
    for who in ("reviewer", "second_reviewer", "scrutineer"):
        with cast.as_(who):
            for change in (
                lambda who=who: change_phrase(actor=cast.actor(who), phrase_id=phrase.pk, entry=entry, read=1),
                lambda who=who: retire_phrase(actor=cast.actor(who), phrase_id=phrase.pk),
            ):
                with pytest.raises(PermissionDenied):
                    change()
    lead = cast.actor("lead")
    with cast.as_("lead"):
        changed = change_phrase(actor=lead, phrase_id=phrase.pk, entry=entry, read=1)
        assert (changed.text, changed.workdays, changed.revision, changed.changed_by_id) == (
            "Name two.", 20, 2, lead.person_id,
        )  # fmt: skip
        with pytest.raises(Refused):  # from an old page
            change_phrase(actor=lead, phrase_id=phrase.pk, entry=entry, read=1)
        once = retire_phrase(actor=lead, phrase_id=phrase.pk)
        assert retire_phrase(actor=lead, phrase_id=phrase.pk).retired_at == once.retired_at
        with pytest.raises(Refused):
            change_phrase(actor=lead, phrase_id=phrase.pk, entry=entry, read=2)
        kinds = list(Event.objects.filter(kind__startswith="phrase.").order_by("pk").values_list("kind", flat=True))
        assert kinds == ["phrase.written", "phrase.changed", "phrase.retired"]


def test_a_retired_phrase_never_changes_whoever_asks(cast):
    phrase = phrasing.a_comment(cast)
    with cast.as_("lead"):
        retire_phrase(actor=cast.actor("lead"), phrase_id=phrase.pk)
        for change in ({"text": "Other."}, {"retired_at": None, "retired_by_id": None}, {"used": 9}):
            with pytest.raises(DatabaseError), transaction.atomic():
                Phrase.objects.filter(pk=phrase.pk).update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            Phrase.objects.filter(pk=phrase.pk).delete()


def test_it_is_counted_how_often_and_nowhere_by_whom(cast):
    phrase = phrasing.a_comment(cast)
    for who in ("reviewer", "second_reviewer", "reviewer"):
        with cast.as_(who):
            count_use(actor=cast.actor(who), phrase_id=phrase.pk)
    with cast.as_("lead"):
        assert Phrase.objects.get().used == 3
        assert not Event.objects.filter(kind__contains="used").exists()
        assert [kind for kind in Event.objects.values_list("kind", flat=True) if kind.startswith("phrase.")] == [
            "phrase.written"
        ]
        with pytest.raises(PermissionDenied):
            count_use(actor=cast.actor("lead"), phrase_id=phrase.pk)


def test_beside_an_indicator_its_own_come_first_then_those_for_any_the_most_used_first(cast):
    every = phrasing.a_comment(cast, "", "For any.")
    seldom, often = phrasing.a_comment(cast, text="Seldom."), phrasing.a_comment(cast, text="Often.")
    phrasing.a_comment(cast, "LG2", "Of another.")
    phrasing.a_recommendation(cast)
    with cast.as_("reviewer"):
        for phrase in (often, every, every):
            count_use(actor=cast.actor("reviewer"), phrase_id=phrase.pk)
        here = phrases_at(indicator_id=cast.indicators["LG1"].pk)
    assert [one.id for one in here.comments] == [often.pk, seldom.pk, every.pk]
    assert [one.key for one in here.comments] == ["5", "6", "7"]
    assert [(one.help_from, one.workdays) for one in here.recommendations] == [(phrasing.HELP, 10)]


def test_only_five_have_keys_and_the_rest_is_folded_away(cast):
    for number in range(8):
        phrasing.a_comment(cast, text=f"Phrase {number}.")
    with cast.as_("reviewer"):
        here = phrases_at(indicator_id=cast.indicators["LG1"].pk)
    assert [one.key for one in here.first_comments] == list("56789")
    assert len(here.more_comments) == 3


def test_a_phrase_lives_on_over_versions_of_its_series_and_nowhere_else(cast):
    phrasing.a_comment(cast)
    later, other = version_of(cast, cast.framework.upstream, "2099.1"), version_of(cast, "another-series", "1")
    with cast.as_("reviewer"):
        for framework, number in ((later, 1), (other, 0)):
            indicator = Indicator.objects.get(framework=framework, code="LG1")
            assert len(phrases_at(indicator_id=indicator.pk).comments) == number
        keys = [key for _title, rows in choices_of_indicators() for key, _words in rows]
        assert keys.count(f"{cast.framework.upstream} LG1") == 1
        assert keys.count("another-series LG1") == 1


def test_phrases_of_another_partnership_are_not_there(cast):
    phrase = phrasing.a_comment(cast)
    with cast.as_("elsewhere_lead"):
        assert Phrase.objects.count() == 0
        with pytest.raises(Phrase.DoesNotExist):
            retire_phrase(actor=cast.actor("elsewhere_lead"), phrase_id=phrase.pk)


FINDS = [  # what is asked, and the texts that are found in order
    ({}, ["Any.", "First.", "Second.", "Advice."]),
    ({"words": "sec"}, ["Second."]),
    ({"words": "lg1"}, ["First.", "Advice."]),
    ({"words": "training advice"}, ["Advice."]),
    ({"section": "CU"}, ["Second."]),
    ({"kind": "recommendation"}, ["Advice."]),
    ({"retired": True}, ["Gone."]),
    ({"words": "nothing like it"}, []),
]


@pytest.mark.parametrize(("asked", "texts"), FINDS)
def test_the_bank_is_listed_by_section_and_indicator_and_searched(cast, asked, texts):
    phrasing.a_comment(cast, "CU1", "Second.")
    phrasing.a_recommendation(cast, text="Advice.")
    phrasing.a_comment(cast, "", "Any.")
    phrasing.a_comment(cast, text="First.")
    gone = phrasing.a_comment(cast, text="Gone.")
    with cast.as_("lead"):
        retire_phrase(actor=cast.actor("lead"), phrase_id=gone.pk)
        page = bank_page(actor=cast.actor("lead"), wanted=BankFilter(**asked))
    found = [row.text for group in page.groups for row in group.rows]
    assert sorted(found) == sorted(texts)
    assert page.total == len(texts)


PUT_IN = [("", "B.", "B."), ("  ", "B.", "B."), ("A.", "B.", "A. B."), ("A. ", "B.", "A. B."), ("A.\n", "B.", "A.\nB.")]


@pytest.mark.parametrize(("comment", "phrase", "together"), PUT_IN)
def test_a_phrase_stands_apart_from_what_was_written(comment, phrase, together):
    assert put_in(comment, phrase) == together
