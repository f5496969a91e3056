"""Keeps an uploaded framework between its preview and its confirmation: signed, in the page, in no table."""

from dataclasses import replace

from django.core import signing

from audits.frameworks.definition import FrameworkDefinition
from audits.frameworks.reading import read_framework
from audits.frameworks.writing import content_as_yaml, content_of

SALT = "audits.frameworks.exchange"
LASTS = 24 * 60 * 60  # seconds


def seal(definition: FrameworkDefinition, file_name: str) -> str:
    """The definition as text that a form can carry and nobody can change."""
    kept = [content_as_yaml(content_of(definition)), definition.sha256, file_name]
    return signing.dumps(kept, salt=SALT, compress=True)


def unseal(sealed: str) -> tuple[FrameworkDefinition, str]:
    """The definition, read again by the rules, and its file's name.

    Raises signing.BadSignature, and its SignatureExpired after a day.
    """
    text, sha256, file_name = signing.loads(sealed, salt=SALT, max_age=LASTS)
    return replace(read_framework(text), sha256=sha256), file_name
