"""The `marque` command as an agency types it: what it prints, and its exit codes."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from typer.testing import CliRunner
from wagtail.models import Site

from marque.kit.tenancy.context import enter
from provisioning.cli.domains import domains
from provisioning.cli.isolation import isolation
from provisioning.cli.platform import platform as commands
from provisioning.cli.tenants import tenants
from shared_apps.operations.models import AuditEntry
from shared_apps.tenants.models import Tenant
from tenant_apps.accounts.actions import register
from tests.shared_apps.tenants.dns_facts import connected


def run(group, *words: str):
    return CliRunner().invoke(group, list(words))


def test_list_prints_json(okafor, other):
    answer = run(tenants, "list", "--json")

    assert answer.exit_code == 0
    assert {row["slug"]: row["state"] for row in json.loads(answer.stdout)} == {"okafor": "active", "other": "active"}


def test_list_refuses_an_unknown_state(okafor):
    assert run(tenants, "list", "--state", "asleep").exit_code == 2


def test_show_prints_one(okafor):
    shown = json.loads(run(tenants, "show", "OKAFOR", "--json").stdout)

    assert (shown["slug"], shown["domain"], shown["schema"]) == ("okafor", "okafor.localhost", okafor.schema_name)


def test_show_of_nobody_is_not_found(db):
    answer = run(tenants, "show", "nobody")

    assert answer.exit_code == 4
    assert "There is no business “nobody”." in answer.stderr


@pytest.mark.parametrize("slug", ["Admin", "admin", "x", "okafor", "a_b"])
def test_create_refuses_a_bad_slug(okafor, slug):
    answer = run(tenants, "create", slug, "--name", "N", "--owner", "a@example.com", "--json")

    assert answer.exit_code == 3
    assert json.loads(answer.stderr)["error"]["field"] == "slug"


def test_suspend_and_resume_are_recorded(okafor):
    assert run(tenants, "suspend", "okafor", "--reason", "unpaid").exit_code == 0
    assert run(tenants, "resume", "okafor").exit_code == 0

    recorded = AuditEntry.objects.filter(tenant_id=okafor.id).order_by("id").values_list("action", "reason")
    assert list(recorded)[-2:] == [("tenant.suspended", "unpaid"), ("tenant.active", "")]


def test_domain_add_refuses_an_address(okafor):
    answer = run(domains, "add", "okafor", "192.0.2.7", "--json")

    assert answer.exit_code == 3
    assert json.loads(answer.stderr)["error"]["field"] == "domain"


def test_the_command_starts(db):
    answer = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "provisioning.cli", "tenant", "--help"],
        cwd=settings.ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": f"{settings.ROOT}/platform:{settings.ROOT}"},
    )  # fmt: skip

    assert answer.returncode == 0, answer.stderr
    assert "create" in answer.stdout


def test_domain_primary_moves_the_site_with_it(okafor):
    connected(okafor, "fees.okafor.co")

    run(domains, "primary", "okafor", "fees.okafor.co")
    with enter(okafor):
        assert Site.objects.get().hostname == "fees.okafor.co"
    run(domains, "primary", "okafor", "okafor.localhost")
    with enter(okafor):
        assert Site.objects.get().hostname == "okafor.localhost"


def test_domain_primary_of_another_business_is_refused(okafor, other):
    answer = run(domains, "primary", "okafor", "other.localhost")

    assert answer.exit_code == 3
    assert "isn't one of this business's domains" in answer.stderr


def test_platform_create_twice_changes_nothing_and_lets_its_operator_in(platform, client_for):
    with enter(platform):
        register(email="olu@example.com", name="Olu", verified=True)

    shown = json.loads(run(commands, "create", "--operator", "olu@example.com", "--json").stdout)

    assert (shown["host"], shown["name"]) == ("platform.test", "Marque")
    assert client_for(platform).get(shown["console"]).status_code == 200


def test_isolation_check_writes_a_report_that_verifies(okafor, other, real_commits, tmp_path):
    file = str(tmp_path / "report.json")

    checked = run(isolation, "check", "okafor", "--report", file, "--json")
    verified = run(isolation, "verify", file, "--json")

    assert (checked.exit_code, verified.exit_code) == (0, 0)
    assert json.loads(checked.stdout)["problems"] == []
    assert json.loads(verified.stdout)["crossed"] == 0


def test_isolation_check_exits_with_3_when_something_crosses(okafor, other, real_commits, tmp_path, monkeypatch):
    monkeypatch.setattr("provisioning.isolation.wire._browser", lambda tenant: 1 / 0)

    answer = run(isolation, "check", "okafor", "--report", str(tmp_path / "report.json"))

    assert answer.exit_code == 3
    assert "Could not be tried" in answer.stdout


def test_what_people_typed_is_no_markup(okafor):
    Tenant.objects.filter(id=okafor.id).update(name="Oka[/b]for \x1b[2J[red]")

    listed, shown, missed = run(tenants, "list"), run(tenants, "show", "okafor"), run(tenants, "show", "[/x]")

    assert (listed.exit_code, shown.exit_code, missed.exit_code) == (0, 0, 4)
    assert "Oka[/b]for [2J[red]" in listed.stdout and "Oka[/b]for [2J[red]" in shown.stdout
    assert "There is no business “[/x]”." in missed.stderr
