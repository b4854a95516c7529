"""Which kept page a request asks for, if it may have one at all."""

import hashlib
import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_from_request

# what advertisers append; no page depends on it
_TRACKING = re.compile(r"utm_\w+|gclid|fbclid|msclkid|mc_cid|mc_eid|_ga|ttclid")
_PERSONAL_HEADERS = ("HTTP_AUTHORIZATION", "HTTP_RANGE", "HTTP_HX_REQUEST")
ANONYMOUS = "anonymous"


class Lookup(NamedTuple):
    """Everything besides the tenant and its generations that tells two pages apart."""

    scheme: str
    host: str
    path: str
    query: str
    language: str
    variant: str
    visitor: str = ANONYMOUS

    def digest(self) -> str:
        """A short name for a key."""
        return hashlib.sha256(repr(tuple(self)).encode()).hexdigest()


def lookup_of(request: HttpRequest) -> Lookup | None:
    """What to look for; None when this visitor must be answered by the view.

    A session or a waiting message makes a visitor somebody; a fragment, a range or a preview is no page.
    """
    cookies = request.COOKIES
    if request.method not in ("GET", "HEAD") or settings.SESSION_COOKIE_NAME in cookies or "messages" in cookies:
        return None
    if any(name in request.META for name in _PERSONAL_HEADERS) or getattr(request, "is_dummy", False):
        return None
    return Lookup(
        request.scheme or "http",
        # the tenancy middleware has checked it and put it in its normal form
        request.META["HTTP_HOST"].lower(),
        request.path,
        _query_of(request),
        _language_of(request.META.get("HTTP_ACCEPT_LANGUAGE", ""), cookies.get(settings.LANGUAGE_COOKIE_NAME, "")),
        _variant_of(cookies),
    )


def _query_of(request: HttpRequest) -> str:
    if not request.META.get("QUERY_STRING"):
        return ""
    pairs = [(name, value) for name, values in request.GET.lists() for value in values if not is_tracking(name)]
    return urlencode(sorted(pairs))


@lru_cache(maxsize=1000)
def _language_of(accepted: str, chosen: str) -> str:
    request = HttpRequest()
    request.META["HTTP_ACCEPT_LANGUAGE"] = accepted
    request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = chosen
    return get_language_from_request(request)


def _variant_of(cookies: dict[str, str]) -> str:
    # a closed list, or anybody could fill the cache
    variant = cookies.get("variant", "")
    return variant if variant and variant in settings.PAGE_CACHE_VARIANTS else ""


def is_tracking(name: str) -> bool:
    """Whether a query parameter only follows the visitor around."""
    return _TRACKING.fullmatch(name) is not None
