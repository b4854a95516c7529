"""One person who is given a place, from the page of a course's learners."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marque.kit.errors import Refused
from tenant_apps.courses.models import Course
from tenant_apps.courses.permissions import courses_seen_by
from tenant_apps.learning import actions
from tenant_apps.learning.models import Enrolment
from tenant_apps.learning.studio.forms import InviteForm
from tenant_apps.learning.studio.learners import listed, may_decide


@may_decide
@require_POST
def invitations(request: HttpRequest, key: UUID) -> HttpResponse:
    """Give somebody a place, and tell them if that is ticked; whoever has one already is shown."""
    course = get_object_or_404(courses_seen_by(request.user), key=key)
    form, there = InviteForm(request.POST), None
    if form.is_valid():
        email = form.cleaned_data["email"]
        try:
            reason = _("Invited from the course’s learners")
            made = actions.enrol_by_hand(course=course, reason=reason, by=request.user, **form.cleaned_data)
        except Refused as refused:
            refused.show_in(form)
            there = _place_of(course, email)
        else:
            messages.success(request, _said(made, form.cleaned_data["tell"]))
            return redirect("studio_drip:learners", course.key)
    context = listed(request, course) | {"invite_form": form, "there": there}
    return render(request, "learning/studio/learners.html", context, status=422)


def _place_of(course: Course, email: str) -> Enrolment | None:
    found = Enrolment.objects.live().filter(course=course, person__email=email.strip().lower())
    return found.select_related("person").first()


def _said(made: Enrolment, tell: bool) -> str:
    words = {"name": str(made.person)}
    if not tell:
        return _("%(name)s has a place. Nobody was written to.") % words
    if not made.course.is_published:
        return _("%(name)s has a place, and gets an email once the course is published.") % words
    return _("%(name)s has a place, and gets an email within a minute or two.") % words
