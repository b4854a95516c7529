"""Every log line says which tenant and request it is about, and no secret."""

import logging
import re
import secrets
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

from marque.kit.tenancy.context import current_tenant

_request_id: ContextVar[str] = ContextVar("request_id", default="-")
_GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}")
_DIGITS = re.compile(r"(?<![\d.])\d(?:[ -]?\d){12,18}(?![\d.])")
_NAMES = r"pass(?:word|wd|phrase)?\d?|secret\w*|token|api[_-]?key|access[_-]?key|cvc|session(?:id)?|csrf\w*"
_SECRETS = [
    # `password=x`, `"token": "x"`, `session: x`
    (re.compile(rf"""(?i)(\b(?:\w+[_-])?(?:{_NAMES})["']?\s*[=:]\s*["']?)[^\s"'&,;}})]+"""), r"\1***"),
    (re.compile(r"(?i)\b(authorization|cookie)(\W+)[^\r\n]+"), r"\1\2***"),
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{8,}"), r"\1 ***"),
    (re.compile(r"\beyJ[\w-]+\.[\w-]+\.[\w-]+"), "***"),
    (re.compile(r"\b(?:sk|rk|pk|whsec|xox[abp])[_-][\w-]{8,}"), "***"),
    # tokens of marque.kit.signing, in links
    (re.compile(r"[\w.-]+~[\w-]{43}"), "***"),
    (re.compile(r"(?<=://)[^\s/:@]*:[^\s/@]+(?=@)"), "***"),
]


def scrub(text: str) -> str:
    """The text without passwords, tokens and numbers that look like cards."""
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    return _DIGITS.sub(_hide_card, text)


def _hide_card(match: re.Match[str]) -> str:
    digits = [int(digit) for digit in match.group() if digit.isdigit()]
    doubled = sum(digits[-1::-2]) + sum(sum(divmod(2 * digit, 10)) for digit in digits[-2::-2])
    return "[card]" if doubled % 10 == 0 else match.group()


class ContextFilter(logging.Filter):
    """Adds `tenant` and `request_id` to each record and scrubs message and traceback."""

    _formatter = logging.Formatter()

    def filter(self, record: logging.LogRecord) -> bool:
        """Always True: the record is completed, never dropped."""
        tenant = current_tenant()
        record.tenant = tenant.slug if tenant else "-"
        record.request_id = _request_id.get()
        record.msg, record.args = scrub(record.getMessage()), None
        if record.exc_info and record.exc_info[0]:
            record.exc_text = scrub(self._formatter.formatException(record.exc_info))
        return True


def request_id() -> str:
    """The id of the request being served, or a dash."""
    return _request_id.get()


class RequestIdMiddleware:
    """Gives each request an id (the proxy's, when it sent a sane one) and sends it back as X-Request-ID."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        own = given if _GIVEN.fullmatch(given) else secrets.token_hex(8)
        token = _request_id.set(own)
        try:
            response = self.get_response(request)
        finally:
            _request_id.reset(token)
        response["X-Request-ID"] = own
        return response
