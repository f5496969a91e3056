"""What the scrutineer sees of one cycle, subject by subject. It counts and quotes; it judges nothing."""

from django.db.models import F

from audits.clarification.models import ClarificationRound
from audits.corrections.models import Correction
from audits.cycles.models import Cycle
from audits.escalation.models import CaseStep, PoorQualityCase
from audits.feedback.models import RecommendationAnswer
from audits.moderation.models import SecondReading
from audits.review.models import Recommendation
from audits.triage.models import Band, TriageBand, TriageDecision
from lscp_portal.accounts.queries import GONE, names_of
from lscp_portal.tenancy.actor import Actor
from reports.complaints.queries import readable
from reports.complaints.rules import OPEN, UPHELD
from reports.progress.queries import clock_of_cycles, returns_of
from reports.publication.models import Edition
from reports.scrutiny.types import Line, Section

SHOWN = 50


def timeliness(actor: Actor, cycle: Cycle, root: str) -> Section:
    """How the partnership keeps its promise of feedback. Four queries."""
    clock = clock_of_cycles(actor, returns_of([cycle], with_people=None))
    days = f"{clock.median:g} working days" if clock.median is not None else "no letter yet"
    return Section(
        key="timeliness",
        title="Keeping the promised days",
        about=f"Feedback is promised within {clock.target} working days of a return.",
        figures=[
            ("Letters sent", str(clock.issued)),
            ("Within the promise", f"{clock.in_time} of {clock.issued}"),
            ("Half of them took at most", days),
            ("Returns that wait", str(clock.number)),
            ("Past the promise", str(clock.overdue)),
        ],
        more=("The clock, return by return", f"{root}cycles/{cycle.pk}/progress/"),
    )


def bands(actor: Actor, cycle: Cycle, root: str) -> Section:
    """Decisions that did not follow the rules, with their reasons. Four queries."""
    here = TriageBand.objects.filter(audit__cycle=cycle).exclude(school_id__in=actor.conflicts)
    decided = here.exclude(state=TriageBand.State.PROPOSED).count()
    overridden = TriageDecision.objects.filter(triage__in=here, is_confirmation=False)
    rows = list(overridden.select_related("school", "triage").order_by("-decided_at"))
    lowered = here.filter(state=TriageBand.State.OVERRIDDEN).exclude(band=F("proposed")).values_list("proposed", "band")
    order = list(Band.values)
    down = sum(order.index(band) > order.index(proposed) for proposed, band in lowered)
    names = names_of({row.decided_by_id for row in rows})
    return Section(
        key="bands",
        title="Bands that were overridden",
        about="Rules propose how closely a return is read. A lead confirms or overrides, with a reason.",
        figures=[
            ("Bands decided", str(decided)),
            ("Now other than the rules proposed", str(len(lowered))),
            ("Of these, read less closely", str(down)),
        ],
        lines=[
            Line(
                at=row.decided_at,
                what=f"{row.school.name}: {Band(row.was).label} to {Band(row.band).label}",
                words=row.reason,
                by=names.get(row.decided_by_id, GONE),
                href=f"{root}triage/returns/{row.triage.audit_id}/",
            )
            for row in rows[:SHOWN]
        ],
        number=len(rows),
        more=("All bands", f"{root}triage/"),
        empty="No band was overridden.",
    )


def reading(actor: Actor, cycle: Cycle, root: str) -> Section:
    """What schools say of the letters, questions nobody answered, corrections refused. Five queries."""
    issued = Recommendation.objects.filter(review__audit__cycle=cycle, issued_at__isnull=False)
    answers = RecommendationAnswer.objects.filter(recommendation__in=issued)
    said_no = answers.filter(answer="reject").exclude(school_id__in=actor.conflicts)
    rejected = list(said_no.select_related("school").order_by("-at"))
    rounds = ClarificationRound.objects.filter(audit__cycle=cycle)
    lapsed = rounds.filter(state__in=("lapsed", "closed")).count()
    refused = Correction.objects.filter(audit__cycle=cycle, state="declined").count()
    return Section(
        key="reading",
        title="Reading returns",
        about="Schools answer each recommendation. A school that does not accept one says why.",
        figures=[
            ("Recommendations sent", str(issued.count())),
            ("Answered by schools", str(answers.count())),
            ("Not accepted", str(len(rejected))),
            ("Rounds of questions without an answer in time", f"{lapsed} of {rounds.count()}"),
            ("Requests to correct a return that were refused", str(refused)),
        ],
        lines=[Line(at=row.at, what=row.school.name, words=row.reason) for row in rejected[:SHOWN]],
        number=len(rejected),
        more=("What schools say of the letters", f"{root}feedback/ratings/"),
        empty="No recommendation was rejected.",
    )


def second_readings(actor: Actor, cycle: Cycle, root: str) -> Section:
    """Who was read twice, how the differences ended, and where nobody read again, with the reason. Three queries."""
    found = SecondReading.objects.filter(audit__cycle=cycle).exclude(school_id__in=actor.conflicts)
    rows = list(found.select_related("school").defer("rule", "reasons").order_by("-ended_at", "-pk"))
    waived = [row for row in rows if row.state == SecondReading.State.WAIVED]
    agreed = [row for row in rows if row.state == SecondReading.State.AGREED]
    names = names_of({row.waived_by_id for row in waived if row.waived_by_id})
    return Section(
        key="moderation",
        title="Reading twice",
        about="Priority returns, the random sample and each reader’s first three are read by two people.",
        figures=[
            ("Chosen to be read twice", str(len(rows))),
            ("Agreed", str(len(agreed))),
            ("Of these, after a conversation", str(sum(row.agreed_by_id is not None for row in agreed))),
            ("Still open", str(len(rows) - len(agreed) - len(waived))),
            ("Waived", str(len(waived))),
        ],
        lines=[
            Line(
                at=row.ended_at or row.chosen_at,
                what=f"{row.school.name}: not read again",
                words=row.waived_why,
                by=names.get(row.waived_by_id or 0, GONE),
                href=f"{root}moderation/{row.pk}/",
            )
            for row in waived[:SHOWN]
        ],
        number=len(waived),
        more=("How far readers agree", f"{root}moderation/calibration/"),
        empty="No second reading was waived.",
    )


def poor_returns(actor: Actor, cycle: Cycle, root: str) -> Section:
    """Cases about returns of poor quality: how they ended and why, and steps beyond the school. Three queries."""
    found = PoorQualityCase.objects.filter(audit__cycle=cycle).exclude(school_id__in=actor.conflicts)
    rows = list(found.select_related("school").defer("found", "found_then").order_by("-started_at"))
    ended = [row for row in rows if row.ended_at]
    taken = CaseStep.objects.filter(case__in=rows, state=CaseStep.State.TAKEN).count()
    names = names_of({row.ended_by_id for row in ended if row.ended_by_id})
    return Section(
        key="poor-returns",
        title="Returns of poor quality",
        about="The lead writes to chair and head; a second person confirms each step beyond the school.",
        figures=[
            ("Cases", str(len(rows))),
            ("Open", str(len(rows) - len(ended))),
            ("Resolved", str(sum(row.state == PoorQualityCase.State.RESOLVED for row in rows))),
            ("Stopped", str(sum(row.state == PoorQualityCase.State.STOPPED for row in rows))),
            ("Steps taken beyond the school", str(taken)),
        ],
        lines=[
            Line(
                at=row.ended_at,
                what=f"{row.school.name}: {row.get_state_display().lower()}",
                words=row.ended_why,
                by=names.get(row.ended_by_id or 0, GONE),
                href=f"{root}poor-returns/{row.pk}/",
            )
            for row in ended[:SHOWN]
            if row.ended_at
        ],
        number=len(ended),
        more=("All cases", f"{root}poor-returns/"),
        empty="No case has ended yet.",
    )


def complaints(actor: Actor, _cycle: Cycle, root: str) -> Section:
    """Every complaint there is, of whatever cycle. One query."""
    rows = list(readable(actor).select_related("school").order_by("-pk"))
    second = sum(row.second_by_id is not None or row.state == "second_stage" for row in rows)
    return Section(
        key="complaints",
        title="Complaints",
        about="Of all years. The second stage is the scrutineer’s own.",
        figures=[
            ("Made", str(len(rows))),
            ("Open", str(sum(row.state in OPEN for row in rows))),
            ("Upheld, in part or in whole", str(sum(row.outcome in UPHELD for row in rows))),
            ("Gone to the second stage", str(second)),
            ("Publication not paused for safety", str(sum(bool(row.goes_on_because) for row in rows))),
        ],
        lines=[
            Line(
                at=row.made_at,
                what=f"{row.school.name}: {row.get_about_display().lower()}, {row.get_state_display().lower()}",
                words=f"Publication did not wait: {row.goes_on_because}" if row.goes_on_because else "",
                href=f"{root}complaints/{row.pk}/",
            )
            for row in rows[:SHOWN]
        ],
        number=len(rows),
        more=("All complaints", f"{root}complaints/"),
        empty="No school has complained.",
    )


def published(actor: Actor, cycle: Cycle, root: str) -> Section:
    """Reports of the cycle that were published, and those taken back, with the kind of reason. One query."""
    found = Edition.objects.filter(report__audit__cycle=cycle, published_at__isnull=False)
    rows = list(found.exclude(school_id__in=actor.conflicts).order_by("-withdrawn_at", "-published_at"))
    withdrawn = [row for row in rows if row.withdrawn_at]
    return Section(
        key="reports",
        title="Reports and publication",
        about="Whoever publishes a report did not write it.",
        figures=[("Editions published", str(len(rows))), ("Withdrawn", str(len(withdrawn)))],
        lines=[
            Line(
                at=row.withdrawn_at or row.created_at,
                what=row.school_name,
                words=row.withdrawn_because,
                href=f"{root}reports/{row.report_id}/",
            )
            for row in withdrawn[:SHOWN]
        ],
        number=len(withdrawn),
        more=("All reports", f"{root}reports/"),
        empty="No report was withdrawn.",
    )


SECTIONS = (timeliness, bands, reading, second_readings, poor_returns, complaints, published)
