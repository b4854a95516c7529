"""Requests that bring a NUL: Postgres holds none in a text, so it can neither be found nor kept."""

from collections.abc import Callable

from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils.translation import gettext as _

_SAID = "NUL (0x00)"  # by psycopg, before anything is sent


class NulMiddleware:
    """Answers 400 where the database was given what it cannot hold; pages with an answer of their own give it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve one request."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn what psycopg says of a NUL into an answer."""
        if isinstance(exception, DataError | ValueError) and _SAID in str(exception):
            return HttpResponseBadRequest(
                _("This holds a character that no text has (NUL). Take it out."), "text/plain"
            )
        return None
