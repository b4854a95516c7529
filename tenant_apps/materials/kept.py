"""Which rows of ours a lesson's versions keep, and how they come back."""

from __future__ import annotations

from functools import partial

from tenant_apps.courses.actions import write_parts
from tenant_apps.courses.own_rows import register_rows
from tenant_apps.materials.actions.surveys import restore_questions
from tenant_apps.materials.models import HotSpot, Listing, Step, SurveyQuestion

_OURS = (
    ("spots", HotSpot, ("title", "x", "y", "text")),
    ("steps", Step, ("title", "text")),
    ("listings", Listing, ("title", "language", "code")),
)

for _name, _model, _fields in _OURS:
    register_rows(
        _name,
        names=_fields,
        found=lambda lesson, model=_model: model.objects.filter(lesson=lesson),  # type: ignore[misc]
        write=partial(write_parts, model=_model),
    )
register_rows(
    "questions",
    names=("title", "asked", "options", "is_required"),
    found=lambda lesson: SurveyQuestion.objects.filter(survey__lesson=lesson),
    write=restore_questions,
)
