"""What came of a try: the log, the next try, the breaker, and an endpoint that is given up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from random import uniform

from django.db import transaction

from marque.kit import clock
from marque.kit.backoff import wait_after
from shared_apps.integrations.outbound import Answer
from tenant_apps.webhooks.actions.endpoints import switch_off
from tenant_apps.webhooks.dialects import dialect_of
from tenant_apps.webhooks.models import Because, WebhookDelivery, WebhookEndpoint

# after each try; together a little over three days, as Standard Webhooks suggests
WAITS = [
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    *(timedelta(hours=hours) for hours in (2, 5, 10, 14, 20, 24)),
]
# a message that waited this long behind a resting endpoint is given up too
OLDEST = timedelta(hours=84)
RESTS_AFTER = 5
GIVEN_UP_AFTER = timedelta(days=5)
_KEPT_TRIES, _EXCERPT = 25, 2_000


@transaction.atomic
def record(
    deliveries: Sequence[WebhookDelivery], *, answer: Answer | None = None, error: str = "", milliseconds: int = 0
) -> WebhookDelivery:
    """Write a try down for each message of it, and what follows; a try whose endpoint was removed is forgotten.

    Returns the first message.
    """
    first = deliveries[0]
    endpoint = WebhookEndpoint.objects.select_for_update().filter(pk=first.endpoint_id).first()
    rows = WebhookDelivery.objects.select_for_update().filter(pk__in=[each.pk for each in deliveries])
    held = {each.pk: each for each in rows.order_by("pk")}
    if endpoint is None or first.pk not in held:
        return first
    now, status = clock.now(), answer.status if answer else None
    said = _Said(answer, error, milliseconds, status in dialect_of(endpoint).final, len(deliveries) > 1)
    for each in held.values():
        each.endpoint, each.status = endpoint, status
        _write(each, said, now)
    WebhookDelivery.objects.bulk_update(
        held.values(), ["status", "error", "tries", "next_at", "delivered_at", "failed_at"]
    )
    if not first.is_test:
        _note(endpoint, said, now)
        _give_up(endpoint, status, now)
    return held[first.pk]


@dataclass(frozen=True)
class _Said:
    """What came of a request."""

    answer: Answer | None
    error: str
    milliseconds: int
    is_final: bool
    in_company: bool

    @property
    def is_well(self) -> bool:
        return self.answer is not None and 200 <= self.answer.status < 300

    @property
    def words(self) -> str:
        return "" if self.is_well else (self.error or f"It answered {self.answer.status if self.answer else ''}")[:300]


def _write(held: WebhookDelivery, said: _Said, now: datetime) -> None:
    held.error = said.words
    _log(held, said.answer, said.milliseconds, now)
    if said.is_well:
        held.delivered_at, held.failed_at = now, None
    elif held.state == "waiting" and said.is_final and said.in_company:
        # one of them is at fault: each is sent alone, at once
        held.next_at = now
    elif held.state == "waiting" and said.is_final:
        held.failed_at = now
    elif held.state == "waiting":
        _try_later(held, said.answer, now)


def _try_later(held: WebhookDelivery, answer: Answer | None, now: datetime) -> None:
    if held.is_test or held.attempts > len(WAITS) or now - held.begun_at > OLDEST:
        held.failed_at = now
    else:
        held.next_at = now + max(_wait(held.attempts), _asked_pause(answer))


def _log(delivery: WebhookDelivery, answer: Answer | None, milliseconds: int, now: datetime) -> None:
    seen = answer.body[:_EXCERPT].decode("utf-8", "replace").replace("\0", "") if answer else ""
    entry = {
        "at": now.isoformat(),
        "status": delivery.status,
        "milliseconds": milliseconds,
        "error": delivery.error,
        "answer": seen,
    }
    delivery.tries = [*delivery.tries, entry][-_KEPT_TRIES:]


def _wait(attempts: int) -> timedelta:
    return WAITS[max(attempts, 1) - 1] * uniform(0.9, 1.1)  # noqa: S311


def _asked_pause(answer: Answer | None) -> timedelta:
    """What Retry-After asks, within a day."""
    asked = answer.retry_after if answer else ""
    readable = asked.isascii() and asked.isdigit() and len(asked) < 10  # noqa: PLR2004 (longer ones are not read at all)
    return timedelta(seconds=min(int(asked), 86_400)) if readable else timedelta()


def _note(endpoint: WebhookEndpoint, said: _Said, now: datetime) -> None:
    endpoint.held_until = None
    if said.is_well or said.is_final:
        endpoint.failures, endpoint.failing_since, endpoint.rests_until = 0, None, None
    else:
        endpoint.failures += 1
        endpoint.failing_since = endpoint.failing_since or now
        if endpoint.failures >= RESTS_AFTER:
            # the breaker: one try when the rest is over, and a longer rest if that fails too
            endpoint.rests_until = now + wait_after(endpoint.failures - RESTS_AFTER + 1, first=60, longest=3600)
    if said.is_well:
        endpoint.delivered_at, endpoint.refusals = now, 0
    elif said.is_final and not said.in_company:
        endpoint.refusals += 1
    endpoint.save(update_fields=["failures", "failing_since", "rests_until", "refusals", "delivered_at", "held_until"])


def _give_up(endpoint: WebhookEndpoint, status: int | None, now: datetime) -> None:
    if status == HTTPStatus.GONE:
        switch_off(endpoint=endpoint, because=Because.GONE, by="webhooks")
    elif endpoint.failing_since and now - endpoint.failing_since > GIVEN_UP_AFTER:
        switch_off(endpoint=endpoint, because=Because.FAILING, by="webhooks")
