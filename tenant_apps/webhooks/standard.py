"""Standard Webhooks: one message a request, signed (https://www.standardwebhooks.com)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from tenant_apps.webhooks.actions.endpoints import keys_of
from tenant_apps.webhooks.actions.telling import written
from tenant_apps.webhooks.dialects import Asked, Dialect, register_dialect
from tenant_apps.webhooks.happenings import TEST, TYPES
from tenant_apps.webhooks.models import WEBHOOKS, WebhookDelivery, WebhookEndpoint
from tenant_apps.webhooks.signing import headers


def _request(endpoint: WebhookEndpoint, deliveries: Sequence[WebhookDelivery]) -> Asked:
    (delivery,) = deliveries
    body, at = delivery.body.encode(), int(clock.now().timestamp())
    signed = headers(keys_of(endpoint), message_id=delivery.message_id, at=at, body=body)
    return Asked(endpoint.url, body, {"Content-Type": "application/json", "User-Agent": "Webhooks/1.0", **signed})


def _test(endpoint: WebhookEndpoint, message: UUID, at: datetime, by: Any) -> str:
    return written(type=TEST, message=message, at=at, data={"asked_by": by.email, "endpoint": str(endpoint.key)})


register_dialect(
    Dialect(
        name=WEBHOOKS,
        request=_request,
        test_type=TEST,
        test=_test,
        types=TYPES,
        home="webhooks_studio:list",
        title=_("Webhooks"),
        off=_("A webhook was switched off"),
    )
)
