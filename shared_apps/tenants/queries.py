"""What operators ask of the registry."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import connections
from django.db.models import Count, F, Q, QuerySet

from shared_apps.tenants.models import Tenant

_SIZES = """
    SELECT n.nspname::text, coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint
    FROM pg_namespace n LEFT JOIN pg_class c ON c.relnamespace = n.oid AND c.relkind = 'r'
    WHERE n.nspname = ANY(%s) GROUP BY 1
"""


def schema_sizes(schemas: Iterable[str]) -> dict[str, int]:
    """Bytes on disk of each schema: tables, indexes and what they hold; for one page of tenants at a time."""
    with connections["control"].cursor() as cursor:
        cursor.execute(_SIZES, [list(schemas)])
        return dict(cursor.fetchall())


def search_tenants(*, words: str = "", state: str = "") -> QuerySet[Tenant]:
    """Businesses by name, slug, domain, schema or owner, the last used first."""
    found = Tenant.objects.businesses().prefetch_related("domains")
    if state:
        found = found.filter(state=state)
    if words:
        found = found.filter(
            Q(name__icontains=words)
            | Q(slug__icontains=words)
            | Q(schema_name=words)
            | Q(owner_email__icontains=words)
            | Q(id__in=Tenant.objects.filter(domains__domain__icontains=words).values("id"))
        )
    return found.order_by(F("last_active_at").desc(nulls_last=True), "-created_at", "id")


def tenant_figures(now: datetime) -> dict[str, Any]:
    """How many businesses there are, by state, and how many came in the last 30 days."""
    month_ago = now - timedelta(days=30)
    return Tenant.objects.businesses().aggregate(
        total=Count("id"),
        active=Count("id", filter=Q(state=Tenant.State.ACTIVE)),
        suspended=Count("id", filter=Q(state=Tenant.State.SUSPENDED)),
        archived=Count("id", filter=Q(state=Tenant.State.ARCHIVED)),
        deleted=Count("id", filter=Q(state=Tenant.State.DELETED)),
        provisioning=Count("id", filter=Q(state=Tenant.State.PROVISIONING)),
        new=Count("id", filter=Q(created_at__gte=month_ago)),
        used=Count("id", filter=Q(last_active_at__gte=now - timedelta(days=7))),
    )
