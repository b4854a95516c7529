"""Something of another site's."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.db import transaction

from tenant_apps.courses import approval, freshness
from tenant_apps.courses.embeds import shown_at
from tenant_apps.courses.models import Lesson
from tenant_apps.materials.models import Embed


def set_embed(*, lesson: Lesson, address: str, by: Any = None) -> Embed:
    """Let a lesson show what is at an address of an allowed site; raises NotAllowed, NothingShown, SeenByLearners."""
    approval.refuse_unseen_change(lesson, by)
    shown = shown_at(address)
    with transaction.atomic():
        made, _new = Embed.objects.update_or_create(lesson=lesson, defaults={"address": address, **asdict(shown)})
        freshness.course_changed(lesson.course_id)
    return made
