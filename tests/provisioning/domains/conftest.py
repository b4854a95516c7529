"""A name server of the test's own, which everybody asks."""

from collections.abc import Iterator

import pytest

from shared_apps.tenants.models import Tenant
from tests.provisioning.domains.name_server import NameServer, name_server

OURS, OURS_6 = "198.51.100.7", "2001:db8::7"


@pytest.fixture
def dns(settings) -> Iterator[NameServer]:
    """The whole DNS, as far as the test's resolver knows."""
    with name_server() as server:
        settings.DNS_NAMESERVERS = [("127.0.0.1", server.port)]
        settings.DOMAIN_ADDRESSES = [OURS, OURS_6]
        settings.DOMAIN_TARGET = settings.PLATFORM_HOST = "marque.test"
        yield server


@pytest.fixture
def row(okafor) -> Tenant:
    return Tenant.objects.get(id=okafor.id)


@pytest.fixture
def rival(other) -> Tenant:
    return Tenant.objects.get(id=other.id)
