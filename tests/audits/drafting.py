"""A draft framework of the cast's partnership."""

from audits.frameworks.actions import keep_parts
from audits.frameworks.models import Framework
from audits.frameworks.queries import catalogue
from lscp_portal.tenancy.scope import area_scope, scope
from tests.people import Cast


def draft_of(cast: Cast, version: str = "2027.1") -> Framework:
    """The default framework as a draft that may be edited."""
    definition = catalogue()[-1]
    with scope(area_scope(cast.partnership.pk)):
        framework = Framework.objects.create(
            tenant=cast.partnership,
            upstream=definition.id,
            upstream_version=definition.version,
            version=version,
            title=definition.title,
            subtitle=definition.subtitle,
            academic_year="2027/28",
            settings=dict(definition.settings),
            based_on=cast.framework,
        )
        keep_parts(framework, definition)
    return framework


def settings_of(cast: Cast, framework: Framework) -> dict:
    """What is kept now."""
    with scope(area_scope(cast.partnership.pk)):
        return Framework.objects.get(pk=framework.pk).settings
