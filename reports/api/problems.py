"""Every refusal of the API is a problem in JSON (RFC 9457), with a sentence that says what to do."""

from http import HTTPStatus
from typing import Any

from rest_framework.exceptions import APIException, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

MEDIA_TYPE = "application/problem+json"


def as_problem(problem: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to an exception; None leaves it to Django, as a 500."""
    answer = exception_handler(problem, context)
    if answer is None:
        return None
    answer.data = {
        "type": "about:blank",
        "title": HTTPStatus(answer.status_code).phrase,
        "status": answer.status_code,
        "detail": _detail(problem),
    }
    if isinstance(problem, ValidationError):
        answer.data["errors"] = problem.detail
    answer.content_type = MEDIA_TYPE
    return answer


def _detail(problem: Exception) -> str:
    if isinstance(problem, ValidationError):
        return "A parameter of the address is wrong. See errors."
    if isinstance(problem, APIException):
        return str(problem.detail)
    return "Nothing is published at this address."
