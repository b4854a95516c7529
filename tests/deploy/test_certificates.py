"""A first visit to a new domain, through everything: DNS, the engine, Caddy and its certificate authority."""

import os
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from urllib.request import urlopen

import pytest
from django.conf import settings as django_settings
from django.db import connections

from marque.kit import clock
from marque.kit.mail.models import SentEmail
from marque.kit.tenancy.context import enter
from provisioning.domains.actions import add_domain
from provisioning.domains.looking import verify_domain
from provisioning.local.processes import free_port
from shared_apps.operations.models import AuditEntry
from shared_apps.tenants.hosts import target_of
from shared_apps.tenants.models import Domain, Tenant
from tests.deploy.caddy import Caddy, running
from tests.provisioning.domains.name_server import NameServer, name_server

NAMES = ("learn.okafor.co", "late.okafor.co", "gone.okafor.co")
NOT_FOR_THE_WEB = ("DATABASE_OWNER_URL", "DATABASE_ADMIN_URL")


@pytest.fixture
def dns(settings) -> Iterator[NameServer]:
    settings.DOMAIN_ADDRESSES = ["127.0.0.1"]
    with name_server() as server:
        settings.DNS_NAMESERVERS = [("127.0.0.1", server.port)]
        yield server


@pytest.fixture
def row(real_commits) -> Iterator[Tenant]:
    """Okafor, where other processes see it; nothing of this test is left there."""
    tenant = Tenant.objects.prefetch_related("domains").get(slug="okafor")
    yield tenant
    Domain.objects.filter(domain__in=NAMES).delete()
    AuditEntry.objects.filter(target__in=NAMES).delete()
    with enter(tenant.as_current()):
        SentEmail.objects.filter(purpose__startswith="domain-").delete()


@pytest.fixture
def web(row, tmp_path) -> Iterator[int]:
    """The engine as it runs in production: granian, WSGI, without the owner's login."""
    port, database = free_port(), connections["control"].settings_dict["NAME"]
    env = {name: value for name, value in os.environ.items() if name not in NOT_FOR_THE_WEB}
    for login in ("DATABASE_URL", "DATABASE_CONTROL_URL"):
        env[login] = f"{env[login].rpartition('/')[0]}/{database}"
    env |= {"REDIS_URL": django_settings.CACHES["control"]["LOCATION"], "MARQUE_MODE": "test"}
    env["PYTHONPATH"] = f"{django_settings.ROOT}/platform:{django_settings.ROOT}"
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--no-access-log", "marque.config.wsgi:application"]
    log = tmp_path / "web.log"
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=django_settings.ROOT, env=env, stdout=out, stderr=out)
        try:
            _await(port, process)
            yield port
        finally:
            process.terminate()
            process.wait(timeout=60)


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(400):
        assert process.poll() is None
        try:
            urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("The engine did not start.")


def connect(tenant: Tenant, dns: NameServer, domain: str) -> None:
    add_domain(tenant=tenant, domain=domain, by="tests")
    dns.publish(f"{domain} CNAME {target_of(tenant.id)}")
    assert verify_domain(tenant=tenant, domain=domain, by="tests").domain.state == "connected"


def has_no_certificate(caddy: Caddy, host: str) -> bool:
    with pytest.raises(ssl.SSLError, match="alert"):
        caddy.get(host)
    return True


@pytest.mark.slow
def test_a_new_domain_gets_a_certificate_at_its_first_visit_and_only_while_it_is_proven(row, dns, web, tmp_path):
    dns.publish(f"{target_of(row.id)} A 127.0.0.1")
    connect(row, dns, "gone.okafor.co")
    dns.withdraw("gone.okafor.co")
    for hours in range(0, 85, 6):
        with clock.fixed(clock.now() + timedelta(hours=hours)):
            verify_domain(tenant=row, domain="gone.okafor.co", by="tests")
    add_domain(tenant=row, domain="late.okafor.co", by="tests")
    connect(row, dns, "learn.okafor.co")
    time.sleep(1.1)  # the engine's processes hear of a change within a second

    with running(tmp_path / "caddy", web=web) as caddy:
        first = caddy.get("learn.okafor.co", "/healthz")
        page = caddy.get("learn.okafor.co")
        born = caddy.get("okafor.localhost")
        asked = caddy.get("okafor.localhost", "/internal/tls/ask?domain=okafor.localhost")

        assert (first.status, first.issuer) == (200, "Caddy Local Authority - ECC Intermediate")
        assert (page.status, page.headers["Location"]) == (301, "http://okafor.localhost/")
        assert born.status == 200
        assert b"Okafor" in born.body
        assert asked.status == 404
        assert has_no_certificate(caddy, "nobody.example")
        assert has_no_certificate(caddy, "gone.okafor.co")
        assert has_no_certificate(caddy, "late.okafor.co")

        connect(row, dns, "late.okafor.co")
        time.sleep(1.1)

        assert caddy.get("late.okafor.co", "/healthz").status == 200
