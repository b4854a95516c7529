"""Production refuses to start with a default secret, with DEBUG, or half configured (DESIGN §9.17)."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

FULL = {
    "MARQUE_MODE": "production",
    "SECRET_KEY": "x" * 60,
    "DATABASE_URL": "postgresql://marque_web:a@127.0.0.1:1/marque",
    "DATABASE_CONTROL_URL": "postgresql://marque_control:a@127.0.0.1:1/marque",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "PLATFORM_HOST": "marque.example",
    "CONTENT_HOST": "packages.example",
    "EMAIL_HOST": "smtp.example",
}


def load(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    paths = {"PYTHONPATH": f"{settings.ROOT}/platform:{settings.ROOT}", "PATH": os.environ["PATH"]}
    command = [sys.executable, "-c", "import marque.config.settings"]
    return subprocess.run(command, env=paths | environment, capture_output=True, text=True, cwd=settings.ROOT)


def test_production_starts_when_it_is_told_everything():
    answer = load(FULL)

    assert answer.returncode == 0, answer.stderr


@pytest.mark.parametrize(
    "name",
    ["MARQUE_MODE", "SECRET_KEY", "DATABASE_URL", "DATABASE_CONTROL_URL", "REDIS_URL", "PLATFORM_HOST", "CONTENT_HOST"],
)
def test_production_names_what_is_missing(name):
    answer = load({key: value for key, value in FULL.items() if key != name})

    assert answer.returncode != 0
    assert f"{name} is not set" in answer.stderr


def test_production_refuses_debug():
    answer = load(FULL | {"MARQUE_DEBUG": "1"})

    assert answer.returncode != 0
    assert "MARQUE_DEBUG is on in production" in answer.stderr


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("MARQUE_MODE", "prod", "is not one of production, demo, test"),
        ("CONTENT_HOST", "content.marque.example", "is below PLATFORM_HOST"),
        ("CONTENT_HOST", "marque.example", "is below PLATFORM_HOST"),
        ("DATABASE_URL", "mysql://x", "must read postgresql://"),
        ("DATABASE_POOL", "many", "is not a whole number"),
        ("MARQUE_DEBUG", "perhaps", "is neither yes nor no"),
        ("DOMAIN_ADDRESSES", "198.51.100.7,here", "Write addresses like 198.51.100.7"),
        ("DNS_NAMESERVERS", "1.1.1.1#dns", "is no address. Write 192.0.2.53 or 192.0.2.53#5353"),
    ],
)
def test_a_wrong_value_is_named(name, value, says):
    assert says in load(FULL | {name: value}).stderr
