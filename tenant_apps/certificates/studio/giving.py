"""Giving certificates to many, withdrawing one with a reason, renewing one, and erasing a name."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from marque.kit.errors import Refused
from tenant_apps.certificates import actions
from tenant_apps.certificates.models import Certificate
from tenant_apps.certificates.tasks import issue_to, issue_waiting
from tenant_apps.courses.models import Course
from tenant_apps.courses.permissions import may_oversee
from tenant_apps.courses.studio.choosers import course_chooser_viewset

SHOWN = 100


class GivingForm(forms.Form):
    """For which course, and to whom."""

    course = forms.ModelChoiceField(
        label=_("Course"), queryset=Course.objects.none(), widget=course_chooser_viewset.widget_class()
    )
    emails = forms.CharField(
        label=_("Addresses, one a line"),
        required=False,
        max_length=300_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "Up to 1,000 at once. Left empty: everybody who finished the course and was never given its certificate."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = Course.objects.all()  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why it is withdrawn."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        strip=True,
        error_messages={"required": _("Write why. The learner is told; the public page is not.")},
        help_text=_("The learner gets it by email. The public page says only that the certificate was withdrawn."),
    )


@may_oversee
@require_http_methods(["GET", "POST"])
def giving(request: HttpRequest) -> HttpResponse:
    """Who would get one, line by line; then give it."""
    form = GivingForm(request.POST or None)
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        try:
            if request.POST.get("act") == "give":
                return _given(request, form)
            context |= _preview(form)
        except Refused as refused:
            refused.show_in(form)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "certificates/studio/giving.html", context, status=status)


@may_oversee
@require_http_methods(["GET", "POST"])
def withdrawal(request: HttpRequest, key: UUID) -> HttpResponse:
    """Withdraw one, and say why."""
    found, form = _found(key), ReasonForm(request.POST or None)
    if form.is_bound and form.is_valid():
        actions.revoke(certificate=found, reason=form.cleaned_data["reason"], by=request.user)  # type: ignore[arg-type]
        messages.success(request, _now("The certificate was withdrawn, and its learner gets an email."))
        return redirect("certificates_issued:index")
    status = 422 if form.errors else 200
    context = {"certificate": found, "form": form}
    return render(request, "certificates/studio/withdrawal.html", context, status=status)


@may_oversee
@require_POST
def renewal(request: HttpRequest, key: UUID) -> HttpResponse:
    """Let one count for another term."""
    try:
        renewed = actions.renew(certificate=_found(key), by=request.user)  # type: ignore[arg-type]
        messages.success(request, _now("It counts until %(day)s.") % {"day": f"{renewed.expires_at:%Y-%m-%d}"})
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("certificates_issued:index")


@may_oversee
@require_POST
def erasure(request: HttpRequest, key: UUID) -> HttpResponse:
    """Erase its learner's name from all their certificates."""
    person = _found(key).person
    if person is not None:
        actions.forget(person=person, by=request.user)  # type: ignore[arg-type]
    messages.success(request, _now("The name was erased. Whoever holds the paper can still compare it."))
    return redirect("certificates_issued:index")


def _preview(form: GivingForm) -> dict[str, Any]:
    course, emails = form.cleaned_data["course"], form.cleaned_data["emails"].strip()
    if emails:
        lines = actions.candidates_by_email(course=course, text=emails)
        return {"lines": lines, "count": sum(not line.problem for line in lines), "is_previewed": True}
    waiting = actions.waiting_for(course)
    return {"waiting": waiting[:SHOWN], "count": waiting.count(), "is_previewed": True, "shown": SHOWN}


def _given(request: HttpRequest, form: GivingForm) -> HttpResponse:
    course, emails = form.cleaned_data["course"], form.cleaned_data["emails"].strip()
    if not emails:
        issue_waiting.delay(course_id=course.pk, by_id=request.user.pk)
        messages.success(request, _now("The certificates are being issued. This list fills up as they are."))
        return redirect("certificates_issued:index")
    lines = actions.candidates_by_email(course=course, text=emails)
    people = [line.person.pk for line in lines if line.person is not None and not line.problem]
    issue_to.delay(course_id=course.pk, people=people, by_id=request.user.pk)
    said = ngettext(
        "%(count)d certificate is being issued. This list fills up as it is.",
        "%(count)d certificates are being issued. This list fills up as they are.",
        len(people),
    )
    messages.success(request, said % {"count": len(people)})
    return redirect("certificates_issued:index")


def _found(key: UUID) -> Certificate:
    return get_object_or_404(Certificate.objects.select_related("person", "course"), key=key)
