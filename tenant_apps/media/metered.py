"""What plans count here."""

from django.db.models import Sum

from shared_apps.plans.meters import register_gauge
from tenant_apps.media.models import Asset
from tenant_apps.media.queries import bytes_used

_SECONDS = 60


def minutes_of(seconds: int) -> int:
    """Begun minutes."""
    return -(-seconds // _SECONDS)


def video_minutes() -> int:
    """How long all films are together."""
    return minutes_of(Asset.objects.films().aggregate(sum=Sum("duration_seconds"))["sum"] or 0)


register_gauge("storage", bytes_used)
register_gauge("video_minutes", video_minutes)
