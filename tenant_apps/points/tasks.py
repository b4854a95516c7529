"""Work on points that nobody waits for."""

from celery import shared_task

from tenant_apps.points import actions
from tenant_apps.points.models import PointLevel


@shared_task(name="points.award_levels")
def award_levels(*, level_key: str, **_newer: object) -> None:
    """Award a level's badge to those who have its points already, some at a time. Killed, it goes on at the rest."""
    level = PointLevel.objects.select_related("badge").filter(key=level_key).first()
    if level is not None and actions.award_waiting(level=level):
        award_levels.delay(level_key=level_key)
