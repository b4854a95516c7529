"""A word to those whose access ends soon."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from marque.kit.mail.models import SentEmail
from tenant_apps.entitlements import letters
from tenant_apps.entitlements.models import Entitlement

# how long before the end they are told; what ends within a day was given for a day
AHEAD = timedelta(days=7)
NO_LATER = timedelta(days=1)
_AT_ONCE = 500


def remind(*, now: datetime) -> int:
    """Write to everybody whose access ends within a week, once for each end; returns how many letters there were.

    Not about subscriptions and seats, which go on by themselves, nor where something else keeps it open for longer.
    """
    written, after = 0, 0
    while rows := _soon(now, after):
        known = set(
            SentEmail.objects.filter(once_key__in=map(letters.once_key, rows)).values_list("once_key", flat=True)
        )
        for held in rows:
            if letters.once_key(held) not in known and not _stays_open(held):
                letters.send_ends(held)
                written += 1
        after = rows[-1].pk
    return written


def _soon(now: datetime, after: int) -> list[Entitlement]:
    ends = Entitlement.objects.open(now).filter(expires_at__gt=now + NO_LATER, expires_at__lte=now + AHEAD)
    ours = ends.filter(Q(source__startswith="order:") | Q(source="hand"), pk__gt=after)
    return list(ours.select_related("person", "product").order_by("pk")[:_AT_ONCE])


def _stays_open(held: Entitlement) -> bool:
    longer = Q(expires_at__isnull=True) | Q(expires_at__gt=held.expires_at)
    others = Entitlement.objects.of(held.person, held.product).filter(longer, revoked_at=None, suspended_at=None)
    return others.exclude(pk=held.pk).exists()
