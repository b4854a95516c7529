"""Answers to forms we cannot take."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from before the visitor signed in or out, or from another site: nothing of it is taken."""
    return render(request, "403_csrf.html", status=403)
