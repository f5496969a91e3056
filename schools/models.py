"""The tables of this app, for Django to find."""

from schools.changes.models import Proposal
from schools.contacts.models import ContactConfirmation, InvitationBatch, Vacancy
from schools.holidays.models import SchoolHoliday
from schools.register.models import RegisterChange, RegisterImport, School

__all__ = [
    "ContactConfirmation",
    "InvitationBatch",
    "Proposal",
    "RegisterChange",
    "RegisterImport",
    "School",
    "SchoolHoliday",
    "Vacancy",
]
