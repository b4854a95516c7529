"""kill -9 between any two steps of an import: worked on again, each file is one lesson and no file is doubled."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings

from marque.kit.clock import now
from marque.kit.facts.models import Event
from marque.kit.tenancy.context import CurrentTenant, enter
from tenant_apps.catalog.models import Product
from tenant_apps.courses import actions
from tenant_apps.courses.models import Course, FolderFile
from tenant_apps.media.models import Asset, Upload
from tests.provisioning.killing import killed_at
from tests.tenant_apps.courses.factories import course, shape
from tests.tenant_apps.courses.test_imports import arrived, zip_of

WORK = """
from pathlib import Path
from django.conf import settings
settings.MEDIA_ROOT = Path({media!r})
from marque.kit.tenancy.context import enter
from shared_apps.tenants.models import Tenant
from marque.kit.facts import outbox
from tenant_apps.courses.actions import folders
from tenant_apps.courses.folders import unpacking
from tenant_apps.courses.models import FolderImport
outbox.nudge = lambda ids: None

dying(folders, "read_zip", after="zip read")
dying(unpacking, "_asset", "nothing stored", "file stored")
dying(unpacking, "take_file", after="lesson made")
dying(folders, "_unpack", after="all made")
with enter(Tenant.objects.prefetch_related("domains").get(slug="okafor").as_current()):
    folders.work_on_zip(folder=FolderImport.objects.get(pk={id}))
"""
FILES = {"01 - a.pdf": b"%PDF-1.4 a", "02 - b.pdf": b"%PDF-1.4 b", "03 - c.txt": b"c"}


@pytest.fixture
def committed(okafor, real_commits, monkeypatch) -> Iterator[CurrentTenant]:
    """A tenant whose rows are really there, and are removed after."""
    monkeypatch.setattr("marque.kit.facts.outbox.nudge", lambda ids: None)
    monkeypatch.setattr("tenant_apps.courses.tasks.work_on_zip.delay", lambda **named: None)
    yield okafor
    with enter(okafor):
        for model in (Course, Product, Asset, Upload, Event):
            model.objects.all().delete()


@pytest.mark.parametrize("step", ["zip read", "nothing stored", "file stored", "lesson made", "all made"])
def test_an_import_that_is_killed_makes_each_lesson_exactly_once(committed, step) -> None:
    with enter(committed):
        made = course()
        folder = actions.plan_zip(course=made, upload=arrived(zip_of(**FILES)))
        if step != "zip read":
            actions.work_on_zip(folder=folder)
            actions.begin_import(folder=folder, as_drafts=False)

    assert killed_at(step, WORK.format(media=str(settings.MEDIA_ROOT), id=folder.pk))

    with enter(committed):
        for minutes in (3, 6):
            folder.refresh_from_db()
            if folder.read_at and not folder.begun_at:
                actions.begin_import(folder=folder, as_drafts=False)
            actions.work_on_zip(folder=folder, now=now() + timedelta(minutes=minutes))
        assert FolderFile.objects.filter(done_at__isnull=False).count() == 3
        assert (Asset.objects.count(), Upload.objects.count()) == (2, 0)
    assert shape(committed, made) == [("Course", ["A", "B", "C"])]
