import pytest

from shared_apps.integrations.ports import connecting
from shared_apps.integrations.ports import payments as port


@pytest.fixture
def acme(monkeypatch) -> None:
    """One more gateway to choose."""
    monkeypatch.setitem(connecting.SETUPS, "acme", "tests.tenant_apps.payments.acme.AcmeSetup")
    monkeypatch.setitem(port.GATEWAYS, "acme", "tests.tenant_apps.payments.acme.AcmeGateway")
