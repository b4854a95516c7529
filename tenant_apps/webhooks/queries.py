"""Reads on webhooks."""

from __future__ import annotations

from uuid import UUID

from tenant_apps.webhooks.dialects import dialect_of
from tenant_apps.webhooks.models import WebhookDelivery, WebhookEndpoint

PER_PAGE = 30


def log_of(
    endpoint: WebhookEndpoint, *, state: str = "", type: str = "", before: str = ""
) -> tuple[list[WebhookDelivery], UUID | None]:
    """A page of what an endpoint was told, the latest first, and where the older ones begin."""
    rows = endpoint.deliveries.in_state(state).defer("body", "tries").order_by("-pk")
    if type:
        rows = rows.filter(type=type)
    if before:
        rows = rows.filter(pk__lt=_mark(endpoint, before))
    page = list(rows[: PER_PAGE + 1])
    return page[:PER_PAGE], page[PER_PAGE - 1].key if len(page) > PER_PAGE else None


def last_refusal(endpoint: WebhookEndpoint) -> WebhookDelivery | None:
    """The message an endpoint did not want last, with its answer, while it wants none; the log may have dropped it."""
    if not endpoint.refuses:
        return None
    wanted_none = endpoint.deliveries.failed().filter(status__in=dialect_of(endpoint).final)
    return wanted_none.order_by("-failed_at", "-pk").first()


def _mark(endpoint: WebhookEndpoint, text: str) -> int:
    try:
        key = UUID(text)
    except ValueError:
        return 0
    return endpoint.deliveries.filter(key=key).values_list("pk", flat=True).first() or 0
