"""Reading assets."""

from uuid import UUID

from django.conf import settings
from django.db.models import Sum

from tenant_apps.media.models import Asset

QUOTA_BYTES = 20 << 30


def quota() -> int:
    """How many bytes a business may keep."""
    return int(getattr(settings, "MEDIA_QUOTA_BYTES", QUOTA_BYTES))


def bytes_used() -> int:
    """How many bytes the business keeps."""
    return Asset.objects.aggregate(total=Sum("size"))["total"] or 0


def asset_by_key(key: str | UUID) -> Asset | None:
    """The asset behind a signed address."""
    return Asset.objects.filter(key=key).first()
