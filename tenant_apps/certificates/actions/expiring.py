"""Certificates that end soon."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from marque.kit import clock
from tenant_apps.certificates.letters import write_to_holder
from tenant_apps.certificates.models import Certificate

BEFORE = timedelta(days=30)
_AT_ONCE = 200


def tell_of_expiry(*, now: datetime | None = None) -> int:
    """Write to everybody whose certificate ends within 30 days, once for each term; returns how many were told."""
    told = 0
    while count := _tell_some(now or clock.now()):
        told += count
    return told


@transaction.atomic
def _tell_some(now: datetime) -> int:
    due = Certificate.objects.valid().filter(expires_at__lte=now + BEFORE, expiry_told_at=None, expires_at__gt=now)
    rows = list(due.select_for_update(skip_locked=True, of=("self",)).order_by("expires_at")[:_AT_ONCE])
    for row in rows:
        row.expiry_told_at = now
        _write(row)
    Certificate.objects.bulk_update(rows, ["expiry_told_at"])
    return len(rows)


def _write(certificate: Certificate) -> None:
    write_to_holder(
        certificate,
        subject=_("Your certificate for %(course)s ends soon"),
        template="expiring",
        once_key=f"certificate-ends:{certificate.key}:{certificate.expires_at:%Y-%m-%d}",
    )
