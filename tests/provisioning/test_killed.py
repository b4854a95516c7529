"""kill -9 in the middle of a creation or a restore in place, and many at once: one whole tenant, and nothing beside."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django.utils import timezone

from marque.kit.tenancy.context import enter
from provisioning.backups import restoring
from provisioning.backups.restoring import restore_in_place
from provisioning.backups.taking import backup_tenant
from provisioning.places import places_of
from provisioning.summing import sums_of
from shared_apps.copies.models import KeptSchema
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.names import BadSlug
from tenant_apps.people.models import Person
from tests.provisioning.killing import killed_at
from tests.provisioning.trial import cleared, make

__all__ = ["cleared"]


@pytest.mark.parametrize("step", ["Making its place", "Setting up pages", "Opening"])
def test_a_creation_that_was_killed_is_done_by_running_it_again(cleared, count_schemas, step):
    before = count_schemas()
    code = "from tests.provisioning.trial import make\nmake(progress=die)"
    assert killed_at(step, code)
    assert Client(headers={"host": "trial-school.localhost"}).get("/").status_code == 503

    make()

    assert count_schemas() == before + 1
    assert Client(headers={"host": "trial-school.localhost"}).get("/").status_code == 200


def test_of_many_creations_of_one_slug_at_once_one_is_done(cleared, count_schemas):
    before = count_schemas()

    def one(_number: int) -> str:
        try:
            return make().slug
        except BadSlug as refused:
            return str(refused)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        told = sorted(pool.map(one, range(4)))

    assert told == ["trial-school", *["“trial-school” is taken. Choose another address."] * 3]
    assert count_schemas() == before + 1


RESTORE = """
from django.conf import settings
from django.utils import timezone
settings.VAULT_ROOT, settings.MEDIA_ROOT = {vault!r}, {media!r}
from provisioning.backups.restoring import restore_in_place
from shared_apps.tenants.models import Tenant
row = Tenant.objects.prefetch_related("domains").get(slug="school")
restore_in_place(tenant=row, at=timezone.now(), by="tests", progress=die)
"""


@pytest.mark.parametrize("step", ["Loading people_person", "Copying files", "Moving in"])
def test_a_restore_that_was_killed_is_done_by_running_it_again(school, monkeypatch, count_schemas, step):
    monkeypatch.setattr(restoring, "_HEARD_EVERYWHERE", 0.0)
    row = Tenant.objects.prefetch_related("domains").get(slug="school")
    wanted, before = sums_of(school.schema_name, places_of(school)), count_schemas()
    backup_tenant(tenant=row, by="tests")
    with enter(school):
        Person.objects.update(name="Somebody else")

    assert killed_at(step, RESTORE.format(vault=str(settings.VAULT_ROOT), media=str(settings.MEDIA_ROOT)))

    row.refresh_from_db()
    assert row.schema_name == school.schema_name  # served as it was
    restore_in_place(tenant=row, at=timezone.now(), by="tests")
    row.refresh_from_db()
    now = row.as_current()
    assert sums_of(now.schema_name, places_of(now)) == wanted
    assert count_schemas() == before + 1
    assert KeptSchema.objects.filter(left_at=None).count() == 0
