"""Which versions can be compared, and the comparison of two."""

from audits.frameworks.comparison.comparing import compare
from audits.frameworks.comparison.types import Comparison
from audits.frameworks.definition import FrameworkDefinition
from audits.frameworks.exchange.contents import contents_of, definition_in
from audits.frameworks.models import Framework
from audits.frameworks.queries import catalogue, key_of

HERE, CATALOGUE = "version ", "catalogue "


def versions_to_compare() -> list[tuple[str, str]]:
    """Every version here and in the catalogue: what a form says to name it, and its name. One query."""
    rows = Framework.objects.defer("settings").order_by("-academic_year", "-adopted_at", "title")
    own = [(f"{HERE}{row.pk}", f"{row.title} {row.version} ({row.get_state_display().lower()})") for row in rows]
    return own + [(f"{CATALOGUE}{key_of(one)}", f"{one.title} {one.version} (catalogue)") for one in catalogue()]


def compared(*, before: str, after: str) -> Comparison:
    """Two versions, as versions_to_compare names them. Six queries at most. Raises LookupError, CannotWrite."""
    return compare(_definition(before), _definition(after))


def _definition(named: str) -> FrameworkDefinition:
    if named.startswith(CATALOGUE):
        key = named.removeprefix(CATALOGUE)
        found = next((one for one in catalogue() if key_of(one) == key), None)
        if found is None:
            raise LookupError(named)
        return found
    try:
        return definition_in(contents_of(framework_id=int(named.removeprefix(HERE))))
    except (ValueError, Framework.DoesNotExist) as gone:
        raise LookupError(named) from gone
