"""Requests that bring a NUL or half a character: Postgres holds neither, so they can be neither found nor kept."""

from collections.abc import Callable

from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils.translation import gettext as _

# by psycopg before anything is sent, by Python as it encodes, and by Postgres of JSON
_SAID = ("NUL (0x00)", "surrogates not allowed", "\\u0000 cannot be converted", "high surrogate", "low surrogate")


class NulMiddleware:
    """Answers 400 where the database was given what it cannot hold; pages with an answer of their own give it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve one request."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn what is said of such a character into an answer."""
        if isinstance(exception, DataError | ValueError) and any(said in str(exception) for said in _SAID):
            return HttpResponseBadRequest(
                _("This holds a character that no text has (NUL, or half of one). Take it out."), "text/plain"
            )
        return None
