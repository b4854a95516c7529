"""A kept page: made from a response when that is safe, and turned back into one."""

import hashlib
from typing import Any, NamedTuple, cast

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from marque.kit.pagecache.lookup import is_tracking

_KINDS = ("text/html", "application/xml", "text/xml", "text/plain")
_NEVER = ("private", "no-store", "no-cache")


class Page(NamedTuple):
    """What is kept of a response."""

    body: bytes
    # lower case name to name and value
    headers: dict[str, tuple[str, str]]
    etag: str
    stamps: dict[str, str]
    fresh_until: float


class Unsafe(Exception):
    """A page marked for keeping would show one visitor's things to another."""


def is_marked(response: HttpResponse) -> bool:
    """Whether the view allows its page to be kept, and it came out well."""
    return response.status_code == 200 and getattr(response, "cache_tags", None) is not None


def refuse_unsafe(request: HttpRequest, response: HttpResponse) -> None:
    """Raise Unsafe when a marked response carries anything of one visitor's."""
    control = response.get("Cache-Control", "")
    reasons = {
        "it sets a cookie": bool(response.cookies) or response.has_header("Set-Cookie"),
        "it holds a CSRF token": "CSRF_COOKIE_NEEDS_UPDATE" in request.META,
        "it holds a script nonce": getattr(request, "_csp_nonce", None) is not None,
        "somebody is signed in": getattr(getattr(request, "_cached_user", None), "is_authenticated", False),
        "it says it is private": any(word in control for word in _NEVER),
        "it is streamed": response.streaming,
        "it is no page": response.get("Content-Type", "").partition(";")[0] not in _KINDS,
    }
    for reason, holds in reasons.items():
        if holds:
            raise Unsafe(reason)


def depends_on_visitor(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether this answer may differ for the next visitor: read from cookies they lack, or an undeclared query.

    A page that varies by cookie is kept when its visitor sent none: then it is everybody's.
    """
    if request.COOKIES and "cookie" in response.get("Vary", "").lower():
        return True
    declared = getattr(response, "cache_query", ())
    for name, values in request.GET.lists():
        if is_tracking(name):
            if any(part.encode() in response.content for part in (f"{name}=", *values) if len(part) > 3):
                return True
        elif name not in declared:
            return True
    return False


def keep(response: HttpResponse, stamps: dict[str, str], fresh_until: float) -> Page:
    """The page of a response, its address to be asked again each time."""
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response["ETag"] = etag
    if not response.has_header("Cache-Control"):
        response["Cache-Control"] = "public, max-age=0, must-revalidate"
    # a visitor who signs in asks for the same address
    patch_vary_headers(response, ["Cookie"])
    headers = {name.lower(): (name, value) for name, value in response.items()}
    return Page(response.content, headers, etag, stamps, fresh_until)


def answer(request: HttpRequest, page: Page, state: str) -> HttpResponse:
    """The kept page for this request: 304 when the visitor has it, without a body for HEAD."""
    wanted = request.META.get("HTTP_IF_NONE_MATCH")
    if wanted and _matches(wanted, page.etag):
        response: HttpResponse = HttpResponseNotModified()
        for name in ("ETag", "Vary", "Cache-Control"):
            response[name] = page.headers[name.lower()][1]
    else:
        response = HttpResponse(page.body if request.method == "GET" else b"")
        # they were checked when they were set; setting them one by one takes longer than all the rest
        cast(Any, response.headers)._store.update(page.headers)
    response.headers["X-Cache"] = state
    return response


def _matches(wanted: str, etag: str) -> bool:
    return wanted == etag or any(tag.removeprefix("W/") in (etag, "*") for tag in parse_etags(wanted))
