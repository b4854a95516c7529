"""Work on courses that nobody waits for."""

from __future__ import annotations

from celery import shared_task

from marque.kit.tenancy.tasks import send_to_all
from tenant_apps.courses import actions
from tenant_apps.courses.models import FolderImport, PackageExport, PackageImport
from tenant_apps.courses.packages import working


# visits every tenant, so it belongs to none
@shared_task(name="courses.sweep", tenantless=True)
def sweep(**_newer: object) -> None:
    """Ask for a round in every business; a suspended one and a copy do nothing."""
    send_to_all(look, outward=True)


@shared_task(name="courses.look", by_the_clock=True)
def look(**_newer: object) -> None:
    """Publish the drafts and approved courses whose moment has come, and go on with what a lost worker left."""
    actions.publish_due()
    actions.publish_promised()
    for import_id in actions.unheard_zips():
        work_on_zip.delay(import_id=import_id)
    for export_id in working.unheard(PackageExport):
        write_package.delay(export_id=export_id)
    for import_id in working.unheard(PackageImport):
        read_package.delay(import_id=import_id)
    actions.forget_old_exports()


@shared_task(name="courses.work_on_zip")
def work_on_zip(*, import_id: int, **_newer: object) -> None:
    """Read a zip, or make its lessons."""
    folder = FolderImport.objects.select_related("upload", "by", "course").filter(pk=import_id).first()
    if folder is not None:
        actions.work_on_zip(folder=folder)


@shared_task(name="courses.write_package")
def write_package(*, export_id: int, **_newer: object) -> None:
    """Write the package somebody asked for."""
    export = PackageExport.objects.select_related("by", "course__product").filter(pk=export_id).first()
    if export is not None:
        actions.work_on_export(export=export)


@shared_task(name="courses.read_package")
def read_package(*, import_id: int, **_newer: object) -> None:
    """Make a course of a package that arrived."""
    work = PackageImport.objects.select_related("by", "upload").filter(pk=import_id).first()
    if work is not None:
        actions.work_on_import(work=work)
