"""Sets the stage for tests of reports: a report in any state, by the real road."""

import threading
from collections.abc import Callable
from datetime import timedelta

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.utils import timezone

from lscp_portal.outbox.worker import scope_of
from lscp_portal.workflow import Refused
from reports.drafting.actions import reply_to_correction, send_report, start_report
from reports.drafting.models import Report
from reports.drafting.school_actions import answer_report, raise_correction
from reports.publication.actions import approve_report, publish_report, store_files, withdraw_report
from reports.publication.models import Edition
from reports.publication.types import WithdrawalReason
from tests.audits import review_stage
from tests.people import Cast

PDF = b"%PDF-1.7 for a test of the states"
COMMENT = "We thank the reviewer. The new policy has been in use since September."


def step(cast: Cast, who: str, action: Callable[..., object], **arguments: object) -> object:
    """One action of one person, in that person's scope."""
    actor = cast.actor(who)
    with cast.as_(who):
        return action(actor=actor, **arguments)


def attempt(cast: Cast, who: str, action: Callable[..., object], **arguments: object) -> object:
    """What the action gives back, or the kind of its refusal."""
    try:
        return step(cast, who, action, **arguments)
    except (PermissionDenied, Refused) as refusal:
        return type(refusal)
    except ObjectDoesNotExist:  # the database does not show it to this person
        return ObjectDoesNotExist


def report_at(cast: Cast, state: str, *, author: str = "lead", comment: str = COMMENT) -> Report:
    """A report on the cast's audit, up to `state`; "rendered" is approved with its bytes stored."""
    review_stage.audit_at(cast, "acknowledged")
    report = step(cast, author, start_report, audit_id=cast.audit.pk)
    assert isinstance(report, Report)
    key = {"report_id": report.pk}
    steps: list[tuple[str, Callable[[], object]]] = [
        ("draft", lambda: None),
        ("accuracy_check", lambda: step(cast, author, send_report, **key)),
        ("answered", lambda: step(cast, "head", answer_report, comment=comment, **key)),
        ("approved", lambda: step(cast, "publisher", approve_report, **key)),
        ("rendered", lambda: store(cast, report)),
        ("published", lambda: step(cast, "publisher", publish_report, **key)),
        ("withdrawn", lambda: step(cast, "lead", withdraw_report, reason=WithdrawalReason.FACT_WRONG, **key)),
    ]
    for name, action in steps:
        action()
        if name == state:
            return report
    raise AssertionError(state)


def store(cast: Cast, report: Report) -> bool:
    """What the worker does at the end of a rendering, with bytes that cost no time to draw."""
    edition = edition_of(cast, report)
    with scope_of(cast.partnership.pk)():
        return store_files(edition_id=edition.pk, html=edition.source_html.encode(), pdf=PDF, pages=1)


def edition_of(cast: Cast, report: Report) -> Edition:
    """The newest edition."""
    with cast.as_("lead"):
        return Edition.objects.filter(report=report).latest("number")


def with_correction(cast: Cast, *, is_answered: bool = False) -> Report:
    """A report the school has answered with one correction."""
    report = report_at(cast, "accuracy_check")
    correction = step(cast, "head", raise_correction, report_id=report.pk, text="The policy is of 3 September.")
    step(cast, "head", answer_report, report_id=report.pk, comment="")
    if is_answered:
        answer = {"accepted": True, "reply": "Thank you, it is put right."}
        step(cast, "lead", reply_to_correction, correction_id=correction.pk, **answer)  # type: ignore[attr-defined]
    return report


def overdue(cast: Cast, report: Report) -> None:
    """The school's time is over."""
    with cast.as_("lead"):
        Report.objects.filter(pk=report.pk).update(answer_due_on=timezone.localdate() - timedelta(days=1))


def together(*actions: Callable[[], object]) -> list[object]:
    """Do all at the same time, each on its own connection; what each came to, as text."""
    from django.db import connection  # noqa: PLC0415 - one connection for each thread

    results: list[object] = []

    def run(action: Callable[[], object]) -> None:
        try:
            results.append(action())
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
