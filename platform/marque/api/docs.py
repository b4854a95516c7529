"""`/api/v1/docs/`: the API to read, drawn on the server from its own description."""

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from marque.kit.api.reading import Group, described, groups_of
from shared_apps.agencies.tokens import SCOPES


@require_GET
def read(request: HttpRequest) -> HttpResponse:
    """Every route, what it takes and what it gives."""
    context = {"groups": _groups(), "scopes": SCOPES, "base": request.build_absolute_uri("/api/v1")}
    return render(request, "api/docs.html", context)


@cache
def _groups() -> Group:
    """The routes by resource; the same for everybody, and as long as the process lives."""
    from marque.api.urls import resources  # the addresses import this view

    return groups_of(described(resources))
