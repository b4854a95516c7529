"""When a tenant was last used: written at most every few minutes, never in the way of a request."""

import time
from uuid import UUID

from django.core.cache import caches
from django.utils import timezone

from shared_apps.tenants.models import Tenant

_EVERY_SECONDS = 300
_noted: dict[UUID, float] = {}


def note_activity(tenant_id: UUID) -> None:
    """Remember that somebody used the tenant now; one UPDATE in five minutes over all processes."""
    now = time.monotonic()
    if now - _noted.get(tenant_id, -_EVERY_SECONDS) < _EVERY_SECONDS:
        return
    if len(_noted) > 50_000:
        _noted.clear()
    _noted[tenant_id] = now
    if caches["control"].add(f"active:{tenant_id}", 1, _EVERY_SECONDS):
        Tenant.objects.filter(id=tenant_id).update(last_active_at=timezone.now())
