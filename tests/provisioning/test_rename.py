"""Another slug, schema and role, while everybody is served."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connections
from django.test import Client
from typer.testing import CliRunner
from wagtail.models import Site

from marque.kit.tenancy.context import enter
from provisioning.cli import lifecycle as _commands  # noqa: F401
from provisioning.cli.tenants import tenants
from provisioning.lifecycle import rename
from shared_apps.operations.models import AuditEntry
from shared_apps.tenants import renaming
from shared_apps.tenants.actions import register_tenant
from shared_apps.tenants.models import Domain, Tenant
from shared_apps.tenants.names import BadSlug
from tests.provisioning.killing import killed_at
from tests.provisioning.test_lifecycle import there
from tests.provisioning.trial import cleared, make

__all__ = ["cleared"]


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(rename, "_HEARD_EVERYWHERE", 0)


def row_of(slug: str) -> Tenant:
    return Tenant.objects.get(slug=slug)


def test_rename_moves_slug_schema_role_address_and_site(cleared, quick):
    before = make()

    rename.rename_tenant(tenant=row_of("trial-school"), slug="trial-harbour", by="olu", reason="New name")

    after = row_of("trial-harbour")
    assert after.id == before.id
    assert (there(before.schema_name), there(after.schema_name)) == ((False, False), (True, True))
    answer = Client(headers={"host": "trial-school.localhost"}).get("/courses/?q=1")
    assert (answer.status_code, answer["Location"]) == (301, "http://trial-harbour.localhost/courses/?q=1")
    assert Client(headers={"host": "trial-harbour.localhost"}).get("/").status_code == 200
    with enter(after.as_current()):
        assert Site.objects.get().hostname == "trial-harbour.localhost"
    entry = AuditEntry.objects.get(tenant_id=after.id, action="tenant.renamed")
    assert (entry.actor, entry.reason, entry.data) == ("olu", "New name", {"from": "trial-school"})


def test_an_old_address_gives_way_to_who_takes_it(cleared, quick):
    make()
    rename.rename_tenant(tenant=row_of("trial-school"), slug="trial-harbour", by="tests")

    register_tenant(slug="trial-school", name="Another", by="tests")

    assert Domain.objects.get(domain="trial-school.localhost").tenant.slug == "trial-school"


def test_rename_to_a_taken_slug_changes_nothing(cleared, okafor):
    before = make()

    with pytest.raises(BadSlug, match="is taken"):
        rename.rename_tenant(tenant=row_of("trial-school"), slug="okafor", by="tests")
    assert row_of("trial-school").schema_name == before.schema_name


@pytest.mark.parametrize(
    "step",
    [
        "Making the new role",
        "Waiting",
        "Renaming the schema",
        "Writing it down",
        "Removing the old",
        "Telling its site",
    ],
)
def test_a_rename_that_was_killed_serves_on_and_is_finished_when_run_again(cleared, quick, step):
    before = make()
    code = """
from provisioning.lifecycle import rename
from shared_apps.tenants.models import Tenant
rename._HEARD_EVERYWHERE = 0
rename.rename_tenant(tenant=Tenant.objects.get(slug="trial-school"), slug="trial-harbour", by="tests", progress=die)
"""

    assert killed_at(step, code)

    assert Client(headers={"host": "trial-harbour.localhost"}).get("/courses/").status_code == 200
    answer = CliRunner().invoke(tenants, ["rename", "trial-school", "trial-harbour", "--json"])
    assert answer.exit_code == 0, answer.output
    after = row_of("trial-harbour")
    assert json.loads(answer.stdout)["schema"] == after.schema_name != before.schema_name
    assert there(after.schema_name) == (True, True)
    assert there(before.schema_name)[0] is False
    assert AuditEntry.objects.filter(tenant_id=after.id, action="tenant.renamed").count() == 1


@pytest.mark.slow
def test_no_request_fails_while_a_business_is_renamed(cleared):
    make()
    over = Event()

    def browse() -> list[int]:
        client, seen = Client(headers={"host": "trial-school.localhost"}, raise_request_exception=False), []
        while not over.is_set():
            for path in ("/", "/courses/", "/accounts/login/"):
                seen.append(client.get(path, follow=True).status_code)
        connections.close_all()
        return seen

    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(browse) for _ in range(4)]
        rename.rename_tenant(tenant=row_of("trial-school"), slug="trial-harbour", by="tests")
        over.set()
        seen = [status for reader in readers for status in reader.result()]

    assert len(seen) > 20
    assert set(seen) == {200}


def test_two_that_take_one_slug_at_once_are_told(cleared, monkeypatch):
    make()
    make("trial-harbour")
    monkeypatch.setattr(renaming, "_refuse", lambda row, slug: None)  # as it was when both looked

    with pytest.raises(BadSlug, match="“trial-harbour” is taken"):
        renaming.change_slug(tenant=row_of("trial-school"), slug="trial-harbour", by="tests")

    assert row_of("trial-school").next_schema_name == ""
