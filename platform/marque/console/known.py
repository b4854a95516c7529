"""What the registry knows of one business besides its state: whose it is, its version, its copies, work on it."""

from typing import Any

from django.utils import timezone

from shared_apps.agencies.models import Holding
from shared_apps.copies.models import Backup
from shared_apps.copies.queries import safety_of
from shared_apps.operations.models import Operation
from shared_apps.releases.models import SchemaVersion
from shared_apps.tenants.models import Tenant


def known_of(tenant: Tenant) -> dict[str, Any]:
    """For its page in the console."""
    (safety,), now = safety_of([tenant]), timezone.now()
    holding = Holding.objects.filter(tenant=tenant).select_related("agency").first()
    return {
        "agency": holding.agency if holding else None,
        "version": SchemaVersion.objects.filter(tenant=tenant).first(),
        "safety": safety,
        "backup_is_old": safety.backup_is_old(now),
        "drill_is_old": safety.drill_is_old(now),
        "backups": Backup.objects.filter(tenant_id=tenant.id).order_by("-taken_at")[:5],
        "operations": Operation.objects.filter(tenant_id=tenant.id).order_by("-created_at")[:10],
    }
