"""What learners say, for those who look after it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marque.kit.errors import Refused
from marque.kit.http import safe_next_url
from tenant_apps.courses.models import Lesson
from tenant_apps.courses.permissions import courses_of, may_build
from tenant_apps.materials import actions, queries
from tenant_apps.materials.models import Reply
from tenant_apps.materials.studio.pages import lesson_of, page
from tenant_apps.people.actions import meet
from tenant_apps.people.queries import person_for_request

PER_PAGE = 50


@may_build
@require_GET
def everywhere(request: HttpRequest) -> HttpResponse:
    """What was said in every course this person builds, the newest first."""
    found = Paginator(queries.replies_in(courses_of(request.user)), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "materials/studio/replies.html", {"page": found})


@may_build
@require_http_methods(["GET", "POST"])
def discussion(request: HttpRequest, key: UUID, lesson: UUID) -> HttpResponse:
    """One discussion; the team answers here too."""
    found = lesson_of(request, key, lesson)
    # what was said stays with the team where the discussion was taken off the page
    if not queries.has_discussion(found) and not found.replies.exists():
        raise Http404
    if request.method == "POST":
        asked = request.POST.get("answers", "")
        answered = _answered(found, asked) if asked else None
        text = request.POST.get("text", "")
        user: Any = request.user
        person = meet(email=user.email, name=user.name, user=user)
        try:
            actions.say(lesson=found, person=person, text=text, answers=answered, is_by_team=True)
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("studio_materials:discussion", key, lesson)
    more = {"threads": queries.threads_in(found, request.GET.get("page") or 1), "me": person_for_request(request)}  # type: ignore[arg-type]
    return page(request, found, "materials/studio/discussion.html", more, wrong=False)


@may_build
@require_POST
def hiding(request: HttpRequest, reply: UUID) -> HttpResponse:
    """Hide what somebody said, or show it again."""
    found = get_object_or_404(Reply, key=reply, lesson__course__in=courses_of(request.user))
    if request.POST.get("act") == "show":
        actions.show_reply(reply=found, by=request.user)
        messages.success(request, _("Everybody in the course sees it again."))
    else:
        actions.hide_reply(reply=found, by=request.user)
        messages.success(request, _("Hidden. Only the team sees it now."))
    return redirect(safe_next_url(request, default="../../"))


def _answered(lesson: Lesson, key: str) -> Reply:
    try:
        return get_object_or_404(Reply.objects.select_related("answers"), key=UUID(key), lesson=lesson)
    except ValueError:
        raise Http404 from None
