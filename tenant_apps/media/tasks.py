"""Work on files that nobody waits for."""

from celery import shared_task

from marque.kit import clock
from marque.kit.tenancy.context import enter
from marque.kit.tenancy.directory import all_tenants
from tenant_apps.media import actions
from tenant_apps.media.models import HostedFilm, HostedRemoval, Upload


@shared_task(name="films.prepare_waiting")
def prepare_waiting(**_newer: object) -> None:
    """Prepare one waiting film, then let the other businesses' have their turn."""
    film_id = actions.first_waiting()
    if film_id is not None:
        actions.prepare_film(film_id=film_id)
        prepare_waiting.delay()


@shared_task(name="media.take_in")
def take_in(*, upload_id: int, **_newer: object) -> None:
    """Make a complete upload a file of the business."""
    upload = Upload.objects.filter(pk=upload_id).first()
    if upload is not None:
        actions.take_in(upload=upload)


@shared_task(name="media.follow_hosted")
def follow_hosted(**_newer: object) -> None:
    """Ask hosts about films that are due, some at a time."""
    if actions.follow_due():
        follow_hosted.delay()


@shared_task(name="media.remove_hosted")
def remove_hosted(**_newer: object) -> None:
    """Remove at hosts what is gone here, some at a time."""
    if actions.settle_removals():
        remove_hosted.delay()


# visits every tenant, so it belongs to none
@shared_task(name="media.sweep", tenantless=True, by_the_clock=True)
def sweep(**_newer: object) -> None:
    """Find films and uploads nobody works on, in every tenant."""
    for tenant in all_tenants():
        with enter(tenant):
            actions.forget_old_uploads()
            for upload_id in actions.untaken():
                take_in.delay(upload_id=upload_id)
            if actions.first_waiting() is not None:
                prepare_waiting.delay()
            _sweep_hosts()


def _sweep_hosts() -> None:
    if HostedFilm.objects.due(clock.now()).exists():
        follow_hosted.delay()
    if HostedRemoval.objects.due(clock.now()).exists():
        remove_hosted.delay()
