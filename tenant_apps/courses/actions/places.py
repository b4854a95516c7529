"""An outline is changed one course at a time."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from tenant_apps.courses import queries
from tenant_apps.courses.models import Course


class OutlineChanged(Refused):
    """Somebody else moved something meanwhile."""

    message = _("Somebody changed this outline meanwhile. Here it is as it is now; nothing of theirs was lost.")


def lock(course_id: int, *, seen: str | None = None) -> None:
    """Hold the course's row: two people dragging in one outline take turns.

    Whoever says which order they have `seen` is refused with OutlineChanged when it is another one by now.
    """
    course = Course.objects.select_for_update(no_key=True).only("pk").get(pk=course_id)
    if seen and seen != queries.order_of(queries.outline(course, drafts=True)):
        raise OutlineChanged
