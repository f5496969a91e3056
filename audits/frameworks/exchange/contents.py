"""Versions with everything in them, as files and comparisons need them."""

import hashlib

from audits.frameworks.definition import FrameworkDefinition
from audits.frameworks.exchange.types import Contents
from audits.frameworks.models import Framework
from audits.frameworks.place import Place
from audits.frameworks.reading import read_values
from audits.frameworks.sections import sections_of
from audits.frameworks.writing import as_content, content_as_yaml


def contents_of(*, framework_id: int) -> Contents:
    """A version and everything in it. Three queries. Raises Framework.DoesNotExist."""
    return contents_in(Framework.objects.get(pk=framework_id))


def contents_in(framework: Framework) -> Contents:
    """The same of a row at hand. Two queries."""
    content = as_content(framework, sections_of(framework.pk))
    return Contents(
        id=framework.pk,
        name=str(framework),
        upstream=framework.upstream,
        upstream_version=framework.upstream_version,
        version=framework.version,
        state=framework.state,
        state_words=framework.get_state_display(),
        content=content,
        digest=hashlib.sha256(content_as_yaml(content).encode()).hexdigest(),
    )


def definition_in(contents: Contents) -> FrameworkDefinition:
    """Its definition. What is wrong with a draft is not told here: publishing is where that is asked."""
    return read_values(Place(contents.content, (), []), sha256="")
