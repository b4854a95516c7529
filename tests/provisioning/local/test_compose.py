"""The production shape: which process is given which secret, and that none has a default."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[3]
SECRETS = {"SECRET_KEY", "POSTGRES_PASSWORD", "OWNER_PASSWORD", "WEB_PASSWORD", "CONTROL_PASSWORD", "REDIS_PASSWORD"}
TEXT = (ROOT / "docker-compose.yml").read_text()
SERVICES = yaml.safe_load(TEXT)["services"]


def given(variable: str) -> set[str]:
    """The services whose environment has the variable."""
    return {name for name, service in SERVICES.items() if variable in service.get("environment", {})}


def test_compose_has_every_part():
    assert set(SERVICES) == {"release", "web", "worker", "encoder", "provisioner", "beat", "postgres", "redis", "caddy"}


def test_compose_gives_the_owners_login_to_provisioning_alone():
    assert given("DATABASE_OWNER_URL") == {"release", "provisioner"}


def test_compose_gives_the_administrators_login_to_releases_alone():
    assert given("DATABASE_ADMIN_URL") == {"release"}


@pytest.mark.parametrize("secret", sorted(SECRETS))
def test_compose_stops_without_the_secret(secret):
    uses = re.findall(r"\$\{" + secret + r"\b([^}]*)\}", TEXT)

    assert uses
    assert all(use.startswith(":?") for use in uses)


def test_compose_publishes_caddys_ports_alone():
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"caddy"}


def test_compose_waits_for_services_that_exist_and_say_they_are_healthy():
    for name, service in SERVICES.items():
        for other, how in service.get("depends_on", {}).items():
            if how["condition"] == "service_healthy":
                assert "healthcheck" in SERVICES[other], (name, other)


def test_compose_keeps_redis_on_disk():
    assert "--appendonly yes" in " ".join(SERVICES["redis"]["command"])


def test_compose_names_volumes_it_declares():
    used = {mount.split(":")[0] for service in SERVICES.values() for mount in service.get("volumes", [])}

    assert {name for name in used if not name.startswith(".")} == set(yaml.safe_load(TEXT)["volumes"])


def test_env_example_names_what_compose_reads_and_gives_no_secret():
    example = dict(
        line.split("=", 1) for line in (ROOT / ".env.example").read_text().splitlines() if re.match(r"[A-Z_]+=", line)
    )

    assert set(example) == set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", TEXT))
    assert {example[secret] for secret in SECRETS} == {""}


def test_image_runs_without_root_and_copies_nothing_private():
    dockerfile = (ROOT / "Dockerfile").read_text()
    ignored = (ROOT / ".dockerignore").read_text().split()

    assert re.search(r"^USER marque$", dockerfile, re.M)
    assert {".env", ".git", ".marque", ".venv"} <= set(ignored)
