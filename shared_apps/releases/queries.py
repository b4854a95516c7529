"""What operators ask of waves and the version ledger."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from shared_apps.releases.models import SchemaVersion, Wave


def last_wave() -> Wave | None:
    """The wave that was started last."""
    return Wave.objects.order_by("-started_at").first()


def versions_of(wave: Wave) -> QuerySet[SchemaVersion]:
    """The tenants a wave has tried, those that failed first."""
    found = SchemaVersion.objects.filter(wave=wave).select_related("tenant")
    return found.order_by("failed_at", "tenant__slug")


def figures_of(wave: Wave) -> dict[str, Any]:
    """How many tenants a wave migrated, and how many it could not."""
    failed = Q(failed_at__isnull=False)
    return SchemaVersion.objects.filter(wave=wave).aggregate(
        migrated=Count("pk", filter=~failed), failed=Count("pk", filter=failed)
    )
