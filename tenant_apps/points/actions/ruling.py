"""What points are given for, and the levels."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.tenancy.context import require_tenant
from marque.kit.tenancy.tasks import soon
from shared_apps.operations import audit
from tenant_apps.badges.models import Badge
from tenant_apps.points.models import PointLevel, PointRules

if TYPE_CHECKING:
    from tenant_apps.accounts.models import User


class TakenAlready(Refused):
    """Two levels for as many points."""

    message = _("Another level takes as many points.")
    field = "threshold"


@transaction.atomic
def set_rules(
    *, on: bool, board: bool, lesson: int, quiz: int, course: int, by: User, now: datetime | None = None
) -> PointRules:
    """Say what points are given for from now on, and whether there is a list of those with the most. What was given
    stays."""
    PointRules.objects.get_or_create(only=1)
    rules = PointRules.objects.select_for_update().get()
    at = now or clock.now()
    rules.on_since = (rules.on_since or at) if on else None
    rules.board_since = (rules.board_since or at) if on and board else None
    rules.lesson, rules.quiz, rules.course = lesson, quiz, course
    rules.save(update_fields=["on_since", "board_since", "lesson", "quiz", "course"])
    _note("points.rules", by, {"on": on, "board": board, "lesson": lesson, "quiz": quiz, "course": course})
    return rules


@transaction.atomic
def save_level(
    *, name: str, threshold: int, badge: Badge | None = None, level: PointLevel | None = None, by: User
) -> PointLevel:
    """Add a level or change one; whoever has its points already gets its badge soon. Raises TakenAlready."""
    from tenant_apps.points import tasks  # inline: the task calls this module

    saved = level or PointLevel()
    if PointLevel.objects.filter(threshold=threshold).exclude(pk=saved.pk).exists():
        raise TakenAlready
    saved.name, saved.threshold, saved.badge = name.strip()[:60], threshold, badge
    saved.save()
    _note("points.level", by, {"name": saved.name, "threshold": threshold})
    if badge is not None:
        soon(tasks.award_levels, level_key=str(saved.key))
    return saved


@transaction.atomic
def remove_level(*, level: PointLevel, by: User) -> None:
    """Take a level away; badges that came with it stay with who has them."""
    PointLevel.objects.filter(pk=level.pk).delete()
    _note("points.level_removed", by, {"name": level.name})


def _note(action: str, by: User, data: dict[str, Any]) -> None:
    tenant = require_tenant()
    audit.record(by=by.email, action=action, target=tenant.slug, tenant_id=tenant.id, data=data)
