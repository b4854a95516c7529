"""Who builds a course, in the Studio."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from marque.kit.errors import Refused
from marque.kit.telling import telling
from tenant_apps.courses import actions
from tenant_apps.courses.models import Course
from tenant_apps.courses.permissions import courses_of, may_build, owns


class InvitationForm(forms.Form):
    """Somebody, by email."""

    email = forms.EmailField(label=gettext_lazy("Email"))


@may_build
@require_http_methods(["GET", "POST"])
def authors(request: HttpRequest, key: UUID) -> HttpResponse:
    """Everybody who builds it, and a form to invite one more."""
    course = _course(request, key)
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.invite_co_author(course=course, by=_user(request), **form.cleaned_data)
        except Refused as refused:
            refused.show_in(form)
        else:
            messages.success(request, _("Wrote to %(email)s.") % {"email": made.user.email})
            return redirect("studio_courses:authors", course.key)
    context = {
        "course": course,
        "form": form,
        "co_authors": course.co_authors.select_related("user", "invited_by"),
        "may_invite": owns(request.user, course),
    }
    return render(request, "courses/studio/authors.html", context, status=422 if form.errors else 200)


@may_build
@require_POST
def removal(request: HttpRequest, key: UUID, author: UUID) -> HttpResponse:
    """Off the course."""
    course = _course(request, key)
    left = get_object_or_404(course.co_authors, user__key=author).user
    with telling(request, _("Saved.")):
        actions.remove_co_author(course=course, user=left, by=_user(request))
    if courses_of(request.user).filter(pk=course.pk).exists():
        return redirect("studio_courses:authors", course.key)
    return redirect("studio_courses:index")


@may_build
@require_POST
def ownership(request: HttpRequest, key: UUID, author: UUID) -> HttpResponse:
    """Make a co-author the owner."""
    course = _course(request, key)
    heir = get_object_or_404(course.co_authors, user__key=author).user
    with telling(request, _("Saved.")):
        actions.hand_over(course=course, user=heir, by=_user(request))
    return redirect("studio_courses:authors", course.key)


def _course(request: HttpRequest, key: UUID) -> Course:
    return get_object_or_404(courses_of(request.user).select_related("author__user"), key=key)


def _user(request: HttpRequest) -> Any:
    return request.user
