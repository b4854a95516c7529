"""Endpoints: what may be one, what is kept of its secret, and what the audit log says."""

import pytest

from shared_apps.integrations.outbound import AddressRefused
from shared_apps.operations.models import AuditEntry
from tenant_apps.webhooks import actions as webhooks
from tenant_apps.webhooks.actions.endpoints import keys_of
from tenant_apps.webhooks.models import WebhookDelivery, WebhookEndpoint
from tests.tenant_apps.programs import owner_of

URL = "https://example.com/hooks?token=their-own"


def add(okafor, **other):
    return webhooks.add_endpoint(**{"url": URL, "types": [], "by": owner_of(okafor), **other})


def test_a_secret_is_kept_sealed(okafor, in_okafor):
    endpoint, secret = add(okafor)

    stored = " ".join(str(value) for value in WebhookEndpoint.objects.values_list().get())
    assert secret.startswith("whsec_")
    assert secret.removeprefix("whsec_") not in stored
    assert keys_of(endpoint) == [secret]


@pytest.mark.parametrize("url", ["http://example.com/", "https://10.0.0.1/", "https://localhost/", "nonsense"])
def test_an_address_inside_is_refused(okafor, in_okafor, url):
    with pytest.raises(AddressRefused):
        add(okafor, url=url)

    assert not WebhookEndpoint.objects.exists()


def test_an_unknown_event_is_refused(okafor, in_okafor):
    with pytest.raises(webhooks.UnknownType):
        add(okafor, types=["order.paid", "order.eaten"])


def test_there_is_an_end_to_endpoints(okafor, in_okafor):
    for _each in range(10):
        add(okafor)

    with pytest.raises(webhooks.TooManyEndpoints):
        add(okafor)


def test_switched_off_and_on_twice_is_once(okafor, in_okafor):
    endpoint, _secret = add(okafor)
    owner = owner_of(okafor)

    off = [webhooks.switch_off(endpoint=endpoint, by=owner).disabled_at for _each in "12"]
    on = [webhooks.switch_on(endpoint=endpoint, by=owner).state for _each in "12"]

    assert (off[0], on) == (off[1], ["on", "on"])


def test_each_act_is_in_the_audit_log_without_what_the_address_hides(okafor, in_okafor):
    owner = owner_of(okafor)
    endpoint, _secret = add(okafor)
    webhooks.change_endpoint(endpoint=endpoint, url=URL, types=["order.paid"], by=owner)
    webhooks.rotate_secret(endpoint=endpoint, by=owner)
    webhooks.remove_endpoint(endpoint=endpoint, by=owner)

    entries = AuditEntry.objects.filter(tenant_id=okafor.id, action__startswith="webhook.").order_by("pk")
    assert [entry.action.removeprefix("webhook.") for entry in entries] == ["added", "changed", "rotated", "removed"]
    assert {entry.actor for entry in entries} == {"alice@example.com"}
    assert "their-own" not in str([entry.data for entry in entries])


def test_an_endpoint_takes_its_log_along(okafor, endpoint, receiver):
    webhooks.send_test(endpoint=endpoint, by=owner_of(okafor))

    webhooks.remove_endpoint(endpoint=endpoint, by=owner_of(okafor))

    assert not WebhookDelivery.objects.exists()
