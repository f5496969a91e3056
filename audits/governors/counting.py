"""How many notes there are on a section; apart from the governors’ own pages, which read answers."""

from datetime import date

from audits.governors.models import GovernorVisit


def visits_to(*, section: str, since: date) -> int:
    """Governors’ notes on one section since a day. One query. Only in a school’s scope."""
    return GovernorVisit.objects.filter(sections__contains=[section], visited_on__gte=since).count()
