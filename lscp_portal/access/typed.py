"""What somebody typed into a form that could not be kept."""

from django.http import HttpRequest

NEVER_SHOWN = ("csrfmiddlewaretoken", "password", "again", "code")


def typed_words(request: HttpRequest) -> list[str]:
    """The texts of a form, to be shown back; nothing secret among them."""
    fields = (field for field in request.POST if not any(secret in field.lower() for secret in NEVER_SHOWN))
    return [words for field in fields for words in request.POST.getlist(field) if words.strip()]
