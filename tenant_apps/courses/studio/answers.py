"""Small writes on an outline: do it, then answer with the fresh outline, as a fragment or by a redirect."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.views.decorators.http import require_POST

from marque.kit.errors import Refused
from tenant_apps.courses.models import Course
from tenant_apps.courses.permissions import courses_of, may_build
from tenant_apps.courses.studio.board import board

FRAGMENT = "x-fragment"


@dataclass(frozen=True)
class Said:
    """What to tell the creator. A refusal may offer another way: a label and where to post."""

    text: str | Promise
    tone: str = "good"
    other_label: str | Promise = ""
    other_url: str = ""


Work = Callable[..., Said]


def change(work: Work) -> Callable[..., HttpResponse]:
    """A POST that changes an outline. Anything refused is shown where the outline is."""

    @may_build
    @require_POST
    @wraps(work)
    def view(request: HttpRequest, key: Any, **names: Any) -> HttpResponse:
        course = get_object_or_404(courses_of(request.user), key=key)
        try:
            said = work(request, course, **names)
        except Refused as refused:
            said = Said(str(refused), "bad")
        return answer(request, course, said)

    return view


def answer(request: HttpRequest, course: Course, said: Said) -> HttpResponse:
    """The outline as it is now, with what was said."""
    if FRAGMENT in request.headers:
        context = board(request, course) | {"said": said}
        return render(request, "courses/studio/_board.html", context, status=422 if said.tone == "bad" else 200)
    (messages.error if said.tone == "bad" else messages.success)(request, said.text)
    query = request.GET.urlencode()
    return redirect(reverse("studio_courses:outline", args=[course.key]) + (f"?{query}" if query else ""))
