"""Reading assets."""

from uuid import UUID

from django.conf import settings
from django.db.models import Sum

from marque.kit.tenancy.context import require_tenant
from shared_apps.plans.queries import allowance_of
from tenant_apps.media.models import Asset

QUOTA_BYTES = 20 << 30


def quota() -> int:
    """How many bytes a business may keep: what its plan says, at most what the installation allows."""
    most = int(getattr(settings, "MEDIA_QUOTA_BYTES", QUOTA_BYTES))
    allowance = allowance_of(require_tenant().id, "storage")
    if allowance is None or allowance.included is None or not allowance.is_hard:
        return most
    return min(most, allowance.included)


def bytes_used() -> int:
    """How many bytes the business keeps."""
    return Asset.objects.aggregate(total=Sum("size"))["total"] or 0


def asset_by_key(key: str | UUID) -> Asset | None:
    """The asset behind a signed address."""
    return Asset.objects.filter(key=key).first()
