"""What was left behind is found and mended; what is somebody's is let alone."""

import json
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
import typer
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from psycopg import sql
from typer.testing import CliRunner

from marque.kit.tenancy.context import enter, role_of
from provisioning import doctor, template
from provisioning.cli.doctor import doctor as command
from provisioning.lifecycle import rename
from provisioning.schemas import drop_schema, let_use, only_one, owner_connection, owner_parameters
from shared_apps.operations.models import AuditEntry
from shared_apps.tenants.actions import register_tenant
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.names import new_schema_name
from shared_apps.tenants.renaming import change_slug
from tests.provisioning.test_lifecycle import there
from tests.provisioning.trial import cleared, make

__all__ = ["cleared"]


def names(found: list[doctor.Finding], *roles: str) -> dict[str, str]:
    """What was found in this database; roles are the cluster's, which other tests use too."""
    return {finding.name: finding.kind for finding in found if finding.kind != "role" or finding.name in roles}


@pytest.fixture
def orphan(cleared):
    schema = new_schema_name()
    template.replay("business", schema)
    yield schema
    drop_schema(schema)


def test_a_healthy_installation_has_no_findings(cleared):
    make()

    assert names(doctor.examine()) == {}


def test_a_schema_of_nobody_is_found_and_dropped_with_its_role(orphan):
    assert names(doctor.examine()) == {orphan: "schema"}

    assert names(doctor.mend(by="olu")) == {}

    assert there(orphan) == (False, False)
    assert AuditEntry.objects.filter(actor="olu", action="doctor.removed", target=orphan).count() == 1


def test_a_role_whose_schema_was_renamed_away_is_found_and_dropped(cleared):
    tenant, old = make(), role_of(new_schema_name())
    with owner_connection() as owner:
        let_use(owner, role=old, schema=tenant.schema_name)

    assert names(doctor.examine(), old) == {old: "role"}
    assert names(doctor.mend(by="olu")) == {}
    assert there(old.removeprefix("r_")) == (False, False)
    assert there(tenant.schema_name) == (True, True)


def test_a_tenant_that_was_never_finished_is_forgotten(cleared):
    row = register_tenant(slug="trial-school", name="Trial", by="tests")
    assert names(doctor.examine()) == {}
    Tenant.objects.filter(id=row.id).update(created_at=timezone.now() - timedelta(hours=2))

    assert names(doctor.examine()) == {"trial-school": "tenant"}
    assert names(doctor.mend(by="olu")) == {}
    assert not Tenant.objects.filter(id=row.id).exists()


def test_a_renaming_that_was_cut_off_is_finished(cleared, monkeypatch):
    monkeypatch.setattr(rename, "_HEARD_EVERYWHERE", 0)
    tenant = make()
    change_slug(tenant=Tenant.objects.get(id=tenant.id), slug="trial-harbour", by="tests")

    assert names(doctor.examine()) == {"trial-harbour": "tenant"}
    assert names(doctor.mend(by="olu")) == {}
    assert there(tenant.schema_name) == (False, False)


def test_a_tenant_without_a_schema_is_named_but_cannot_be_mended(cleared):
    tenant = make()
    with psycopg.connect(**owner_parameters()) as owner:
        owner.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(tenant.schema_name)))

    answer = CliRunner().invoke(_app(), ["--mend", "--json"])

    assert answer.exit_code == 3
    assert [row for row in json.loads(answer.stdout) if row["kind"] != "role"] == [
        {
            "kind": "tenant",
            "name": "trial-school",
            "what": "Its schema is gone. Restore it from its backup.",
            "mends": False,
        }
    ]


def _app():
    app = typer.Typer()
    app.command()(command)
    return app


def test_a_tenant_that_is_still_arriving_is_let_alone(cleared):
    row = register_tenant(slug="trial-large", name="Large", by="tests")
    Tenant.objects.filter(id=row.id).update(created_at=timezone.now() - timedelta(hours=5))

    with only_one("tenant:trial-large"):
        assert names(doctor.examine()) == {}
        doctor.mend(by="olu")

    assert Tenant.objects.filter(id=row.id).exists()


def test_files_of_a_tenant_that_was_never_finished_go(cleared, settings):
    row = register_tenant(slug="trial-half", name="Half", by="tests")
    Tenant.objects.filter(id=row.id).update(created_at=timezone.now() - timedelta(hours=5))
    with enter(row.as_current()):
        default_storage.save("film.txt", ContentFile(b"half a film"))

    assert names(doctor.mend(by="olu")) == {}

    assert not Path(settings.MEDIA_ROOT, "tenants", str(row.id)).exists()
