"""`marque domain …`: what it prints, and its exit codes."""

import json

import pytest
from typer.testing import CliRunner

from provisioning.cli.domains import domains
from shared_apps.tenants.hosts import target_of
from shared_apps.tenants.models import Domain
from tests.provisioning.domains.conftest import OURS
from tests.shared_apps.tenants.dns_facts import connected

NAME = "learn.okafor.co"


def run(*words: str):
    return CliRunner().invoke(domains, list(words), env={"COLUMNS": "200"})


def test_add_prints_what_to_type(row, dns):
    answer = run("add", "okafor", NAME)

    assert answer.exit_code == 0
    assert f"CNAME  learn  {target_of(row.id)}" in answer.stdout


def test_add_json_is_one_object(row, dns):
    told = json.loads(run("add", "okafor", NAME, "--primary", "--json").stdout)

    assert (told["domain"], told["state"], told["primary"]) == (NAME, "waiting", False)
    assert told["ways"][0]["records"] == [{"kind": "CNAME", "name": "learn", "value": target_of(row.id), "host": NAME}]


@pytest.mark.parametrize(
    "domain", ["192.0.2.7", "*.okafor.co", "okafor", "a.marque.test", "xn--a.co", "x" * 300 + ".co"]
)
def test_add_refuses_what_cannot_be_one(row, dns, domain):
    answer = run("add", "okafor", domain, "--json")

    assert answer.exit_code == 3
    assert json.loads(answer.stderr)["error"]["field"] == "domain"


def test_check_explains_and_exits_3_until_it_is_right(row, dns):
    run("add", "okafor", NAME)
    dns.publish(f"{NAME} A 104.18.3.4", f"{target_of(row.id)} A {OURS}")

    wrong = run("check", "okafor", NAME)
    dns.withdraw(NAME)
    dns.publish(f"{NAME} CNAME {target_of(row.id)}")
    right = run("check", "okafor", NAME)

    assert (wrong.exit_code, right.exit_code) == (3, 0)
    assert "goes through Cloudflare (104.18.3.4)" in wrong.stdout
    assert not Domain.objects.get(domain=NAME).is_held


def test_verify_serves_it(row, dns):
    run("add", "okafor", NAME, "--primary")
    assert run("verify", "okafor", NAME).exit_code == 3
    dns.publish(f"{NAME} CNAME {target_of(row.id)}", f"{target_of(row.id)} A {OURS}")

    answer = run("verify", "okafor", NAME, "--json")

    assert answer.exit_code == 0
    assert json.loads(answer.stdout)["state"] == "connected"
    listed = json.loads(run("list", "okafor", "--json").stdout)
    assert [(one["domain"], one["state"], one["primary"]) for one in listed] == [
        (NAME, "connected", True),
        ("okafor.localhost", "own", False),
    ]


def test_remove_says_where_the_business_lives(row, dns):
    connected(row, NAME, primary=True)

    assert json.loads(run("remove", "okafor", NAME, "--json").stdout)["lives at"] == "okafor.localhost"
    assert run("remove", "okafor", NAME).exit_code == 3


@pytest.mark.parametrize("command", ["add", "check", "verify", "remove", "primary"])
def test_nobodys_business_is_not_found(db, command):
    assert run(command, "nobody", NAME).exit_code == 4
