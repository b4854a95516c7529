"""Moving a learner in the Studio."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from marque.kit.clock import now
from marque.kit.errors import Refused
from tenant_apps.courses.models import Course
from tenant_apps.courses.permissions import courses_of
from tenant_apps.learning import actions
from tenant_apps.learning.models import Cohort, Enrolment, Transfer

# as many courses, and as many cohorts of them, as a list to choose from holds
OFFERED = 20
MOST_COHORTS = 100


class TransferForm(forms.Form):
    """Where to, and why. Offered are the newest courses, or those with some words in the title; no cohort that is over.

    `has_more` says that the words would find further courses.
    """

    to = forms.ChoiceField(label=_("Where to"))
    transfer_reason = forms.CharField(label=_("Reason, which they read"), max_length=300, strip=True)

    def __init__(self, *args: Any, enrolment: Enrolment, user: Any, words: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        theirs = courses_of(user).exclude(pk=enrolment.course_id)
        others = theirs.filter(title__icontains=words).order_by("title", "pk") if words else theirs.order_by("-pk")
        offered = list(others[: OFFERED + 1])
        self.words, self.has_more = words, len(offered) > OFFERED
        self.courses = {f"course:{each.key}": each for each in offered[:OFFERED]}
        going = Cohort.objects.filter(Q(ends_on=None) | Q(ends_on__gte=now().date())).select_related("course")
        going = going.filter(course__in=[enrolment.course, *self.courses.values()])
        going = going.exclude(places__enrolment=enrolment)
        self.cohorts = {f"cohort:{each.key}": each for each in going[:MOST_COHORTS]}
        own = [(name, each.name) for name, each in self.cohorts.items() if each.course_id == enrolment.course_id]
        away = [
            (name, f"{each.course.title}: {each.name}")
            for name, each in self.cohorts.items()
            if each.course_id != enrolment.course_id
        ]
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            (_("Cohorts of this course"), own),
            (_("Other courses"), [(name, each.title) for name, each in self.courses.items()]),
            (_("Cohorts of other courses"), away),
        ]

    def chosen(self) -> tuple[Course, Cohort | None]:
        """The course, and the cohort if it is one."""
        name = self.cleaned_data["to"]
        cohort = self.cohorts.get(name)
        return (cohort.course, cohort) if cohort else (self.courses[name], None)


def with_transfers(request: HttpRequest, enrolment: Enrolment, form: TransferForm | None = None) -> dict[str, Any]:
    """What a learner's page shows of moves."""
    moved = Transfer.objects.filter(to=enrolment).select_related("enrolment__course", "cohort").order_by("-pk")
    return {"moves": moved, "transfer_form": form or _form(request, enrolment)}


def moved(request: HttpRequest, enrolment: Enrolment) -> Transfer | TransferForm:
    """Move them as typed; the form with what is wrong where it is not."""
    form = _form(request, enrolment, request.POST)
    if not form.is_valid():
        return form
    course, cohort = form.chosen()
    why, by = form.cleaned_data["transfer_reason"], request.user.email  # type: ignore[union-attr]
    try:
        made = actions.transfer(enrolment=enrolment, course=course, cohort=cohort, reason=why, by=by)
    except Refused as refused:
        refused.show_in(form)
        return form
    messages.success(request, _now("They have their place there now, and get an email."))
    return made


def _form(request: HttpRequest, enrolment: Enrolment, data: Any = None) -> TransferForm:
    words = request.GET.get("find", "").replace("\0", "").strip()[:100]
    return TransferForm(data, enrolment=enrolment, user=request.user, words=words)
