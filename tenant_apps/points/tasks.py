"""Work on points that nobody waits for."""

from celery import shared_task

from marque.kit.tenancy.tasks import send_to_all
from tenant_apps.points import actions
from tenant_apps.points.models import PointLevel


@shared_task(name="points.award_levels")
def award_levels(*, level_key: str, **_newer: object) -> None:
    """Award a level's badge to those who have its points already, some at a time. Killed, it goes on at the rest."""
    level = PointLevel.objects.select_related("badge").filter(key=level_key).first()
    if level is not None:
        _award(level)


# visits every tenant, so it belongs to none
@shared_task(name="points.sweep", tenantless=True)
def sweep(**_newer: object) -> None:
    """Ask for a round in every business; a suspended one and a copy award nothing."""
    send_to_all(look, outward=True)


@shared_task(name="points.look")
def look(**_newer: object) -> None:
    """Award the badges of levels that a lost nudge left."""
    for level in PointLevel.objects.exclude(badge=None).select_related("badge"):
        _award(level)


def _award(level: PointLevel) -> None:
    if actions.award_waiting(level=level):
        award_levels.delay(level_key=str(level.key))
