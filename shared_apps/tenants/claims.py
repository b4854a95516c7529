"""The writes about domains that somebody asks for: claimed, made primary, given up. Each leaves an audit row."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from shared_apps.operations.audit import record
from shared_apps.tenants.certificates import remember_as_ours
from shared_apps.tenants.domain import Domain, Proof
from shared_apps.tenants.hosts import BadDomain, clean_custom_domain, clean_domain, is_practice
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.resolve import hosts_changed

MOST_DOMAINS = 50


class TooManyDomains(Refused):
    """The tenant claims as many domains as one may."""

    field = "domain"
    message = _("A business can have %(most)d domains. Remove one first.")


class NotConnected(Refused):
    """The domain cannot be lived at: nobody has proven it, or it leads elsewhere."""

    field = "domain"
    message = _("“%(domain)s” doesn't lead here yet. Once its DNS is right it can be the main domain.")


@transaction.atomic(using="control")
def give_address(*, tenant: Tenant, domain: str, primary: bool = False) -> Domain:
    """Give a tenant an address of the platform's, proven by birth; raises BadDomain when another holds it.

    One that its tenant left behind in a rename is free.
    """
    Domain.objects.filter(domain=domain).exclude(released_at=None).delete()
    if primary:
        tenant.domains.filter(is_primary=True).update(is_primary=False)
    try:
        with transaction.atomic(using="control"):
            row = Domain.objects.create(
                tenant=tenant, domain=domain, is_primary=primary, proof=Proof.BIRTH, verified_at=timezone.now()
            )
    except IntegrityError:
        raise BadDomain(_("“%(domain)s” is already in use.") % {"domain": domain}) from None
    remember_as_ours(domain)
    hosts_changed()
    return row


@transaction.atomic(using="control")
def claim(*, tenant: Tenant, domain: str, by: str, primary: bool = False) -> Domain:
    """Note that a domain shall lead to the tenant: from now on its DNS is looked at, and it serves once it is proven.

    Claiming twice changes nothing but the wish to live there. Raises BadDomain and TooManyDomains.
    """
    cleaned, now = clean_custom_domain(domain), timezone.now()
    if is_practice(cleaned):
        return _own_at_once(tenant, cleaned, primary)
    Tenant.objects.select_for_update().get(id=tenant.id)  # two at once would pass the limit together
    row = tenant.domains.filter(domain=cleaned).first()
    if row is None:
        if tenant.domains.exclude(proof=Proof.BIRTH).count() >= MOST_DOMAINS:
            raise TooManyDomains(most=MOST_DOMAINS)
        row = Domain.objects.create(tenant=tenant, domain=cleaned, check_at=now)
        record(by=by, action="domain.add", target=cleaned, tenant_id=tenant.id, data={"primary": primary})
    if primary and not row.is_primary:
        _forget_wishes(tenant)
        row.primary_asked_at, row.check_at = now, now
        row.save(update_fields=["primary_asked_at", "check_at"])
    return row


def _own_at_once(tenant: Tenant, domain: str, primary: bool) -> Domain:
    row = tenant.domains.filter(domain=domain).first() or give_address(tenant=tenant, domain=domain)
    if primary and not row.is_primary:
        move_in(row)
    return row


@transaction.atomic(using="control")
def make_primary(*, tenant: Tenant, domain: str, by: str) -> Domain:
    """Let the tenant live at one of its domains; the others redirect there. Raises BadDomain and NotConnected."""
    row = one_of(tenant, domain)
    if row.is_primary:
        return row
    if not row.leads_here:
        raise NotConnected(domain=row.shown)
    _forget_wishes(tenant)
    move_in(row)
    record(by=by, action="domain.primary", target=row.domain, tenant_id=tenant.id)
    return row


def _forget_wishes(tenant: Tenant) -> None:
    tenant.domains.exclude(primary_asked_at=None).update(primary_asked_at=None)


@transaction.atomic(using="control")
def give_up(*, tenant: Tenant, domain: str, by: str) -> None:
    """Take a domain away from the tenant, which moves to another if it lived there; raises BadDomain."""
    row = one_of(tenant, domain)
    if row.is_own and not is_practice(row.domain):
        raise BadDomain(_("“%(domain)s” came with the business and stays its address.") % {"domain": row.shown})
    if row.is_primary:
        move_out(row)
    record(by=by, action="domain.remove", target=row.domain, tenant_id=tenant.id, data={"state": row.state})
    row.delete()
    hosts_changed()


def one_of(tenant: Tenant, domain: str, *, lock: bool = True) -> Domain:
    """The tenant's row of a domain, however it is written; raises BadDomain when it has none."""
    try:
        cleaned = clean_domain(domain)
    except BadDomain:
        cleaned = domain.replace("\0", "")
    rows = tenant.domains.select_for_update() if lock else tenant.domains.all()
    row = rows.filter(domain=cleaned).first()
    if row is None:
        raise BadDomain(_("“%(domain)s” isn't one of this business's domains.") % {"domain": domain[:253]})
    return row


def move_in(row: Domain) -> None:
    """Let the tenant live at this domain of its own, in the caller's transaction."""
    row.tenant.domains.filter(is_primary=True).update(is_primary=False)
    row.is_primary, row.primary_asked_at = True, None
    row.save(update_fields=["is_primary", "primary_asked_at"])
    hosts_changed()


def move_out(row: Domain) -> None:
    """Let the tenant live elsewhere: at another domain of its own that leads here, else where it was born."""
    row.is_primary = False
    row.save(update_fields=["is_primary"])
    others = [other for other in row.tenant.domains.held().exclude(id=row.id) if other.leads_here]
    if others:
        move_in(max(others, key=lambda other: (not other.is_own, other.pointed_at or other.created_at)))
    hosts_changed()
