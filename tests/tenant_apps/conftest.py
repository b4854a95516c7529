from collections.abc import Iterator

import pytest

from marque.kit.commands import registry
from tenant_apps.ledger.queries import problems
from tests.doubles.stripe import StripeDouble
from tests.tenant_apps.ledger.factories import check_now
from tests.tenant_apps.payments.stripe_shop import stripe


@pytest.fixture
def parcels() -> Iterator[None]:
    """Somebody delivers what the tests sell."""
    for kind in ("fulfil.parcel", "withdraw.parcel"):
        registry.command(kind)(lambda **_payload: None)
    yield
    for kind in ("fulfil.parcel", "withdraw.parcel"):
        registry.forget(kind)


@pytest.fixture
def double(settings, monkeypatch, in_okafor) -> Iterator[StripeDouble]:
    """Stripe, with the platform's own account in it; the test is in okafor."""
    with stripe(settings, monkeypatch) as running:
        yield running


@pytest.fixture
def proved(in_okafor) -> Iterator[None]:
    """Whatever a test does in okafor, its books are right at the end."""
    yield
    check_now()
    assert problems() == []
