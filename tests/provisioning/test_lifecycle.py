"""Deleted for good and renamed: on real schemas, with real commits, cut off anywhere."""

import json
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from typer.testing import CliRunner

from marque.kit.tenancy.context import enter, role_of
from provisioning.cli import lifecycle as _commands  # noqa: F401
from provisioning.cli.tenants import tenants
from provisioning.lifecycle.purge import purge_due, purge_tenant
from provisioning.schemas import owner_parameters
from shared_apps.operations.models import AuditEntry
from shared_apps.tenants import lifecycle
from shared_apps.tenants.models import Tenant
from tests.provisioning.killing import killed_at
from tests.provisioning.trial import cleared, make

__all__ = ["cleared"]


def run(*words: str):
    return CliRunner().invoke(tenants, list(words))


def there(schema: str) -> tuple[bool, bool]:
    """Whether the schema is there, and its role."""
    with psycopg.connect(**owner_parameters()) as owner:
        return (
            owner.execute("SELECT count(*) FROM pg_namespace WHERE nspname = %s", [schema]).fetchone()[0] == 1,
            owner.execute("SELECT count(*) FROM pg_roles WHERE rolname = %s", [role_of(schema)]).fetchone()[0] == 1,
        )


@pytest.fixture
def doomed(cleared) -> Tenant:
    tenant = make()
    with enter(tenant):
        default_storage.save("deep/plan.txt", ContentFile(b"secret"))
    row = Tenant.objects.get(id=tenant.id)
    lifecycle.delete_tenant(tenant=row, by="tests")
    return row


def test_purge_due_removes_everything_after_the_grace(doomed, settings):
    assert purge_due(by="clock") == []
    Tenant.objects.filter(id=doomed.id).update(purge_after=timezone.now() - timedelta(seconds=1))

    assert purge_due(by="clock") == ["trial-school"]

    assert there(doomed.schema_name) == (False, False)
    assert not Path(settings.MEDIA_ROOT, "tenants", str(doomed.id)).exists()
    assert not Tenant.objects.filter(id=doomed.id).exists()
    assert make("trial-school").slug == "trial-school"
    last = AuditEntry.objects.get(tenant_id=doomed.id, action="tenant.purged")
    assert (last.actor, last.target, last.data) == ("clock", "trial-school", {})


@pytest.mark.parametrize("step", ["Removing its files", "Removing its data", "Closing the books"])
def test_a_purge_that_was_killed_is_finished(doomed, settings, step):
    lifecycle.end_grace(tenant=doomed, by="tests")
    code = f"""
from django.conf import settings
settings.MEDIA_ROOT = {str(settings.MEDIA_ROOT)!r}
from provisioning.lifecycle.purge import purge_tenant
from shared_apps.tenants.models import Tenant
purge_tenant(tenant=Tenant.objects.get(slug="trial-school"), by="tests", progress=die)
"""

    assert killed_at(step, code)

    purge_due(by="clock")
    purge_tenant(tenant=doomed, by="clock")
    assert there(doomed.schema_name) == (False, False)
    assert not Tenant.objects.filter(id=doomed.id).exists()
    assert AuditEntry.objects.filter(tenant_id=doomed.id, action="tenant.purged").count() == 1


def test_delete_asks_first_and_a_program_says_yes(cleared):
    make()

    assert run("delete", "trial-school", "--json").exit_code == 5
    assert run("delete", "trial-school", "--now").exit_code == 5
    assert Tenant.objects.get(slug="trial-school").state == "active"
    shown = json.loads(run("delete", "trial-school", "--yes", "--reason", "Asked", "--json").stdout)
    assert (shown["state"], shown["reason"]) == ("deleted", "Asked")
    assert json.loads(run("restore", "trial-school", "--json").stdout)["state"] == "active"
    assert run("delete", "trial-school", "--now", "--confirm", "trial-school").exit_code == 0
    assert run("show", "trial-school").exit_code == 4


def test_one_that_cannot_be_purged_keeps_no_other(doomed, monkeypatch):
    make("trial-second")
    for slug in ("trial-school", "trial-second"):
        row = Tenant.objects.get(slug=slug)
        lifecycle.delete_tenant(tenant=row, by="tests")
        lifecycle.end_grace(tenant=row, by="tests")
    monkeypatch.setattr("provisioning.lifecycle.purge._remove_files", fails_once(OSError("a sick disk")))

    with pytest.raises(ExceptionGroup) as failed:
        purge_due(by="clock")

    assert [str(error) for error in failed.value.exceptions] == ["a sick disk"]
    assert list(Tenant.objects.filter(slug__startswith="trial").values_list("slug", flat=True)) == ["trial-school"]
    assert purge_due(by="clock") == ["trial-school"]


def fails_once(error: Exception):
    left = [error]

    def remove(folder: str) -> None:
        if left:
            raise left.pop()

    return remove
