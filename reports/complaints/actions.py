"""Steps of a complaint: the school makes it, the lead answers, the scrutineer decides; each side is told."""

from collections.abc import Iterable
from dataclasses import asdict

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from lscp_portal.accounts.queries import holders
from lscp_portal.notify.posting import queue
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from lscp_portal.workflow import Blocker, Refused
from reports.complaints import rules
from reports.complaints.models import Complaint, ComplaintStep
from reports.complaints.policies import may_complain, may_let_go_on
from reports.complaints.queries import involved_at
from reports.complaints.transitions import COMPLAINT
from reports.complaints.types import ComplaintWords
from schools.holidays.queries import closed_days_of
from schools.register.models import School

AT_SCHOOL = ("head", "chair")
ANSWER_FIRST = "Write the answer: the school reads it."


def make(*, actor: Actor, words: ComplaintWords) -> Complaint:
    """Complain. What is about the lead goes to the scrutineer only. Raises PermissionDenied."""
    if not may_complain(actor):
        raise PermissionDenied("complaint.make")
    today = timezone.localdate()
    school: School = School.objects.select_related("tenant").get(pk=actor.school_id)
    due = rules.second_answer_by(today) if words.about_lead else rules.first_answer_by(today)
    made: Complaint = Complaint.objects.create(
        tenant_id=actor.tenant_id, school=school, made_by_id=actor.person_id,
        acknowledge_by=rules.acknowledge_by(today), answer_by=due, **asdict(words),
    )  # fmt: skip
    _keep("make", made, actor)
    _tell_partnership(made, "complaint_made", ("scrutineer",) if words.about_lead else ("lead",), by=actor.person_id)
    return made


def acknowledge(*, actor: Actor, complaint_id: int) -> Complaint:
    """Say that it has come and is looked at. Raises PermissionDenied, Refused."""
    complaint = _move("acknowledge", actor, complaint_id)
    complaint.save(update_fields=["state"])
    _tell_school(complaint, by=actor.person_id)
    return complaint


def answer(*, actor: Actor, complaint_id: int, outcome: str, words: str) -> Complaint:
    """The partnership's answer, the first stage. outcome: a Complaint.Outcome. Raises PermissionDenied, Refused."""
    complaint = _move("answer", actor, complaint_id, outcome=outcome, words=_needed(words, ANSWER_FIRST))
    complaint.first_by_id, complaint.outcome = actor.person_id, Complaint.Outcome(outcome)
    complaint.ask_by = rules.ask_by(timezone.localdate(), closed=closed_days_of(complaint.school))
    complaint.save(update_fields=["state", "first_by_id", "outcome", "ask_by"])
    _tell_school(complaint, by=actor.person_id)
    return complaint


def pass_on(*, actor: Actor, complaint_id: int, words: str) -> Complaint:
    """The lead hands it to the scrutineer, such as when it is about the lead's own work. Raises as answer does."""
    return _to_second("pass_on", actor, complaint_id, words, "Say why you do not answer it yourself.")


def take_up(*, actor: Actor, complaint_id: int, words: str) -> Complaint:
    """The scrutineer takes what is about the lead, or what the lead did not answer in time. Raises as answer does."""
    return _to_second("take_up", actor, complaint_id, words, "Say why you take it up.")


def ask_scrutineer(*, actor: Actor, complaint_id: int, words: str) -> Complaint:
    """The school is not content with the answer. Raises as answer does."""
    return _to_second("ask_scrutineer", actor, complaint_id, words, "Say what the answer does not settle.")


def decide(*, actor: Actor, complaint_id: int, outcome: str, words: str) -> Complaint:
    """The scrutineer's decision, the last stage. Raises PermissionDenied (whoever answered before), Refused."""
    complaint = _move("decide", actor, complaint_id, outcome=outcome, words=_needed(words, ANSWER_FIRST))
    complaint.second_by_id, complaint.outcome = actor.person_id, Complaint.Outcome(outcome)
    complaint.closed_at = timezone.now()
    complaint.save(update_fields=["state", "second_by_id", "outcome", "closed_at"])
    _tell_school(complaint, by=actor.person_id)
    if not complaint.about_lead:
        _tell_partnership(complaint, "complaint_decided", ("lead",), by=actor.person_id)
    return complaint


def accept(*, actor: Actor, complaint_id: int) -> Complaint:
    """The school is content with the first answer. Raises PermissionDenied, Refused."""
    complaint = _close("accept", actor, complaint_id)
    _tell_partnership(complaint, "complaint_closed", ("lead",), by=actor.person_id)
    return complaint


def withdraw(*, actor: Actor, complaint_id: int, words: str = "") -> Complaint:
    """The school takes it back. Raises PermissionDenied, Refused."""
    complaint = _close("withdraw", actor, complaint_id, words=words)
    told = ("scrutineer",) if complaint.about_lead else ("lead",)
    _tell_partnership(complaint, "complaint_closed", told, by=actor.person_id)
    return complaint


def lapse(*, complaint_id: int) -> Complaint:
    """The school let its time for the second stage pass. Raises Refused where it has not."""
    return _close("lapse", None, complaint_id)


def put_right(*, actor: Actor, complaint_id: int, words: str) -> Complaint:
    """Write down what was done about an upheld complaint; publication goes on. Raises PermissionDenied, Refused."""
    complaint = _move("put_right", actor, complaint_id, words=_needed(words, "Say what was done: the school reads it."))
    complaint.put_right, complaint.put_right_at = words, timezone.now()
    complaint.save(update_fields=["state", "put_right", "put_right_at"])
    _tell_school(complaint, by=actor.person_id)
    return complaint


def let_go_on(*, actor: Actor, complaint_id: int, words: str) -> Complaint:
    """Safety does not let publication wait for this complaint. The school is told why. Raises as answer does."""
    complaint = _locked(complaint_id)
    if not may_let_go_on(actor, complaint):
        raise PermissionDenied("complaint.let_go_on")
    if not rules.pauses_publication(complaint):
        raise Refused([Blocker("pause", "Publication does not wait for this complaint now.")])
    complaint.goes_on_because = _needed(words, "Say why safety does not let publication wait: the school reads it.")
    complaint.save(update_fields=["goes_on_because"])
    _keep("let_go_on", complaint, actor, words=words)
    _tell_school(complaint, by=actor.person_id)
    return complaint


def _to_second(step: str, actor: Actor, complaint_id: int, words: str, needed: str) -> Complaint:
    complaint = _move(step, actor, complaint_id, words=_needed(words, needed))
    complaint.answer_by = rules.second_answer_by(timezone.localdate())
    complaint.save(update_fields=["state", "answer_by"])
    if actor.works_for_area:
        _tell_school(complaint, by=actor.person_id)
    _tell_partnership(complaint, "complaint_second_stage", ("scrutineer",), by=actor.person_id)
    return complaint


def _close(step: str, actor: Actor | None, complaint_id: int, *, words: str = "") -> Complaint:
    complaint = _move(step, actor, complaint_id, words=words)
    complaint.closed_at = timezone.now()
    complaint.save(update_fields=["state", "closed_at"])
    return complaint


def _move(step: str, actor: Actor | None, complaint_id: int, *, words: str = "", outcome: str = "") -> Complaint:
    """Set the state of the locked row and write the step down; the caller saves."""
    complaint = _locked(complaint_id)
    if actor is None or actor.works_for_area:
        complaint.involved = involved_at(school_id=complaint.school_id)
    COMPLAINT.move(step, complaint, actor)
    _keep(step, complaint, actor, words=words, outcome=outcome)
    return complaint


def _keep(step: str, complaint: Complaint, actor: Actor | None, *, words: str = "", outcome: str = "") -> None:
    ComplaintStep.objects.create(
        complaint=complaint, step=step, words=words, outcome=outcome, by_id=actor.person_id if actor else None,
        **complaint.owner,
    )  # fmt: skip
    record(actor, f"complaint.{step}", complaint)


def _locked(complaint_id: int) -> Complaint:
    rows = Complaint.objects.select_for_update(of=("self",), no_key=True).select_related("tenant", "school")
    found: Complaint = rows.get(pk=complaint_id)
    return found


def _needed(words: str, sentence: str) -> str:
    if not words.strip():
        raise Refused([Blocker("words", sentence)])
    return words


def _tell_school(complaint: Complaint, *, by: int) -> None:
    people = holders(roles=AT_SCHOOL, school_id=complaint.school_id)
    _tell(complaint, "complaint_news", people, f"/s/{complaint.school.urn}/complaints/{complaint.pk}/", by=by)


def _tell_partnership(complaint: Complaint, template: str, roles: tuple[str, ...], *, by: int) -> None:
    place = f"/p/{complaint.tenant.slug}/complaints/{complaint.pk}/"
    _tell(complaint, template, holders(roles=roles), place, by=by)


def _tell(complaint: Complaint, template: str, people: Iterable[int], path: str, *, by: int) -> None:
    """One e-mail each: never twice for one step, since a step is a row."""
    latest = complaint.steps.order_by("-pk").values_list("pk", flat=True).first()
    queue(
        template=template, key=f"{template}:{latest}", to=people, path=path, by=by, school_id=complaint.school_id
    )  # fmt: skip
