"""Which rows each of these kinds of lessons is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenant_apps.courses.models import Lesson, LessonKind
from tenant_apps.materials import actions
from tenant_apps.materials.models import MOST_LISTINGS, MOST_SPOTS, MOST_STEPS, HotSpot, Listing, Step
from tenant_apps.materials.studio.forms import ListingForm, SpotForm, StepForm, rows_form


@dataclass(frozen=True)
class Sheet:
    """A page of rows."""

    kind: str
    title: str | Promise
    hint: str | Promise
    names: tuple[str, ...]
    model: Any
    formset: Any
    save: Callable[..., None]

    def rows(self, lesson: Lesson) -> list[dict[str, Any]]:
        """The rows as they are."""
        found = self.model.objects.filter(lesson=lesson)
        return [{name: getattr(row, name) for name in ("key", *self.names)} for row in found]


SHEETS = {
    "hotspots": Sheet(
        LessonKind.HOTSPOTS,
        _("Spots"),
        _("Click on the picture to place the row you are in, or type where it is."),
        ("title", "x", "y", "text"),
        HotSpot,
        rows_form(SpotForm, most=MOST_SPOTS),
        actions.set_spots,
    ),
    "project": Sheet(
        LessonKind.PROJECT,
        _("Steps"),
        _("Learners tick one after the other. A lesson that is this project is done with the last tick."),
        ("title", "text"),
        Step,
        rows_form(StepForm, most=MOST_STEPS),
        actions.set_steps,
    ),
    "code": Sheet(
        LessonKind.CODE,
        _("Code"),
        _("Each piece is shown with its words coloured, and can be copied."),
        ("title", "language", "code"),
        Listing,
        rows_form(ListingForm, most=MOST_LISTINGS),
        actions.set_listings,
    ),
}
