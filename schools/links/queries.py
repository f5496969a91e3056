"""Where a school came from and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from schools.links.models import SchoolLink
from schools.links.rules import after, before, steps_of
from schools.links.types import Step
from schools.register.models import School


@dataclass(frozen=True)
class Family:
    """All steps between schools of the open scope's partnership. ids: of our own schools, by URN."""

    steps: Sequence[Step]
    ids: dict[int, int] = field(default_factory=dict)

    def before(self, urn: int) -> list[Step]:
        """The steps that led to a school, nearest first."""
        return before(self.steps, urn)

    def after(self, urn: int) -> list[Step]:
        """The steps that lead away from it, nearest first."""
        return after(self.steps, urn)

    def earlier_ids(self, urn: int) -> list[int]:
        """Ids of our schools whose history is this school's too; its own is not among them."""
        return [self.ids[step.earlier] for step in self.before(urn) if step.earlier in self.ids]


def came_before(*, urn: int) -> list[Step]:
    """The schools this one came from directly, by the file's own words. One query; in the public scope too."""
    links = SchoolLink.objects.filter(urn=urn, direction=SchoolLink.Direction.BEFORE, gone_at=None)
    columns = ("urn", "link_urn", "link_name", "link_type", "established_on", "direction")
    return steps_of(links.only(*columns), names=lambda _urn: None, today=timezone.localdate())


def family() -> Family:
    """How the partnership's schools came from each other. Two queries, whatever their number.

    In a school's scope the file's own names stand for other schools, and only the school itself has an id.
    """
    links = list(SchoolLink.objects.filter(gone_at=None))
    urns = {link.urn for link in links} | {link.link_urn for link in links}
    rows = list(School.objects.filter(urn__in=urns).values_list("urn", "pk", "name"))
    names = {urn: name for urn, _pk, name in rows}
    steps = steps_of(links, names=lambda urn: names.get(urn, ""), today=timezone.localdate())
    return Family(steps, {urn: pk for urn, pk, _name in rows})
