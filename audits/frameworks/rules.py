"""What must be true of a draft before it goes out for comment or is published."""

from collections.abc import Iterator

from django.utils import timezone

from audits.frameworks.models import Framework, Indicator, Tier
from audits.frameworks.place import DefinitionProblem, Place
from audits.frameworks.reading import read_values
from audits.frameworks.sections import sections_of
from audits.frameworks.writing import as_content
from lscp_portal.workflow import Blocker

MOST_PROBLEMS = 12


def is_as_in_its_file(framework: Framework) -> Iterator[Blocker]:
    """What others published needs no reading here; a version of our own does."""
    if framework.based_on_id is not None or not framework.sha256:
        yield Blocker("own_version", "This is a version of our own: publish it, after reading what stands in the way.")


def something_to_read(framework: Framework) -> Iterator[Blocker]:
    """People are asked about indicators."""
    if not Indicator.objects.filter(framework_id=framework.pk).exists():
        yield Blocker("nothing", "There is no indicator yet: add one first.")


def comments_have_a_last_day(framework: Framework) -> Iterator[Blocker]:
    """Those who are asked must know until when."""
    if framework.comments_until is None or framework.comments_until <= timezone.localdate():
        yield Blocker("no_last_day", "Say until which day people can comment; it must be after today.")


def holds_together(framework: Framework) -> Iterator[Blocker]:
    """No empty section, something that is asked every year, and nothing that a file would be refused for."""
    sections = sections_of(framework.pk)
    for section in sections:
        if not section.indicators:
            yield Blocker("empty_section", f"Section {section.code} has no indicator: add one, or remove the section.")
    rows = [row for section in sections for row in section.indicators]
    if not any(row.tier == Tier.CORE for row in rows):
        yield Blocker("no_core", "No indicator is core: a light year would ask nothing.")
    problems: list[DefinitionProblem] = []
    read_values(Place(as_content(framework, sections), (), problems), sha256="")
    yield from (Blocker("definition", str(problem)) for problem in problems[:MOST_PROBLEMS])
    if len(problems) > MOST_PROBLEMS:
        rest = len(problems) - MOST_PROBLEMS
        yield Blocker("definition_more", f"There are {rest} more problems; mend these first.")


def was_consulted_or_says_why(framework: Framework) -> Iterator[Blocker]:
    """Schools are asked before what they are asked changes, or the partnership says why not (a mended misprint)."""
    if framework.consulted_at is None and not framework.unconsulted_because.strip():
        yield Blocker("not_consulted", "Nobody was asked for comments: ask first, or say why that is not needed.")


def comments_are_closed(framework: Framework) -> Iterator[Blocker]:
    """Who was promised time to comment has it."""
    if framework.state != Framework.State.CONSULTED or framework.comments_until is None:
        return
    if framework.comments_until >= timezone.localdate():
        until = f"{framework.comments_until:%-d %B %Y}"
        yield Blocker("comments_open", f"Comments are open until {until}: publish after that day, or take it back.")
