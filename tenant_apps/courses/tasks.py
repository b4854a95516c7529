"""Work on courses that nobody waits for."""

from __future__ import annotations

from celery import shared_task

from marque.kit.tenancy.tasks import send_to_all
from tenant_apps.courses import actions
from tenant_apps.courses.models import FolderImport


# visits every tenant, so it belongs to none
@shared_task(name="courses.sweep", tenantless=True)
def sweep(**_newer: object) -> None:
    """Ask for a round in every business; a suspended one and a copy do nothing."""
    send_to_all(look, outward=True)


@shared_task(name="courses.look", by_the_clock=True)
def look(**_newer: object) -> None:
    """Publish the drafts and approved courses whose moment has come, and go on with zips that a lost worker left."""
    actions.publish_due()
    actions.publish_promised()
    for import_id in actions.unheard_zips():
        work_on_zip.delay(import_id=import_id)


@shared_task(name="courses.work_on_zip")
def work_on_zip(*, import_id: int, **_newer: object) -> None:
    """Read a zip, or make its lessons."""
    folder = FolderImport.objects.select_related("upload", "by", "course").filter(pk=import_id).first()
    if folder is not None:
        actions.work_on_zip(folder=folder)
