"""Which other sites a page may load scripts and frames from: a gateway's, where the page takes a payment through it."""

from __future__ import annotations

from django.forms import Form
from django.http import HttpResponse


def allow_gateway(response: HttpResponse, form: Form | None) -> HttpResponse:
    """Widen this one answer's content policy by what the gateway's form needs; the sandbox's needs nothing."""
    sources = getattr(form, "csp", None)
    if sources:
        response._csp_update = sources  # type: ignore[attr-defined]
    return response
