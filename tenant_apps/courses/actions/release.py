"""When things open, in days after enrolment."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from tenant_apps.courses import freshness
from tenant_apps.courses.models import Lesson, Module

LONGEST_WAIT = 3650


class ImpossibleRelease(Refused):
    """Not a number of days anybody would wait."""

    message = _("Give a number of days between 0 and 3650.")


@transaction.atomic
def set_release(
    *, module: Module | None = None, lesson: Lesson | None = None, days: int | None, by: Any = None
) -> Module | Lesson:
    """Open a module or a lesson this many days after enrolment; None opens it straight away or with its module."""
    part = lesson or module
    if part is None:
        raise TypeError("set_release needs a module or a lesson")
    if days is not None and not 0 <= days <= LONGEST_WAIT:
        raise ImpossibleRelease
    part.opens_after_days = days
    part.save(update_fields=["opens_after_days"])
    freshness.course_changed(part.course_id)
    return part
