"""The tables of this app, for Django to find."""

from schools.holidays.models import SchoolHoliday
from schools.register.models import RegisterChange, RegisterImport, School

__all__ = ["RegisterChange", "RegisterImport", "School", "SchoolHoliday"]
