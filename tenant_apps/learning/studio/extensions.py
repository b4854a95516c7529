"""More time for one learner, given and taken back in the Studio."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from tenant_apps.courses import queries as courses
from tenant_apps.courses.models import SCORED, Course, Lesson
from tenant_apps.learning import actions
from tenant_apps.learning.models import CohortDeadline, Enrolment
from tenant_apps.learning.moments import MomentField, in_zone


class ExtensionForm(forms.Form):
    """Which lesson, until when, why. Lessons that can have no date are not offered."""

    lesson = forms.ChoiceField(label=_("Lesson"))
    until = MomentField(label=_("Until"))
    reason = forms.CharField(label=_("Reason, which they read"), max_length=300, strip=True)

    def __init__(self, *args: Any, course: Course, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dated = set(CohortDeadline.objects.filter(cohort__course=course).values_list("lesson_id", flat=True))
        self.lessons = {
            str(one.key): one
            for branch in courses.outline(course)
            for one in branch.lessons
            if one.kind in SCORED or one.pk in dated
        }
        self.fields["lesson"].choices = [(key, one.title) for key, one in self.lessons.items()]  # type: ignore[attr-defined]
        self.fields["until"].help_text = in_zone()

    def chosen(self) -> Lesson:
        """The one that was chosen."""
        return self.lessons[self.cleaned_data["lesson"]]


def with_extensions(enrolment: Enrolment, form: ExtensionForm | None = None) -> dict[str, Any]:
    """What a learner's page shows of their own dates."""
    return {
        "extensions": enrolment.extensions.select_related("lesson").order_by("until"),
        "extension_form": form or ExtensionForm(course=enrolment.course),
    }


def given(request: HttpRequest, enrolment: Enrolment) -> ExtensionForm | None:
    """Give more time as typed; the form with what is wrong where it is not."""
    form = ExtensionForm(request.POST, course=enrolment.course)
    if not form.is_valid():
        return form
    said = form.cleaned_data
    try:
        actions.extend(
            enrolment=enrolment,
            lesson=form.chosen(),
            until=said["until"],
            reason=said["reason"],
            by=request.user.email,  # type: ignore[union-attr]
        )
    except Refused as refused:
        refused.show_in(form)
        return form
    messages.success(request, _now("They have more time, and get an email."))
    return None
