"""Pages that stop one kind of email; the signed link in it is enough."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from marque.kit.signing import BadSignature, unsign
from tenant_apps.people.models import Person


def stopping(
    request: HttpRequest, token: str, *, purpose: str, stop: Callable[[Person], object], template: str
) -> HttpResponse:
    """Ask, then stop. A GET changes nothing: link scanners open every address in a mail."""
    person, stopped = _person(purpose, token), request.method == "POST"
    if stopped:
        stop(person)
    return render(request, template, {"person": person, "stopped": stopped})


def _person(purpose: str, token: str) -> Person:
    try:
        person = Person.objects.filter(key=unsign(purpose, token)).first()
    except BadSignature as error:
        raise Http404 from error
    if person is None:
        raise Http404
    return person
