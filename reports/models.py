"""The tables of this app, for Django to find."""

from reports.areas.models import AreaSummary
from reports.complaints.models import Complaint, ComplaintStep
from reports.drafting.models import Correction, Report
from reports.feeds.models import CalendarAddress, CalendarEntry
from reports.publication.models import Edition, EditionFile
from reports.schools.models import SavedView
from reports.scrutiny.models import ScrutinyNote

__all__ = [
    "AreaSummary",
    "CalendarAddress",
    "CalendarEntry",
    "Complaint",
    "ComplaintStep",
    "Correction",
    "Edition",
    "EditionFile",
    "Report",
    "SavedView",
    "ScrutinyNote",
]
