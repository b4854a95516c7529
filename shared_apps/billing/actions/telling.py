"""Letters to owners: written down with the change, sent from the platform's own outbox after it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from marque.kit.mail.send import send_email
from marque.kit.tenancy.context import enter
from shared_apps.billing.letters import words_of
from shared_apps.billing.models import Letter
from shared_apps.tenants.directory import platform_tenant
from shared_apps.tenants.models import Tenant


def note(*, tenant_id: UUID, kind: str, key: str, at: datetime, **facts: object) -> None:
    """Owe a tenant's owner a letter; the same key is the same letter."""
    Letter.objects.get_or_create(
        key=key, defaults={"tenant_id": tenant_id, "kind": kind, "facts": facts, "created_at": at}
    )


def send_letters(*, tenant_id: UUID, now: datetime) -> int:
    """Send a tenant's letters, oldest first; returns how many. Cut off and run again, none goes twice."""
    platform, row = platform_tenant(), Tenant.objects.prefetch_related("domains").filter(id=tenant_id).first()
    if platform is None or row is None:
        return 0
    waiting = list(Letter.objects.filter(tenant_id=tenant_id, sent_at=None).order_by("created_at", "pk"))
    for letter in waiting:
        if row.owner_email:
            words = words_of(letter, row)
            with enter(platform), transaction.atomic():
                send_email(
                    to=row.owner_email,
                    subject=words["heading"],
                    template="billing/mail/letter",
                    context=words,
                    purpose=f"billing-{letter.kind}",
                    once_key=f"billing:{letter.key}",
                )
        Letter.objects.filter(pk=letter.pk, sent_at=None).update(sent_at=now)
    return len(waiting)
