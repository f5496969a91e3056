"""The notes of a visit, and what a report may say of them."""

from textwrap import shorten

from audits.frameworks.models import Indicator
from audits.lifecycle.models import Audit
from lscp_portal.accounts.queries import names_of
from visits.planning.types import NoteLine
from visits.record.models import Note

LONGEST_CHOICE = 90  # letters of a line in a select box


def notes_of(*, visit_id: int) -> tuple[NoteLine, ...]:
    """The notes of one visit in the order they were written. Two queries. Partnership scope only."""
    notes = list(Note.objects.filter(visit_id=visit_id).select_related("indicator").order_by("noted_at", "pk"))
    names = names_of({note.noted_by_id for note in notes})
    return tuple(
        NoteLine(
            theme=note.get_theme_display(),
            indicator=f"{note.indicator.code}: {note.indicator.text}" if note.indicator else "",
            text=note.text,
            is_strength=note.is_strength,
            by=names.get(note.noted_by_id, "No longer here"),
        )
        for note in notes
    )


def indicators_asked(*, audit_id: int) -> list[tuple[int, str]]:
    """Id and "LG1: its first words" of every indicator this audit asks, in the framework's order. Two queries."""
    asked = Audit.objects.values_list("indicator_ids", flat=True).get(pk=audit_id)
    rows = Indicator.objects.filter(pk__in=asked).order_by("position").values_list("pk", "code", "text")
    return [(key, shorten(f"{code}: {text}", LONGEST_CHOICE, placeholder=" …")) for key, code, text in rows]
