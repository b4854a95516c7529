"""What is to be told: written down with its event, nudged after the commit, found again by the sweep."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from rest_framework.utils.encoders import JSONEncoder

from marque.kit import clock
from marque.kit.facts.fact import Fact
from marque.kit.tenancy.context import require_tenant
from marque.kit.tenancy.tasks import after_commit, send
from shared_apps.operations import audit
from tenant_apps.webhooks.happenings import Happening
from tenant_apps.webhooks.models import WEBHOOKS, WebhookDelivery, WebhookEndpoint

KEPT = timedelta(days=30)
SAFE = _("This is a copy in safe mode: nothing leaves it.")
# one business's endpoints keep so many workers busy at most
LANES = 3


@dataclass(frozen=True)
class Told:
    """One message: its id, its type, its bytes, and when it happened."""

    message: UUID
    type: str
    body: str
    happened_at: datetime


@transaction.atomic
def tell(*, happening: Happening, fact: Fact, message: UUID, at: datetime) -> int:
    """Write down what each endpoint that wants it is to be told; the same message is told once. Returns how many."""
    on = WebhookEndpoint.objects.speaking(WEBHOOKS).on()
    wanting = [endpoint for endpoint in on if endpoint.wants(happening.type)]
    data = happening.read(fact) if wanting else None
    if data is None:
        return 0
    body = written(type=happening.type, message=message, at=at, data=data)
    return keep(endpoints=wanting, told=[Told(message, happening.type, body, at)])


@transaction.atomic
def keep(*, endpoints: Sequence[WebhookEndpoint], told: Sequence[Told]) -> int:
    """Write down what each of these endpoints is to be told; the same message is told once. Returns how many."""
    back = _kept_back()
    rows = [WebhookDelivery(endpoint=endpoint, **asdict(each), **back) for endpoint in endpoints for each in told]
    WebhookDelivery.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
    if rows:
        nudge_after_commit([endpoint.pk for endpoint in endpoints])
    return len(rows)


def written(*, type: str, message: UUID, at: datetime, data: dict[str, Any]) -> str:
    """The body, byte for byte: what is signed is what is sent, today and in three days."""
    whole = {"id": f"msg_{message.hex}", "type": type, "timestamp": at, "data": data}
    return json.dumps(whole, cls=JSONEncoder, ensure_ascii=False, separators=(",", ":"))


@transaction.atomic
def replay(*, delivery: WebhookDelivery, by: Any) -> WebhookDelivery:
    """Send one again, under its own id; the log of before stays."""
    _begin_again(WebhookDelivery.objects.filter(pk=delivery.pk))
    _record(delivery.endpoint, by, message=delivery.message_id)
    nudge_after_commit([delivery.endpoint_id])
    delivery.refresh_from_db()
    return delivery


@transaction.atomic
def replay_failed(*, endpoint: WebhookEndpoint, since: datetime, by: Any) -> int:
    """Send everything again that was given up since then; returns how many."""
    count = _begin_again(endpoint.deliveries.failed().filter(happened_at__gte=since))
    if count:
        _record(endpoint, by, since=since.isoformat(), count=count)
        nudge_after_commit([endpoint.pk])
    return count


def nudge_after_commit(endpoint_ids: Iterable[int]) -> None:
    """Ask workers to work off endpoints once this is committed."""
    ids = list(endpoint_ids)
    after_commit(lambda: nudge(ids))


def nudge(endpoint_ids: Iterable[int]) -> None:
    """Ask workers to work off endpoints. A lost nudge costs time only: the sweep finds what was left."""
    # the task runs these actions
    from tenant_apps.webhooks.tasks import work_off_endpoint

    for pk in endpoint_ids:
        if not send(work_off_endpoint, endpoint_id=pk):
            return


def sweep() -> int:
    """Nudge the endpoints of this business that have something due; a few at a time, the longest waiting first."""
    now = clock.now()
    if not WebhookDelivery.objects.due(now).exists():
        return 0
    busy = WebhookEndpoint.objects.on().filter(held_until__gt=now).count()
    ready = WebhookEndpoint.objects.with_work(now).order_by("delivered_at", "pk")
    found = list(ready.values_list("pk", flat=True)[: max(LANES - busy, 0)])
    nudge(found)
    return len(found)


def forget_old(*, now: datetime) -> int:
    """Drop what is older than the log keeps; returns how many."""
    old = WebhookDelivery.objects.filter(created_at__lt=now - KEPT).order_by("pk").values("pk")[:1000]
    gone, _each = WebhookDelivery.objects.filter(pk__in=old).delete()
    return gone


def _begin_again(rows: Any) -> int:
    now = clock.now()
    fresh = {"attempts": 0, "begun_at": now, "next_at": now, "delivered_at": None, "failed_at": None, "error": ""}
    return int(rows.filter(endpoint__disabled_at__isnull=True).update(**{**fresh, **_kept_back()}))


def _kept_back() -> dict[str, Any]:
    return {"failed_at": clock.now(), "error": str(SAFE)} if require_tenant().safe_mode else {}


def _record(endpoint: WebhookEndpoint, by: Any, **data: Any) -> None:
    who, here = getattr(by, "email", None) or str(by), require_tenant().id
    audit.record(by=who, action="webhook.replayed", target=str(endpoint.key), tenant_id=here, data=data)
