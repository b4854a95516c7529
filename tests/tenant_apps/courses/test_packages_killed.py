"""kill -9 between any two steps of an export or import: worked on again there is one package, or one course."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage

from marque.kit import clock
from marque.kit.facts.models import Event
from marque.kit.mail.models import SentEmail
from marque.kit.tenancy.context import CurrentTenant, enter
from tenant_apps.catalog.models import Product
from tenant_apps.courses import actions
from tenant_apps.courses.models import Course, PackageExport, PackageImport
from tenant_apps.courses.packages import reading
from tenant_apps.media.models import Asset, Upload
from tenant_apps.people.models import Person
from tests.provisioning.killing import killed_at
from tests.tenant_apps.courses.factories import package_of
from tests.tenant_apps.courses.test_imports import arrived
from tests.tenant_apps.courses.test_package_work import alice, with_files

WORK = """
import os
from pathlib import Path
from django.conf import settings
settings.MEDIA_ROOT = Path({media!r})
from marque.kit.tenancy.context import enter
from shared_apps.tenants.models import Tenant
from marque.kit.facts import outbox
from tenant_apps.courses.actions import package_exports, package_imports, packages
from tenant_apps.courses.models import PackageExport, PackageImport
from tenant_apps.courses.packages import packing, reading
outbox.nudge = lambda ids: None

dying(packing, "pack", "nothing packed", "packed")
dying(os, "replace", after="in place")
dying(reading, "take", after="unpacked")
dying(packages.media, "add_once", after="file stored")
dying(packages, "_write", after="course written")
dying(package_imports, "_take", after="course there")
with enter(Tenant.objects.prefetch_related("domains").get(slug="okafor").as_current()):
    {act}
"""
OUT = "package_exports.work_on_export(export=PackageExport.objects.get())"
IN = "package_imports.work_on_import(work=PackageImport.objects.get())"


@pytest.fixture
def committed(okafor, real_commits, monkeypatch) -> Iterator[CurrentTenant]:
    """A tenant whose rows are really there, and are removed after."""
    monkeypatch.setattr("marque.kit.facts.outbox.nudge", lambda ids: None)
    for task in ("write_package", "read_package"):
        monkeypatch.setattr(f"tenant_apps.courses.tasks.{task}.delay", lambda **named: None)
    yield okafor
    with enter(okafor):
        for model in (PackageExport, PackageImport, Course, Product, Asset, Upload, SentEmail, Person, Event):
            model.objects.all().delete()


@pytest.mark.parametrize("step", ["nothing packed", "packed", "in place"])
def test_an_export_that_is_killed_is_written_whole(committed, step) -> None:
    with enter(committed):
        export = actions.ask_export(course=with_files(b"One."), by=alice())

    assert killed_at(step, WORK.format(media=str(settings.MEDIA_ROOT), act=OUT))

    with enter(committed):
        with clock.fixed(clock.now() + timedelta(minutes=3)):
            actions.work_on_export(export=export)
        assert len(reading.read(Path(default_storage.path(export.place))).files) == 1
        assert (PackageExport.objects.get().percent, SentEmail.objects.count()) == (100, 1)
        actions.forget_old_exports(now=clock.now() + timedelta(days=3))


@pytest.mark.parametrize("step", ["unpacked", "file stored", "course written", "course there"])
def test_an_import_that_is_killed_makes_one_course(committed, step) -> None:
    with enter(committed):
        package, who = package_of(with_files(b"One.", b"Two.")), alice()
        Course.objects.all().delete()
        Asset.objects.all().delete()
        work = actions.ask_import(upload=arrived(package, who, "a.course.zip"), by=who)

    assert killed_at(step, WORK.format(media=str(settings.MEDIA_ROOT), act=IN))

    with enter(committed):
        with clock.fixed(clock.now() + timedelta(minutes=3)):
            actions.work_on_import(work=work)
        assert [one.title for one in Course.objects.get().lessons.order_by("position")] == ["Sheet 1", "Sheet 2"]
        assert (Asset.objects.count(), SentEmail.objects.count()) == (2, 1)
