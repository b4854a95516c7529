"""Every error as a problem document (RFC 9457), with the field at fault."""

from http import HTTPStatus
from typing import Any

from marque.kit.api.problems import Problem, answering

MEDIA_TYPE = "application/problem+json"


def as_document(problem: Problem) -> dict[str, Any]:
    """The document; `field`, `code` and `errors` are ours, as the RFC lets them be."""
    return {
        "type": "about:blank",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": problem.message,
        "code": problem.code,
        "field": problem.field,
        "errors": [{"field": field or None, "detail": words} for field, words in problem.complaints],
    }


answer_error = answering(as_document, MEDIA_TYPE)
