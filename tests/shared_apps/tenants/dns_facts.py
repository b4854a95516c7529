"""What DNS said, as the watch hears it: short for tests."""

from datetime import UTC, datetime

from shared_apps.tenants.domain import Domain
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.watching import Verdict, conclude

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HERE, ELSEWHERE, SILENT = Verdict(points=True), Verdict(points=False), Verdict(points=None)


def look(tenant, domain: str, *proven, verdict: Verdict = HERE, at: datetime = NOON) -> Domain:
    """Look at a tenant's domain while DNS proves it for the tenants in `proven` (by default for this one)."""
    row = Domain.objects.get(tenant_id=tenant.id, domain=domain)
    ids = {one.id for one in proven} if proven else {tenant.id}
    proves = lambda other: "txt" if other.tenant_id in ids else ""  # noqa: E731
    conclude(domain_id=row.id, verdict=verdict, proves=proves, by="tests", now=at)
    row.refresh_from_db()
    return row


def connected(tenant, domain: str, *, primary: bool = False, at: datetime = NOON) -> Domain:
    """A domain of the tenant's own that is proven and leads here."""
    from shared_apps.tenants.claims import claim

    claim(tenant=Tenant.objects.get(id=tenant.id), domain=domain, by="tests", primary=primary)
    return look(tenant, domain, at=at)
