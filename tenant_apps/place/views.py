"""A learner's notes, bookmarks, and what their devices did."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tenant_apps.people.models import Person
from tenant_apps.people.queries import our_person, person_for_request
from tenant_apps.place import actions, queries
from tenant_apps.place.forms import ActForm, Unreadable, read_acts
from tenant_apps.place.markdown import as_markdown
from tenant_apps.place.models import Note
from tenant_apps.place.who import who

PER_PAGE = 60


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def acts(request: HttpRequest) -> HttpResponse:
    """Acts of a device, in order; asked for nothing, whose place this is. 401 for nobody, 409 for another person's."""
    person = person_for_request(request)
    if person is None:
        return JsonResponse({"who": ""}, status=401)
    if request.method != "POST":
        return JsonResponse({"who": who(person), "token": get_token(request)})
    try:
        owner, asked = read_acts(request.body)
    except Unreadable:
        return JsonResponse({"message": _("This could not be read.")}, status=400)
    if owner != who(person):
        return JsonResponse({"who": who(person)}, status=409)
    actions.forget_old(person=person)
    return JsonResponse({"who": owner, "answers": [_answered(person, act) for act in asked]})


def _answered(person: Person, asked: dict[str, Any]) -> dict[str, Any]:
    form = ActForm(asked)
    if not form.is_valid():
        words = " ".join(message for messages in form.errors.values() for message in messages)
        return {"key": asked.get("key"), "state": "refused", "message": words}
    said = form.cleaned_data
    try:
        return actions.do(person=person, key=said["key"], kind=said["kind"], asked=said)
    except actions.NotYours as refused:
        return {"key": str(said["key"]), "state": "refused", "message": str(refused)}


@never_cache
@login_required
@require_safe
def notes(request: HttpRequest) -> HttpResponse:
    """Everything a learner noted, course by course, and the lessons they marked."""
    person = our_person(request)
    words, course = request.GET.get("q", "").replace("\0", "").strip()[:100], request.GET.get("course", "")[:80]
    found = queries.notes_of(person, words=words, course=course) if person.pk else Note.objects.none()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "words": words,
        "chosen": course,
        "page": page,
        "leaves": queries.leaves(list(page)),
    }
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "place/_leaves.html", context)
    if person.pk:  # somebody of the team may have none
        context |= {"courses": queries.courses_with_notes(person), "bookmarks": queries.bookmarks_of(person)[:100]}
    return render(request, "place/notes.html", context)


@never_cache
@login_required
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The same as Markdown."""
    person = our_person(request)
    found = list(queries.notes_of(person)) if person.pk else []
    body = as_markdown(found, site=request.build_absolute_uri("/").rstrip("/"))
    headers = {"Content-Disposition": 'attachment; filename="notes.md"'}
    return HttpResponse(body, content_type="text/markdown; charset=utf-8", headers=headers)
