"""The tables of this app, for Django to find."""

from reports.areas.models import AreaSummary
from reports.drafting.models import Correction, Report
from reports.publication.models import Edition, EditionFile

__all__ = ["AreaSummary", "Correction", "Edition", "EditionFile", "Report"]
