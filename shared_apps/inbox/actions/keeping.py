"""Keeping webhooks as they came, and for how long."""

from datetime import datetime, timedelta

from marque.kit import clock
from shared_apps.inbox.models import HeldAccount, KnownReference, Notice
from shared_apps.integrations.ports.notices import VendorNotice
from shared_apps.tenants.models import Tenant

HANDLED_KEPT = timedelta(days=30)
TROUBLE_KEPT = timedelta(days=180)
# card networks take disputes for up to 540 days
REFERENCES_KEPT = timedelta(days=730)


def keep_notice(*, source: str, notice: VendorNotice, body: bytes) -> tuple[Notice, bool]:
    """Store a webhook whose signature was checked. (notice, False) when it came before."""
    now = clock.now()
    return Notice.objects.get_or_create(
        source=source,
        event_id=notice.event_id[:200],
        defaults={
            "kind": notice.kind[:120],
            "account": notice.account[:120],
            "said_tenant": notice.tenant[:64],
            "reference": notice.reference[:200],
            "body": body.decode(),
            "occurred_at": notice.occurred_at,
            "received_at": now,
            # the task comes first; the sweep takes what it did not get to
            "next_at": now + timedelta(seconds=30),
        },
    )


def tidy(*, now: datetime) -> int:
    """Let go of what was handled a month ago, of old troubles, and of businesses that are gone; how many went."""
    handled = Notice.objects.filter(processed_at__lt=now - HANDLED_KEPT)
    old = Notice.objects.filter(processed_at=None, received_at__lt=now - TROUBLE_KEPT)
    references = KnownReference.objects.filter(known_since__lt=now - REFERENCES_KEPT)
    gone = HeldAccount.objects.exclude(tenant_id__in=Tenant.objects.values("id"))
    return sum(rows.delete()[0] for rows in (handled, old, references, gone))
