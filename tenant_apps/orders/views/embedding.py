"""The checkout on other sites: the script they load, and what their window shows."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenant_apps.orders.framing import framed
from tenant_apps.orders.queries import latest_payment, readable_order
from tenant_apps.orders.views.challenge import challenge
from tenant_apps.orders.views.checkout import checkout

SCRIPT = Path(__file__).parent.parent / "static" / "orders" / "embed.js"
# a day, and a week more while a new one is fetched: sites that load it need not be quick to follow
CACHED = "public, max-age=86400, stale-while-revalidate=604800"


@lru_cache(maxsize=1)
def _script() -> tuple[bytes, str]:
    body = SCRIPT.read_bytes()
    return body, f'"{sha256(body).hexdigest()[:20]}"'


@require_safe
def embed_script(request: HttpRequest) -> HttpResponse:
    """`/embed/v1.js`: turns links into buttons that open the checkout in a window on that site."""
    body, tag = _script()
    headers = {"Cache-Control": CACHED, "ETag": tag, "Cross-Origin-Resource-Policy": "cross-origin"}
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers=headers)
    return HttpResponse(body, content_type="text/javascript; charset=utf-8", headers=headers)


embedded_checkout = framed(checkout)
embedded_challenge = framed(challenge)


@framed
@require_safe
def embedded_receipt(request: HttpRequest, code: str) -> HttpResponse:
    """Thanks, and the word to the page around it. The receipt itself opens in a window of its own."""
    order = readable_order(request, code, request.GET.get("t", ""))
    if order is None:
        raise Http404
    context = {"order": order, "payment": latest_payment(order), "token": request.GET.get("t", "")}
    return render(request, "orders/embedded_receipt.html", context)
