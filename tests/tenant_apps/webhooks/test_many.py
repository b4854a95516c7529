"""With 100,000 deliveries in the log, what is due and what is latest is still found by an index."""

import pytest
from django.db import connection

from marque.kit import clock
from tenant_apps.webhooks.models import WebhookDelivery, WebhookEndpoint
from tests.statistics import gather

_FILL = """
INSERT INTO webhooks_webhookdelivery
    (key, created_at, endpoint_id, message, type, body, happened_at, begun_at, attempts, tries, next_at, delivered_at,
    error)
SELECT gen_random_uuid(), now(), %(endpoint)s, gen_random_uuid(), 'order.paid', '{}', now(), now(), 1, '[]', now(),
    CASE WHEN n %% 1000 = 0 THEN NULL ELSE now() END, ''
FROM generate_series(1, 100000) AS n
"""


@pytest.fixture
def full(endpoint) -> WebhookEndpoint:
    """Its log is long; one in a thousand still waits."""
    with connection.cursor() as cursor:
        cursor.execute(_FILL, {"endpoint": endpoint.pk})
    gather("webhooks_webhookdelivery")
    return endpoint


@pytest.mark.slow
def test_what_is_due_and_what_is_latest_is_found_by_an_index(full):
    latest = full.deliveries.order_by("-pk")[:31].explain()
    due = full.deliveries.due(clock.now()).order_by("next_at", "pk")[:1].explain()
    anything = WebhookDelivery.objects.due(clock.now())[:1].explain()
    old = WebhookDelivery.objects.filter(created_at__lt=clock.now()).order_by("pk")[:1000].explain()

    assert ("webhooks_delivery_waiting" in due, "webhooks_delivery_waiting" in anything) == (True, True)
    assert "Seq Scan" not in latest + due + anything + old
