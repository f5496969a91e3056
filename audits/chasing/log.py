"""The log: every letter that was sent, withheld or held back, found by school or person, and as CSV."""

from collections.abc import Iterable, Iterator

from django.db.models import Q, QuerySet

from audits.chasing.board import names_with_addresses
from audits.chasing.default import DEFAULT
from audits.chasing.models import ChaseLadder, ChaseLetter, ChaseMatter
from audits.chasing.pages import LogPage, LogRow, SentPage
from audits.chasing.types import Step
from lscp_portal.accounts.models import Person
from schools.register.queries import matching

PAGE = 100
MOST = 50_000  # rows of a file
CSV_HEADINGS = ("Day", "Cycle", "School", "URN", "Person", "E-mail address", "Step", "State", "Why", "Sent")


def log_page(*, words: str = "", state: str = "", start: int = 0) -> LogPage:
    """Up to 100 rows, the newest first. words: of a school or a person. Five queries."""
    found = _rows(words, state)
    return LogPage(_shown(found[start : start + PAGE]), found.count(), start)


def log_lines(*, words: str = "", state: str = "") -> Iterator[tuple[str, ...]]:
    """The log as lines of a file, headings first. Three queries."""
    yield CSV_HEADINGS
    for row in _shown(_rows(words, state)[:MOST]):
        sent = f"{row.sent_at:%Y-%m-%dT%H:%M:%SZ}" if row.sent_at else ""
        cells = (f"{row.on_day}", row.cycle, row.school, str(row.urn), row.name, row.email, row.step, row.state)
        yield (*cells, row.why, sent)


def sent_page(*, letter_id: int) -> SentPage:
    """One letter with its schools, as it was sent. Four queries. Raises ChaseLetter.DoesNotExist."""
    letter = ChaseLetter.objects.get(pk=letter_id)
    rows = _shown(ChaseMatter.objects.filter(letter=letter).order_by("school__name"))
    return SentPage(rows, letter.ladder_version, letter.subject, letter.text)


def _rows(words: str, state: str) -> QuerySet[ChaseMatter]:
    found: QuerySet[ChaseMatter] = ChaseMatter.objects.order_by("-letter__on_day", "-letter_id", "school__name")
    if state:
        found = found.filter(letter__outcome=state)
    if words.strip():
        people = Person.objects.filter(Q(full_name__icontains=words.strip()) | Q(email__iexact=words.strip()))
        found = found.filter(matching(words, prefix="school__") | Q(person_id__in=people.values("pk")))
    return found


def _shown(rows: QuerySet[ChaseMatter]) -> list[LogRow]:
    """Three queries."""
    found = list(rows.select_related("letter__cycle", "school"))
    people = names_with_addresses(row.person_id for row in found)
    steps = _step_words(row.letter.ladder_version for row in found)
    return [
        LogRow(
            letter_id=row.letter_id,
            on_day=row.letter.on_day,
            cycle=row.letter.cycle.name,
            school_id=row.school_id,
            school=row.school.name,
            urn=row.school.urn,
            name=people.get(row.person_id, ("Somebody who has left", ""))[0],
            email=people.get(row.person_id, ("", ""))[1],
            step=steps.get((row.letter.ladder_version, row.step), row.step),
            state=row.letter.get_outcome_display(),
            why=row.letter.why,
            sent_at=row.letter.sent_at,
        )
        for row in found
    ]


def _step_words(versions: Iterable[int]) -> dict[tuple[int, str], str]:
    """(version, key) -> when the step was due, in words. One query."""
    found = {(0, step.key): step.when_words for step in DEFAULT.steps}
    for version, steps in ChaseLadder.objects.filter(version__in=set(versions)).values_list("version", "steps"):
        found |= {(version, kept["key"]): Step.of(kept).when_words for kept in steps}
    return found
