"""Sending: one worker per endpoint, one request after the other, each try written down.

A worker that dies between the receiver's answer and our record sends the message again, under the same id.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.tenancy.context import require_tenant
from shared_apps.integrations import outbound
from tenant_apps.webhooks.actions.recording import record
from tenant_apps.webhooks.actions.telling import LANES, SAFE, nudge
from tenant_apps.webhooks.dialects import dialect_of
from tenant_apps.webhooks.models import WebhookDelivery, WebhookEndpoint

# longer than one message can take: two seconds each for DNS, connection and TLS, eight for the answer
LEASE = timedelta(seconds=30)
PATIENCE_SECONDS = 15.0
TESTS_A_MINUTE = 10


class TooManyTests(Refused):
    """A test is a request we make at somebody's wish."""

    message = _("That were many tests in a minute. Wait a moment, then try again.")


class Copied(Refused):
    """A copy in safe mode."""

    message = SAFE


def work_off(*, endpoint_id: int, patience: float = PATIENCE_SECONDS) -> int:
    """Send what is due to one endpoint, unless another worker is on it; returns how many were sent.

    After its patience it lets others have their turn and asks to be called again.
    """
    if require_tenant().safe_mode:
        return 0
    until, sent = time.monotonic() + patience, 0
    while batch := _take(endpoint_id):
        attempt(*batch)
        sent += len(batch)
        if time.monotonic() >= until:
            nudge([endpoint_id])
            return sent
    return sent


def attempt(*deliveries: WebhookDelivery) -> WebhookDelivery:
    """Send messages of one endpoint in one request, and write down what came of each; returns the first."""
    endpoint = deliveries[0].endpoint
    try:
        asked = dialect_of(endpoint).request(endpoint, deliveries)
        answer = outbound.post(asked.url, body=asked.body, headers=asked.headers)
    except outbound.Unreachable as error:
        return record(deliveries, error=error.message, milliseconds=error.milliseconds)
    except Refused as refused:
        return record(deliveries, error=str(refused))
    return record(deliveries, answer=answer, milliseconds=answer.milliseconds)


def send_test(*, endpoint: WebhookEndpoint, by: Any) -> WebhookDelivery:
    """Send a test at once, once, whatever state the endpoint is in; raises TooManyTests, and Copied in a copy."""
    if require_tenant().safe_mode:
        raise Copied
    now, message, dialect = clock.now(), uuid4(), dialect_of(endpoint)
    recent = endpoint.deliveries.filter(type=dialect.test_type, created_at__gt=now - timedelta(minutes=1))
    if recent.count() >= TESTS_A_MINUTE:
        raise TooManyTests
    body = dialect.test(endpoint, message, now, by)
    made = WebhookDelivery.objects.create(
        endpoint=endpoint,
        message=message,
        type=dialect.test_type,
        body=body,
        happened_at=now,
        # nobody else takes it up meanwhile; cut off, it is given up with everything that grew too old
        next_at=now + timedelta(days=365),
    )
    return attempt(made)


@transaction.atomic
def _take(endpoint_id: int) -> list[WebhookDelivery]:
    now = clock.now()
    lanes = WebhookEndpoint.objects.on().select_for_update(skip_locked=True)
    endpoint = lanes.filter(pk=endpoint_id).first()
    if endpoint is None or not _is_free(endpoint, now):
        return []
    batch = _batch(endpoint, now)
    if batch:
        endpoint.held_until = now + LEASE
        endpoint.save(update_fields=["held_until"])
    for delivery in batch:
        delivery.endpoint, delivery.attempts = endpoint, delivery.attempts + 1
        # killed here: it is due again when the lease is over, and the try counts
        delivery.next_at = now + LEASE
    WebhookDelivery.objects.bulk_update(batch, ["attempts", "next_at"])
    return batch


def _batch(endpoint: WebhookEndpoint, now: datetime) -> list[WebhookDelivery]:
    """What goes in one request: what was refused in company goes alone."""
    dialect, due = dialect_of(endpoint), endpoint.deliveries.due(now).order_by("next_at", "pk")
    first = due.first()
    if first is None or dialect.most == 1 or first.status in dialect.final:
        return [first] if first else []
    others = due.exclude(pk=first.pk).exclude(status__in=dialect.final)
    return [first, *others[: dialect.most - 1]]


def _is_free(endpoint: WebhookEndpoint, now: datetime) -> bool:
    resting = endpoint.rests_until is not None and endpoint.rests_until > now
    held = WebhookEndpoint.objects.filter(held_until__gt=now)
    if resting or held.filter(pk=endpoint.pk).exists():
        return False
    # the others have to leave workers to other businesses
    return held.count() < LANES
