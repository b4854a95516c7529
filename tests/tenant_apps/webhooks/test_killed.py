"""kill -9 between any two steps of sending: the message arrives at least once, under one id, and is in the log."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest

from marque.kit import clock
from marque.kit.tenancy.context import CurrentTenant, enter
from tenant_apps.webhooks import actions as webhooks
from tenant_apps.webhooks.models import WebhookDelivery, WebhookEndpoint
from tests.provisioning.killing import killed_at
from tests.tenant_apps.programs import owner_of

WORK = """
from django.conf import settings
from marque.kit.tenancy.context import enter
from shared_apps.integrations import outbound
from shared_apps.tenants.models import Tenant
from tenant_apps.webhooks.actions import sending
settings.OUTBOUND_EXEMPT = ["{place}"]

dying(sending, "_take", "nothing taken", "taken")
dying(outbound, "post", after="answered")
dying(sending, "record", after="recorded")
with enter(Tenant.objects.prefetch_related("domains").get(slug="okafor").as_current()):
    sending.work_off(endpoint_id={id})
"""


@pytest.fixture
def committed(okafor, real_commits, monkeypatch) -> Iterator[CurrentTenant]:
    """A tenant whose rows are really there, and are removed after."""
    monkeypatch.setattr("tenant_apps.webhooks.actions.telling.nudge", lambda ids: None)
    yield okafor
    with enter(okafor):
        WebhookEndpoint.objects.all().delete()


@pytest.mark.parametrize(("step", "times"), [("nothing taken", 1), ("taken", 1), ("answered", 2), ("recorded", 1)])
def test_a_message_whose_worker_is_killed_arrives(committed, receiver, step, times) -> None:
    with enter(committed):
        endpoint, secret = webhooks.add_endpoint(url=receiver.url, types=[], by=owner_of(committed))
        receiver.secrets.append(secret)
        delivery = WebhookDelivery.objects.create(
            endpoint=endpoint, message=uuid4(), type="order.paid", body='{"n":1}', happened_at=clock.now()
        )

    assert killed_at(step, WORK.replace("{id}", str(endpoint.pk)).replace("{place}", receiver.place))

    with enter(committed):
        for minutes in (1, 2):
            with clock.fixed(clock.now() + timedelta(minutes=minutes)):
                webhooks.sweep()
                webhooks.work_off(endpoint_id=endpoint.pk)
        delivery.refresh_from_db()
        assert (delivery.state, WebhookDelivery.objects.count()) == ("delivered", 1)
    assert {each.id for each in receiver.taken} == {delivery.message_id}
    assert len(receiver.taken) == times
    assert all(each.trusted for each in receiver.taken)
