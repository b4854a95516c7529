"""Sending: one worker per endpoint, one message after the other, each try written down.

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
from tenant_apps.webhooks.actions.endpoints import keys_of
from tenant_apps.webhooks.actions.recording import record
from tenant_apps.webhooks.actions.telling import LANES, SAFE, nudge, written
from tenant_apps.webhooks.happenings import TEST
from tenant_apps.webhooks.models import WebhookDelivery, WebhookEndpoint
from tenant_apps.webhooks.signing import headers

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
    while (delivery := _take(endpoint_id)) is not None:
        attempt(delivery)
        sent += 1
        if time.monotonic() >= until:
            nudge([endpoint_id])
            return sent
    return sent


def attempt(delivery: WebhookDelivery) -> WebhookDelivery:
    """Send one message, and write down what came of it."""
    endpoint, body = delivery.endpoint, delivery.body.encode()
    at = int(clock.now().timestamp())
    try:
        signed = headers(keys_of(endpoint), message_id=delivery.message_id, at=at, body=body)
        sent = {"Content-Type": "application/json", "User-Agent": "Webhooks/1.0", **signed}
        answer = outbound.post(endpoint.url, body=body, headers=sent)
    except outbound.Unreachable as error:
        return record(delivery, error=error.message, milliseconds=error.milliseconds)
    except Refused as refused:
        return record(delivery, error=str(refused))
    return record(delivery, answer=answer, milliseconds=answer.milliseconds)


def send_test(*, endpoint: WebhookEndpoint, by: Any) -> WebhookDelivery:
    """Send a test at once, once, whatever state the endpoint is in; raises TooManyTests, and Copied in a copy."""
    if require_tenant().safe_mode:
        raise Copied
    now, message = clock.now(), uuid4()
    recent = endpoint.deliveries.filter(type=TEST, created_at__gt=now - timedelta(minutes=1))
    if recent.count() >= TESTS_A_MINUTE:
        raise TooManyTests
    body = written(type=TEST, message=message, at=now, data={"asked_by": by.email, "endpoint": str(endpoint.key)})
    made = WebhookDelivery.objects.create(
        # nobody else takes it up meanwhile; cut off, it is given up with everything that grew too old
        endpoint=endpoint, message=message, type=TEST, body=body, happened_at=now, next_at=now + timedelta(days=365)
    )  # fmt: skip
    return attempt(made)


@transaction.atomic
def _take(endpoint_id: int) -> WebhookDelivery | None:
    now = clock.now()
    lanes = WebhookEndpoint.objects.on().select_for_update(skip_locked=True)
    endpoint = lanes.filter(pk=endpoint_id).first()
    if endpoint is None or not _is_free(endpoint, now):
        return None
    delivery = endpoint.deliveries.due(now).order_by("next_at", "pk").first()
    if delivery is None:
        return None
    endpoint.held_until = now + LEASE
    endpoint.save(update_fields=["held_until"])
    delivery.endpoint, delivery.attempts = endpoint, delivery.attempts + 1
    # killed here: it is due again when the lease is over, and the try counts
    delivery.next_at = now + LEASE
    delivery.save(update_fields=["attempts", "next_at"])
    return delivery


def _is_free(endpoint: WebhookEndpoint, now: datetime) -> bool:
    resting = endpoint.rests_until is not None and endpoint.rests_until > now
    held = WebhookEndpoint.objects.filter(held_until__gt=now)
    if resting or held.filter(pk=endpoint.pk).exists():
        return False
    # the others have to leave workers to other businesses
    return held.count() < LANES
