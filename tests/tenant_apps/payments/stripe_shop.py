"""Okafor at Stripe, in each of the ways there are; with the double behind it."""

from collections.abc import Iterator
from contextlib import contextmanager

from marque.kit.tenancy.context import require_tenant
from shared_apps.integrations import resilience
from shared_apps.settlements.platform import let_collect
from tenant_apps.orders.models import GatewayEvent
from tenant_apps.orders.tasks import handle_gateway_event
from tenant_apps.payments import actions as payments
from tenant_apps.payments.models import GatewayConnection
from tests.doubles.stripe import StripeDouble, connect
from tests.doubles.stripe.server import WEBHOOK_SECRET

BY = "ada@okafor.example"


@contextmanager
def stripe(settings, monkeypatch) -> Iterator[StripeDouble]:
    """The double, with the platform's own account in it."""
    monkeypatch.setattr(resilience, "_breakers", {})
    monkeypatch.setitem(resilience.call.__kwdefaults__, "sleep", lambda seconds: None)
    monkeypatch.setattr(handle_gateway_event, "delay", lambda *, event_key: None)
    settings.STRIPE_SECRET_KEY, settings.STRIPE_PUBLISHABLE_KEY = "sk_test_platform", "pk_test_platform"
    settings.STRIPE_WEBHOOK_SECRET = WEBHOOK_SECRET
    with StripeDouble() as running:
        settings.STRIPE_API = running.url
        yield running
    assert running.drifts == []


def connected(double: StripeDouble) -> GatewayConnection:
    """Okafor's own account, opened through the platform and filled in; used for payments."""
    connection = payments.begin_connection(gateway="stripe", email=BY, by=BY)
    connect.finish(double, connection.account)
    connection = payments.look_again(connection=connection)
    payments.choose_gateway(gateway="stripe", merchant="creator", by=BY)
    return connection


def collected() -> None:
    """The platform is the merchant of Okafor's sales."""
    tenant = require_tenant()
    let_collect(tenant_id=tenant.id, slug=tenant.slug, by="olu@example.com")
    payments.choose_gateway(gateway="stripe", merchant="platform", by=BY)


def take_events(double: StripeDouble, account: str, since: int = 0) -> None:
    """What happened, as the platform's inbox hands it on."""
    from shared_apps.integrations.stripe import webhooks
    from tenant_apps.orders import actions as orders

    for event in double.events[since:]:
        if event["account"] in (account, None):
            kept, _new = orders.keep_event(gateway="stripe", fact=webhooks.read(event))
            orders.handle_event(event=GatewayEvent.objects.get(pk=kept.pk))
