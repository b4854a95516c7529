"""Which other sites a page may load scripts and frames from: a gateway's, where the page takes a payment through it."""

from __future__ import annotations

from django.forms import Form
from django.http import HttpResponse


def allow_gateway(response: HttpResponse, *asked: Form | None) -> HttpResponse:
    """Widen this one answer's content policy by what the gateways' forms need; the sandbox's needs nothing.

    A wallet that opens a window of its own has to hear from it, which `same-origin` would cut off.
    """
    sources: dict[str, list[str]] = {}
    for form in asked:
        for directive, hosts in getattr(form, "csp", {}).items():
            sources.setdefault(directive, []).extend(host for host in hosts if host not in sources.get(directive, []))
    if any(getattr(form, "opens_windows", False) for form in asked):
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin-allow-popups"
    if sources:
        response._csp_update = sources  # type: ignore[attr-defined]
    return response
