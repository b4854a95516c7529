"""A lesson as learners would see it, were the change of it that waits published."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from tenant_apps.courses import queries
from tenant_apps.courses.permissions import courses_of, may_build
from tenant_apps.learning.lesson_pages import proposed_page


@never_cache
@may_build
@require_GET
def lesson(request: HttpRequest, key: UUID, lesson: UUID) -> HttpResponse:
    """The page with nobody in it."""
    course = get_object_or_404(courses_of(request.user), key=key)
    waiting = queries.proposal_for(get_object_or_404(course.lessons.live(), key=lesson))
    if waiting is None:
        raise Http404
    return proposed_page(request, queries.as_proposed(waiting))
