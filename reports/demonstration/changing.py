"""What a later file of the register brings: an academy, a merger, a move between two areas, and things to decide."""

import io
from collections.abc import Mapping
from datetime import date, timedelta

from lscp_portal.tenancy.actor import Actor
from reports.demonstration.places import AREAS, FIRST_URN, extract
from reports.demonstration.stage import Stage
from reports.handovers.actions import carry_over, hand_over_moved
from schools.changes.actions import decide
from schools.changes.importing import import_for_review
from schools.changes.models import Proposal
from schools.changes.types import Decision
from schools.links.actions import import_links
from schools.links.reading import read_links
from schools.register.models import School

HERE, CONVERTING, TAKEN_IN = (
    FIRST_URN,
    FIRST_URN + 7,
    FIRST_URN + 14,
)  # the school of the accounts; a high school; a nursery
CLOSING, GROWING, RENAMED = FIRST_URN + 33, FIRST_URN + 31, FIRST_URN + 29
ACADEMY = FIRST_URN + 899
KEPT = "The school says that the new name is for next September; it puts the register right."


def change_schools(stage: Stage, clerks: Mapping[str, Actor], *, scale: int) -> None:
    """Import the file of today and its links; take over what has happened, leave the rest to be decided.

    A school of the second area has moved to the first one: its record waits there to be accepted.
    """
    moving = FIRST_URN + AREAS[0].size * scale + 1
    first, second = clerks[AREAS[0].slug], clerks[AREAS[1].slug]
    happened_on = stage.calendar.today  # opened after the import before, so that it is new and did not move in
    with stage.as_(first):
        names = dict(School.objects.values_list("urn", "name"))
    file = extract(scale=scale, changes=_changes(names, moving, happened_on))
    name = f"edubasealldata{stage.calendar.today:%Y%m%d}.csv"
    for clerk in (first, second):
        with stage.as_(clerk):
            import_for_review(actor=clerk, tenant_id=clerk.tenant_id, extract=file, file_name=name)
            for urn in (CONVERTING, TAKEN_IN, ACADEMY, moving):
                _accept(clerk, urn)
    with stage.as_(first):
        _explain(first, RENAMED)
        links = read_links(io.BytesIO(_links(names, happened_on)))
        import_links(actor=first, tenant_id=first.tenant_id, file=links, file_name=f"links_{name}")
        carry_over()
    with stage.as_(second):
        hand_over_moved(actor=None, school_id=School.objects.get(urn=moving).pk)


def _changes(names: Mapping[int, str], moving: int, on: date) -> dict[str, dict[str, str]]:
    last_day = f"{on - timedelta(days=1):%d-%m-%Y}"
    closed = {"EstablishmentStatus (name)": "Closed", "CloseDate": last_day}
    area = AREAS[0]
    return {
        str(ACADEMY): {
            "copy of": str(CONVERTING),
            "EstablishmentName": _academy(names),
            "TypeOfEstablishment (name)": "Academy converter",
            "EstablishmentTypeGroup (name)": "Academies",
            "OpenDate": f"{on:%d-%m-%Y}",
        },
        str(CONVERTING): {**closed, "ReasonEstablishmentClosed (name)": "Academy Converter"},
        str(TAKEN_IN): closed,
        str(moving): {"LA (code)": area.la_code, "LA (name)": area.la_name},
        str(CLOSING): {"EstablishmentStatus (name)": "Open, but proposed to close"},
        str(GROWING): {"StatutoryHighAge": "13"},
        str(RENAMED): {"EstablishmentName": f"{names[RENAMED]} and Nursery"},
    }


def _academy(names: Mapping[int, str]) -> str:
    return names[CONVERTING].replace("School", "Academy")


def _links(names: Mapping[int, str], on: date) -> bytes:
    day = f"{on:%d-%m-%Y}"
    lines = [
        "URN,LinkURN,LinkName,LinkType,LinkEstablishedDate",
        f'{ACADEMY},{CONVERTING},"{names[CONVERTING]}",Predecessor,{day}',
        f'{CONVERTING},{ACADEMY},"{_academy(names)}",Successor,{day}',
        f'{HERE},{TAKEN_IN},"{names[TAKEN_IN]}",Predecessor - merged,{day}',
        f'{TAKEN_IN},{HERE},"{names[HERE]}",Successor - merged,{day}',
    ]
    return "\r\n".join([*lines, ""]).encode("cp1252")


def _accept(clerk: Actor, urn: int) -> None:
    for proposal in Proposal.objects.filter(urn=urn, state=Proposal.State.WAITING):
        decide(actor=clerk, change_id=proposal.pk, decision=Decision(choice="accept"))


def _explain(clerk: Actor, urn: int) -> None:
    for proposal in Proposal.objects.filter(urn=urn, state=Proposal.State.WAITING):
        decide(actor=clerk, change_id=proposal.pk, decision=Decision(choice="explain", note=KEPT))
