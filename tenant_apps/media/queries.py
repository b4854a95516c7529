"""Reading assets."""

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.db.models import Sum

from marque.kit.tenancy.context import require_tenant
from shared_apps.plans.queries import allowance_of
from tenant_apps.media.models import Asset, Upload

QUOTA_BYTES = 20 << 30

_kept_elsewhere: list[Callable[[], int]] = []


def also_kept(counter: Callable[[], int]) -> Callable[[], int]:
    """Register how many bytes a higher app keeps in files of its own: they count against the same quota."""
    if counter not in _kept_elsewhere:
        _kept_elsewhere.append(counter)
    return counter


def quota() -> int:
    """How many bytes a business may keep: what its plan says, at most what the installation allows."""
    most = int(getattr(settings, "MEDIA_QUOTA_BYTES", QUOTA_BYTES))
    allowance = allowance_of(require_tenant().id, "storage")
    if allowance is None or allowance.included is None or not allowance.is_hard:
        return most
    return min(most, allowance.included)


def bytes_used() -> int:
    """How many bytes the business keeps."""
    # what is kept at a host takes no room here
    own = Asset.objects.exclude(file="").aggregate(total=Sum("size"))["total"] or 0
    return own + sum(counter() for counter in _kept_elsewhere)


def bytes_arriving() -> int:
    """How many bytes the uploads that were announced will need."""
    return Upload.objects.under_way().aggregate(total=Sum("size"))["total"] or 0


def asset_by_key(key: str | UUID) -> Asset | None:
    """The asset behind a signed address."""
    return Asset.objects.filter(key=key).first()
