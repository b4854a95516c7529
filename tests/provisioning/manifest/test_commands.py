"""The commands as an agency types them."""

import json

import pytest
import typer
from typer.testing import CliRunner

from marque.kit.tenancy.context import enter
from provisioning.cli.manifests import register_manifests
from provisioning.schemas import drop_schema
from shared_apps.tenants.models import Tenant
from tenant_apps.courses.models import Course

NEW = """\
tenant: from-file
name: From a File
owner: dora@example.com
brand: {theme: atelier}
courses:
  - slug: one
    title: One
    modules:
      - title: First
        lessons:
          - {title: Begin}
"""


def run(*words: str):
    app = typer.Typer()
    register_manifests(app)
    return CliRunner().invoke(app, list(words))


@pytest.fixture
def file(tmp_path):
    return tmp_path / "marque.yaml"


def test_pull_then_diff_finds_no_drift(school, file):
    assert run("manifest", "pull", "okafor", "-o", str(file)).exit_code == 0

    assert run("diff", str(file)).exit_code == 0


def test_drift_exits_3(school, file):
    run("manifest", "pull", "okafor", "-o", str(file))
    Course.objects.update(title="Changed by hand")

    answer = run("diff", str(file))

    assert (answer.exit_code, "title: “Changed by hand” → “The Second Number”" in answer.stdout) == (3, True)


def test_pull_of_nobody_exits_4(okafor):
    assert run("manifest", "pull", "nobody").exit_code == 4


def test_fail_on_delete_exits_5_and_writes_nothing(school, file):
    file.write_text("tenant: okafor\nbrand: {theme: signal}\ncourses: []\noffers: []\nsequences: []\n")

    answer = run("apply", str(file), "--fail-on-delete", "--yes", "--json")

    assert answer.exit_code == 5
    assert Course.objects.count() == 1


def test_without_a_person_to_ask_nothing_is_deleted(school, file):
    file.write_text("tenant: okafor\noffers: []\n")

    assert run("apply", str(file)).exit_code == 5


def test_a_bad_file_exits_3_as_json(okafor, file):
    file.write_text("tenant: okafor\nbrnd: {}\n")

    answer = run("plan", str(file), "--json")

    assert answer.exit_code == 3
    assert json.loads(answer.stderr)["error"]["field"] == "brnd"


def test_plan_as_json(school, file):
    file.write_text("tenant: okafor\noffers: []\n")

    plan = json.loads(run("plan", str(file), "--json").stdout)["plans"][0]

    assert plan["delete"] == [{"kind": "offer", "name": "second"}]


@pytest.mark.slow
def test_a_tenant_that_is_not_there_is_made(real_commits, file):
    file.write_text(NEW)
    try:
        first = run("apply", str(file), "--yes", "--json")
        again = run("apply", str(file), "--json")

        assert [first.exit_code, again.exit_code] == [0, 0]
        assert json.loads(again.stdout)["applied"][0]["added"] == 0
        with enter(Tenant.objects.get(slug="from-file").as_current()):
            assert Course.objects.get().modules.get().lessons.get().title == "Begin"
    finally:
        row = Tenant.objects.get(slug="from-file")
        drop_schema(row.schema_name)
        row.delete()
