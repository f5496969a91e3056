"""A school offers what it does well; the partnership checks and publishes it; the school keeps it true."""

from collections.abc import Iterable
from dataclasses import asdict

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audits.good_practice.models import GoodPractice, GoodPracticeStep
from audits.good_practice.policies import may_offer
from audits.good_practice.rules import next_confirmation
from audits.good_practice.transitions import GOOD_PRACTICE
from audits.good_practice.types import PracticeWords, WordsChanged
from lscp_portal.accounts.queries import holders
from lscp_portal.notify.posting import queue
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from lscp_portal.workflow import Blocker, Refused
from schools.register.models import School

AT_SCHOOL = ("dsl", "head")
AGREEING = ("head", "chair")
IN_AREA = ("lead",)


def write(*, actor: Actor, words: PracticeWords) -> GoodPractice:
    """Begin a draft. Raises PermissionDenied."""
    if not may_offer(actor):
        raise PermissionDenied("good_practice.write")
    school: School = School.objects.get(pk=actor.school_id)
    made: GoodPractice = GoodPractice.objects.create(
        tenant_id=actor.tenant_id, school=school, school_name=school.name, urn=school.urn, phase=school.phase,
        **asdict(words),
    )  # fmt: skip
    record(actor, "good_practice.written", made, codes=list(words.codes))
    return made


def change(*, actor: Actor, practice_id: int, words: PracticeWords, read: int) -> GoodPractice:
    """Change the words of a draft. read: the revision the page was showing.

    Raises PermissionDenied, Refused (it is not a draft), WordsChanged, GoodPractice.DoesNotExist.
    """
    practice = _locked(practice_id)
    if not may_offer(actor, practice):
        raise PermissionDenied("good_practice.change")
    if practice.state != GoodPractice.State.DRAFT:
        raise Refused([Blocker("state", "Take it back to a draft first, then its words can be changed.")])
    if practice.revision != read:
        raise WordsChanged(practice.revision)
    said = asdict(words)
    for name, value in said.items():
        setattr(practice, name, value)
    practice.revision = read + 1
    practice.save(update_fields=[*said, "revision"])
    record(actor, "good_practice.changed", practice, revision=practice.revision)
    return practice


def offer(*, actor: Actor, practice_id: int) -> GoodPractice:
    """Give it to the partnership to check. Raises PermissionDenied, Refused."""
    practice = _move("offer", actor, practice_id)
    practice.save(update_fields=["state"])
    _tell(actor, practice, "good_practice_offered", holders(roles=IN_AREA), of_area=True)
    return practice


def give_back(*, actor: Actor, practice_id: int, words: str) -> GoodPractice:
    """Ask the school to change something. Raises PermissionDenied, Refused (also without words)."""
    practice = _move("give_back", actor, practice_id, words=_needed(words, "Say what the school should change."))
    practice.save(update_fields=["state"])
    _tell(actor, practice, "good_practice_returned", _at(practice, AT_SCHOOL))
    return practice


def check(*, actor: Actor, practice_id: int, how: str, words: str = "") -> GoodPractice:
    """Somebody of the partnership has seen that it is so. how: a GoodPractice.How. Raises PermissionDenied, Refused."""
    practice = _move("check", actor, practice_id, words=words)
    practice.checked_by_id, practice.checked_how = actor.person_id, GoodPractice.How(how)
    practice.save(update_fields=["state", "checked_by_id", "checked_how"])
    _tell(actor, practice, "good_practice_checked", _at(practice, AGREEING))
    return practice


def reopen(*, actor: Actor, practice_id: int) -> GoodPractice:
    """The school takes it back to change its words; it is checked anew. Raises PermissionDenied, Refused."""
    practice = _move("reopen", actor, practice_id)
    practice.checked_by_id, practice.checked_how = None, ""
    practice.save(update_fields=["state", "checked_by_id", "checked_how"])
    return practice


def agree(*, actor: Actor, practice_id: int) -> GoodPractice:
    """The school consents to be named and asked. Raises PermissionDenied, Refused."""
    practice = _move("agree", actor, practice_id)
    practice.consented_by_id = actor.person_id
    practice.save(update_fields=["state", "consented_by_id"])
    _tell(actor, practice, "good_practice_agreed", holders(roles=IN_AREA), of_area=True)
    return practice


def publish(*, actor: Actor, practice_id: int) -> GoodPractice:
    """Show it to everybody, for a year. Raises PermissionDenied (also whoever checked it), Refused."""
    practice = _move("publish", actor, practice_id)
    today = timezone.localdate()
    practice.published_by_id, practice.published_at = actor.person_id, timezone.now()
    practice.confirmed_on, practice.confirm_by = today, next_confirmation(today)
    practice.save(update_fields=["state", "published_by_id", "published_at", "confirmed_on", "confirm_by"])
    _tell(actor, practice, "good_practice_published", _at(practice, ("dsl", "head", "chair")))
    return practice


def confirm(*, actor: Actor, practice_id: int) -> GoodPractice:
    """The school says that it still does this. Raises PermissionDenied, Refused (nobody has to say so yet)."""
    today = timezone.localdate()
    practice = _move("confirm", actor, practice_id)
    practice.confirmed_on, practice.confirm_by = today, next_confirmation(today)
    practice.save(update_fields=["state", "confirmed_on", "confirm_by"])
    return practice


def withdraw(*, actor: Actor, practice_id: int, words: str) -> GoodPractice:
    """Take it from every page at once; the other side is told why. Raises PermissionDenied, Refused (without words)."""
    practice = _move("withdraw", actor, practice_id, words=_needed(words, "Say why: the other side reads it."))
    practice.withdrawn_because = words
    practice.save(update_fields=["state", "withdrawn_because"])
    if actor.works_for_area:
        _tell(actor, practice, "good_practice_withdrawn", _at(practice, AT_SCHOOL))
    else:
        _tell(actor, practice, "good_practice_withdrawn", holders(roles=IN_AREA), of_area=True)
    return practice


def _move(step: str, actor: Actor, practice_id: int, *, words: str = "") -> GoodPractice:
    """Set the state of the locked row and write the step down; the caller saves."""
    practice = _locked(practice_id)
    GOOD_PRACTICE.move(step, practice, actor)
    GoodPracticeStep.objects.create(practice=practice, step=step, words=words, by_id=actor.person_id, **practice.owner)
    record(actor, f"good_practice.{step}", practice)
    return practice


def _locked(practice_id: int) -> GoodPractice:
    rows = GoodPractice.objects.select_for_update(of=("self",), no_key=True).select_related("tenant")
    found: GoodPractice = rows.get(pk=practice_id)
    return found


def _needed(words: str, sentence: str) -> str:
    if not words.strip():
        raise Refused([Blocker("words", sentence)])
    return words


def _at(practice: GoodPractice, roles: Iterable[str]) -> list[int]:
    return holders(roles=tuple(roles), school_id=practice.school_id)


def _tell(actor: Actor, practice: GoodPractice, template: str, people: Iterable[int], *, of_area: bool = False) -> None:
    """One e-mail each: never twice for one step, since a step is a row."""
    place = f"/p/{practice.tenant.slug}" if of_area else f"/s/{practice.urn}"
    latest = practice.steps.order_by("-pk").values_list("pk", flat=True).first()
    queue(
        template=template,
        key=f"good-practice:{latest}",
        to=people,
        path=f"{place}/good-practice/{practice.pk}/",
        by=actor.person_id,
        school_id=practice.school_id,
    )
