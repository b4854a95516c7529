"""One command for many businesses."""

import json

import pytest
from django.conf import settings
from typer.testing import CliRunner

from provisioning.cli.fleet import fleet
from provisioning.cli.selecting import BadSelection, selected, terms_of
from shared_apps.tenants.models import Tenant
from tests.provisioning.killing import environment

ACADEMY = {"state": "active", "blueprint": "academy"}
BUSINESSES = [
    {"slug": "okafor", "created": "2026-03-01T10:00", **ACADEMY},
    {"slug": "okafor-staging", "created": "2026-07-01T10:00", **ACADEMY},
    {"slug": "rahul", "created": "2026-06-01T10:00", "state": "suspended", "blueprint": "storefront"},
]


@pytest.fixture
def run(monkeypatch):
    """Type `marque fleet run …`; what it starts works on this test's database."""
    for name, value in environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(settings.ROOT)
    return lambda *words: CliRunner().invoke(fleet, ["run", *words])


@pytest.mark.parametrize(
    ("expression", "slugs"),
    [
        ("", ["okafor", "okafor-staging", "rahul"]),
        ("state=active", ["okafor", "okafor-staging"]),
        ("state=active slug!=*-staging", ["okafor"]),
        ("state=ACTIVE|suspended created<2026-06-15", ["okafor", "rahul"]),
        ("created>2026-06 blueprint=aca?emy", ["okafor-staging"]),
        ("owner=ann@example.com", []),
    ],
)
def test_every_term_must_hold(expression: str, slugs: list[str]) -> None:
    assert [row["slug"] for row in selected(BUSINESSES, terms_of(expression))] == slugs


@pytest.mark.parametrize(
    ("expression", "named"), [("active", "“active”"), ("colour=red", "colour"), ("state=", "state=")]
)
def test_a_term_nobody_understands_is_named(expression: str, named: str) -> None:
    with pytest.raises(BadSelection, match=named):
        terms_of(expression)


def test_dry_run_says_what_would_be_run(okafor, other, run) -> None:
    answer = run(
        "--select", "slug=okafor", "--dry-run", "--json", "--", "tenant", "suspend", "{slug}", "--reason", "A b"
    )

    assert [(row["command"], row["exit"]) for row in json.loads(answer.stdout)] == [
        ("tenant suspend okafor --reason 'A b'", None)
    ]
    assert Tenant.objects.get(slug="okafor").state == "active"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--select", "state=active", "--", "tenant", "list"), 2),
        (("--select", "state=active", "--", "fleet", "run", "{slug}"), 2),
        (("--select", "colour=red", "--", "tenant", "show", "{slug}"), 2),
        (("--select", "slug=nobody", "--", "tenant", "show", "{slug}"), 4),
    ],
)
def test_what_cannot_be_run_is_refused(okafor, run, words, code) -> None:
    assert run(*words).exit_code == code


def test_it_runs_for_each_and_names_those_it_failed_for(okafor, real_commits, run) -> None:
    done = run("--select", "slug=okafor", "--json", "--", "tenant", "show", "{slug}", "--json")
    failed = run("--select", "slug=okafor", "--json", "--", "tenant", "rename", "{slug}", "admin")

    (row,) = json.loads(done.stdout)
    assert (done.exit_code, row["exit"], json.loads(row["said"])["slug"]) == (0, 0, "okafor")
    assert (failed.exit_code, "okafor" in failed.stderr) == (3, True)
