"""What went wrong with a call, found out once; each API dresses it in its own shape."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.core.signals import got_request_exception
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

from marque.kit.errors import Missing, Refused

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Problem:
    """A status, a sentence to show, a code for programs, and the field at fault if one is."""

    status: int
    message: str
    code: str
    field: str | None = None
    complaints: tuple[tuple[str, str], ...] = ()


Dress = Callable[[Problem], dict[str, Any]]


def not_found() -> Problem:
    """Missing and foreign look the same, to the byte (DESIGN §9.15)."""
    return Problem(404, _("We could not find that."), "not_found")


def answering(dress: Dress, content_type: str | None = None) -> Callable[[Exception, dict[str, Any]], Response]:
    """An exception handler for DRF's views whose every answer is dressed so."""

    def answer(error: Exception, context: dict[str, Any]) -> Response:
        problem = _expected(error)
        if problem is not None:
            return Response(dress(problem), status=problem.status, content_type=content_type)
        known = exception_handler(error, context) if isinstance(error, APIException | PermissionDenied) else None
        if known is None:
            problem = _bug(error, context)
            return Response(dress(problem), status=problem.status, content_type=content_type)
        # DRF's own answer carries the headers: what a 401 asks for, when to come back
        known.data, known.content_type = dress(_said(error, known.status_code)), content_type
        return known

    return answer


def _expected(error: Exception) -> Problem | None:
    if isinstance(error, Missing | Http404):
        return not_found()
    if isinstance(error, Refused):
        return Problem(getattr(error, "status", 422), str(error), error.code, error.field)
    if isinstance(error, RequestDataTooBig):
        return Problem(413, _("This body is too large. Send less in one call."), "too_large")
    return None


def _bug(error: Exception, context: dict[str, Any]) -> Problem:
    # reported as any other, answered in the same shape
    got_request_exception.send(sender=None, request=context["request"])
    logger.error("The API failed", exc_info=error)
    return Problem(500, _("Something went wrong on our side. Try again."), "server_error")


def _said(error: Exception, status: int) -> Problem:
    if isinstance(error, ValidationError):
        complaints = tuple((_whole(field), _whole(words)) for field, words in _all(error.detail))
        field, message = complaints[0]
        return Problem(status, message, "invalid", field or None, complaints)
    detail = error.detail if isinstance(error, APIException) else _("This is not yours to do.")
    return Problem(status, str(detail), getattr(detail, "code", "forbidden"))


def _whole(text: str) -> str:
    """What was sent may be quoted, and JSON can send half a character, which no answer can hold."""
    return text.encode("utf-8", "replace").decode()


def _all(detail: Any, path: str = "") -> list[tuple[str, str]]:
    """Every complaint with the path of its field; the first field first."""
    if isinstance(detail, dict):
        places = [
            (path if name == "non_field_errors" else f"{path}.{name}".strip("."), detail[name]) for name in detail
        ]
        return [found for place, inner in places for found in _all(inner, place)]
    if isinstance(detail, list):
        return [found for entry in detail if entry for found in _all(entry, path)]
    return [(path, str(detail))]
