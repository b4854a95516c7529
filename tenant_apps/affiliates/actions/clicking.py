"""Counting visitors: a row for each affiliate, day and address, so that a hundred thousand clicks are a few rows."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F

from marque.kit import clock
from tenant_apps.affiliates.models import Affiliate, Referral

# addresses counted by themselves for one affiliate in a day; anybody can make more up
MOST_LANDINGS = 50
ELSEWHERE = ""


def note_click(*, affiliate: Affiliate, landing: str) -> None:
    """Count one visitor of today's. A crowd of them waits for nothing but the row's own lock."""
    day, path = clock.now().date(), landing.replace("\0", "")[:200]
    if _added(affiliate, day, path):
        return
    if Referral.objects.filter(affiliate=affiliate, day=day).count() >= MOST_LANDINGS:
        path = ELSEWHERE
        if _added(affiliate, day, path):
            return
    try:
        with transaction.atomic():
            Referral.objects.create(affiliate=affiliate, day=day, landing=path)
    except IntegrityError:
        # somebody else made the row in this moment
        _added(affiliate, day, path)


def _added(affiliate: Affiliate, day: date, landing: str) -> bool:
    todays = Referral.objects.filter(affiliate=affiliate, day=day, landing=landing)
    return bool(todays.update(clicks=F("clicks") + 1))
