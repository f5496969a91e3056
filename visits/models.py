"""The tables of this app, for Django to find."""

from visits.planning.models import TeamMember, Visit
from visits.record.models import Note

__all__ = ["Note", "TeamMember", "Visit"]
