"""kill -9 between any two steps of sending statements: the store has each of them once."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from marque.kit import clock
from marque.kit.tenancy.context import CurrentTenant, enter
from tenant_apps.webhooks import actions as webhooks
from tenant_apps.webhooks.models import WebhookDelivery, WebhookEndpoint
from tenant_apps.xapi import actions
from tests.doubles.lrs.examples import a_statement
from tests.provisioning.killing import killed_at
from tests.tenant_apps.programs import owner_of

WORK = """
from django.conf import settings
from marque.kit.tenancy.context import enter
from shared_apps.integrations import outbound
from shared_apps.tenants.models import Tenant
from tenant_apps.webhooks.actions import sending
settings.OUTBOUND_EXEMPT = ["{place}"]

dying(sending, "_take", after="taken")
dying(outbound, "post", after="answered")
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


@pytest.mark.parametrize(("step", "requests"), [("taken", 1), ("answered", 2)])
def test_statements_whose_worker_is_killed_are_kept_once(committed, lrs, step, requests) -> None:
    with enter(committed):
        store = actions.save_store(url=lrs.endpoint, username="key", password="secret", by=owner_of(committed))  # noqa: S106
        told = [a_statement(number) for number in range(3)]
        webhooks.keep(endpoints=[store.endpoint], told=told)

    assert killed_at(step, WORK.replace("{id}", str(store.endpoint_id)).replace("{place}", lrs.place))

    with enter(committed):
        with clock.fixed(clock.now() + timedelta(minutes=1)):
            webhooks.sweep()
            webhooks.work_off(endpoint_id=store.endpoint_id)
        states = {each.state for each in WebhookDelivery.objects.all()}
    assert (states, len(lrs.calls)) == ({"delivered"}, requests)
    assert list(lrs.statements) == [str(each.message) for each in told]
