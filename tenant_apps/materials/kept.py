"""Which rows of ours a lesson's versions keep, and how they come back."""

from __future__ import annotations

from functools import partial

from tenant_apps.courses.actions import write_parts
from tenant_apps.courses.own_rows import Source, register_rows
from tenant_apps.materials.actions.parts import restore_steps
from tenant_apps.materials.actions.surveys import restore_questions
from tenant_apps.materials.models import HotSpot, Listing, Step, SurveyQuestion

_spots = partial(write_parts, model=HotSpot, again=True)
_listings = partial(write_parts, model=Listing, again=True)

register_rows("spots", Source(HotSpot, "lesson", ("title", "x", "y", "text"), _spots))
register_rows("steps", Source(Step, "lesson", ("title", "text"), restore_steps))
register_rows("listings", Source(Listing, "lesson", ("title", "language", "code"), _listings))
register_rows(
    "questions",
    Source(SurveyQuestion, "survey__lesson", ("title", "asked", "options", "is_required"), restore_questions),
)
