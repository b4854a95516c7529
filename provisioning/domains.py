"""A tenant's primary domain changes in the registry and in its own site together."""

from marque.kit.tenancy.context import enter
from page_builder.actions import follow_domain
from shared_apps.tenants import actions as registry
from shared_apps.tenants.models import Domain, Tenant


def add_domain(*, tenant: Tenant, domain: str, by: str, primary: bool = False) -> Domain:
    """Lead another domain to the tenant, and let it live there when it is primary; raises BadDomain."""
    row = registry.add_domain(tenant=tenant, domain=domain, by=by, primary=primary)
    if primary:
        _follow(tenant)
    return row


def make_primary(*, tenant: Tenant, domain: str, by: str) -> Domain:
    """Let the tenant live at one of its domains; raises BadDomain."""
    row = registry.make_primary(tenant=tenant, domain=domain, by=by)
    _follow(tenant)
    return row


def _follow(tenant: Tenant) -> None:
    """Outside the registry's transaction: run again, either command mends a site that was left behind."""
    current = Tenant.objects.prefetch_related("domains").get(id=tenant.id).as_current()
    with enter(current):
        follow_domain(host=current.domain)
