"""A tenant's domains change in the registry, and its own site follows."""

from wagtail.models import Site

from marque.kit.tenancy.context import enter
from page_builder.actions import follow_domain
from shared_apps.plans.limits import require_feature
from shared_apps.tenants import claims
from shared_apps.tenants.models import Domain, Tenant


def add_domain(*, tenant: Tenant, domain: str, by: str, primary: bool = False) -> Domain:
    """Claim a domain for the tenant; it serves once its DNS proves it.

    Raises BadDomain, TooManyDomains and FeatureMissing.

    `primary` asks that the tenant move there as soon as it leads here.
    """
    require_feature("custom_domains", of=tenant.id)
    row = claims.claim(tenant=tenant, domain=domain, by=by, primary=primary)
    follow_home(tenant)
    return row


def make_primary(*, tenant: Tenant, domain: str, by: str) -> Domain:
    """Let the tenant live at one of its domains; raises BadDomain and NotConnected."""
    row = claims.make_primary(tenant=tenant, domain=domain, by=by)
    follow_home(tenant)
    return row


def remove_domain(*, tenant: Tenant, domain: str, by: str) -> None:
    """Take a domain away; a tenant that lived there moves to another of its own. Raises BadDomain."""
    claims.give_up(tenant=tenant, domain=domain, by=by)
    follow_home(tenant)


def follow_home(tenant: Tenant) -> None:
    """Bring the tenant's site to its primary domain; nothing when it is there.

    Outside the registry's transaction: whichever command runs next mends a site that was left behind.
    """
    current = Tenant.objects.prefetch_related("domains").get(id=tenant.id).as_current()
    with enter(current):
        if not Site.objects.filter(is_default_site=True, hostname=current.domain).exists():
            follow_domain(host=current.domain)
