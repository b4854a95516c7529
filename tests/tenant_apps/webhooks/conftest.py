"""A receiver that checks signatures, and an endpoint that leads to it."""

from collections.abc import Iterator

import pytest

from tenant_apps.webhooks import actions as webhooks
from tenant_apps.webhooks.models import WebhookEndpoint
from tests.doubles.receiver import Receiver
from tests.tenant_apps.programs import owner_of


@pytest.fixture(autouse=True)
def _parcels(parcels) -> None:
    """Somebody delivers what is sold."""


@pytest.fixture
def receiver(settings) -> Iterator[Receiver]:
    """A program that listens."""
    with Receiver() as listening:
        settings.OUTBOUND_EXEMPT = [listening.place]
        yield listening


@pytest.fixture
def endpoint(okafor, in_okafor, receiver) -> WebhookEndpoint:
    """It is told everything."""
    made, secret = webhooks.add_endpoint(url=receiver.url, types=[], by=owner_of(okafor))
    receiver.secrets.append(secret)
    return made
