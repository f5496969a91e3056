"""The tables of this app, for Django to find."""

from schools.changes.models import Proposal
from schools.contacts.models import ContactConfirmation, InvitationBatch, Vacancy
from schools.handovers.models import Handover, HandoverItem
from schools.holidays.models import SchoolHoliday
from schools.kinds.models import KindDecision
from schools.links.models import SchoolLink
from schools.register.models import RegisterChange, RegisterImport, School

__all__ = [
    "ContactConfirmation",
    "Handover",
    "HandoverItem",
    "InvitationBatch",
    "KindDecision",
    "Proposal",
    "RegisterChange",
    "RegisterImport",
    "School",
    "SchoolHoliday",
    "SchoolLink",
    "Vacancy",
]
