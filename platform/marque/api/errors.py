"""Every error in one shape: `{"error": {"message", "field", "code"}}`."""

import logging
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.core.signals import got_request_exception
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

from marque.kit.errors import Missing, Refused
from shared_apps.tenants.actions import WrongState

logger = logging.getLogger(__name__)


def shape(message: str, *, code: str, field: str | None = None) -> dict[str, Any]:
    """The body of an error."""
    return {"error": {"message": message, "field": field, "code": code}}


def not_found() -> dict[str, Any]:
    """Missing and foreign look the same, to the byte (DESIGN §9.15)."""
    return shape(_("We could not find that."), code="not_found")


def answer_error(error: Exception, context: dict[str, Any]) -> Response:
    """DRF's exception handler for the API's views."""
    if isinstance(error, Missing | Http404):
        return Response(not_found(), status=404)
    if isinstance(error, Refused):
        status = 409 if isinstance(error, WrongState) else getattr(error, "status", 422)
        return Response(shape(str(error), code=error.code, field=error.field), status=status)
    if isinstance(error, RequestDataTooBig):
        return Response(shape(_("This body is too large. Send less in one call."), code="too_large"), status=413)
    answer = exception_handler(error, context) if isinstance(error, APIException | PermissionDenied) else None
    if answer is None:
        # a bug: reported as any other, answered in the same shape
        got_request_exception.send(sender=None, request=context["request"])
        logger.error("The API failed", exc_info=error)
        return Response(shape(_("Something went wrong on our side. Try again."), code="server_error"), status=500)
    field, message, code = _said(error)
    answer.data = shape(message, code=code, field=field)
    return answer


def _said(error: Exception) -> tuple[str | None, str, str]:
    """Field, sentence and code; of several complaints the first."""
    if isinstance(error, ValidationError):
        field, message = _first(error.detail)
        return field or None, message, "invalid"
    detail = error.detail if isinstance(error, APIException) else _("This is not yours to do.")
    return None, str(detail), getattr(detail, "code", "forbidden")


def _first(detail: Any, path: str = "") -> tuple[str, str]:
    if isinstance(detail, dict):
        name, inner = next(iter(detail.items()))
        place = path if name == "non_field_errors" else f"{path}.{name}".strip(".")
        return _first(inner, place)
    if isinstance(detail, list):
        return _first(next(entry for entry in detail if entry), path)
    return path, str(detail)
