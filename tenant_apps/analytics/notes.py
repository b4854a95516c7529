"""What a learner's page in the Studio says about their risk, and what was written to them."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from tenant_apps.analytics.models import Risk, RiskLetter
from tenant_apps.analytics.words import sentences
from tenant_apps.learning.models import Enrolment
from tenant_apps.learning.slots import learner_note

SHOWN = 5


@learner_note
def note_on(enrolment: Enrolment) -> SafeString:
    """Reasons that hold now, and the latest letters."""
    risk = Risk.objects.filter(enrolment=enrolment, ended_at=None).select_related("letter").first()
    letters = list(RiskLetter.objects.filter(risk__enrolment=enrolment).order_by("-pk")[:SHOWN])
    if risk is None and not letters:
        return SafeString("")
    values = {"course": enrolment.course, "risk": risk, "reasons": sentences(risk) if risk else [], "letters": letters}
    return mark_safe(render_to_string("analytics/studio/_note.html", values).strip())  # noqa: S308  (a template's)
