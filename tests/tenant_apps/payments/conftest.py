from collections.abc import Iterator

import pytest

from shared_apps.inbox import tasks as inbox
from shared_apps.integrations.ports import connecting
from shared_apps.integrations.ports import payments as port
from tenant_apps.ledger.models import PayoutTerms
from tenant_apps.ledger.queries import problems
from tenant_apps.ledger.tasks import look_at_account
from tenant_apps.payments import actions as payments
from tests.shared_apps.integrations.test_stripe import OWN
from tests.tenant_apps.ledger.factories import check_now
from tests.tenant_apps.payments.days import Days
from tests.tenant_apps.payments.stripe_shop import BY, collected


@pytest.fixture
def acme(monkeypatch) -> None:
    """One more gateway to choose."""
    monkeypatch.setitem(connecting.SETUPS, "acme", "tests.tenant_apps.payments.acme.AcmeSetup")
    monkeypatch.setitem(port.GATEWAYS, "acme", "tests.tenant_apps.payments.acme.AcmeGateway")


@pytest.fixture(params=["own", "connected", "platform"])
def way(request) -> str:
    """Whose account at Stripe takes the money."""
    return request.param


@pytest.fixture
def seed() -> int:
    """What shuffles the post."""
    return 1


@pytest.fixture
def days(double, way, seed, settings, monkeypatch, client_for, okafor, platform, deliver_facts) -> Iterator[Days]:
    """The business's days at Stripe; the book is right at their end."""
    monkeypatch.setattr(inbox.handle, "delay", lambda *, notice_id: None)
    monkeypatch.setattr(look_at_account, "delay", lambda *, reference: look_at_account.run(reference=reference))
    PayoutTerms.objects.create(hold_days=0)
    settings.STRIPE_CONNECT_WEBHOOK_SECRET = settings.STRIPE_WEBHOOK_SECRET
    if way == "own":
        payments.connect_gateway(gateway="stripe", keys=OWN, by=BY)
        payments.choose_gateway(gateway="stripe", merchant="creator", by=BY)
    if way == "platform":
        collected()
    yield Days(double, way, seed, client_for(okafor if way == "own" else platform), deliver_facts)
    check_now()
    assert problems() == []
