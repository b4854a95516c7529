"""The only writes to the registry of tenants; each leaves an audit row in the same transaction."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from shared_apps.operations.audit import record
from shared_apps.tenants.hosts import BadDomain, clean_custom_domain
from shared_apps.tenants.models import Domain, Tenant
from shared_apps.tenants.names import BadSlug, clean_slug, subdomain_of
from shared_apps.tenants.resolve import hosts_changed


class BadName(Refused):
    """The business has no name, or too long a one."""

    field = "name"
    message = _("Give the business a name of 1 to 120 characters.")


class WrongState(Refused):
    """The tenant is not in a state that allows this."""

    message = _("That can't be done in this state.")


@transaction.atomic(using="control")
def register_tenant(
    *,
    slug: str,
    name: str,
    by: str,
    type: str = Tenant.Type.BUSINESS,
    owner_email: str = "",
    blueprint: str = "",
    domain: str = "",
) -> Tenant:
    """Write a tenant and its first domain down, in state provisioning; raises BadSlug, BadName or BadDomain."""
    slug = clean_slug(slug) if type == Tenant.Type.BUSINESS else slug
    name = name.strip()
    if not 1 <= len(name) <= 120:
        raise BadName()
    if Tenant.objects.filter(slug=slug).exists():
        raise BadSlug(_("“%(slug)s” is taken. Choose another address.") % {"slug": slug})
    tenant = Tenant.objects.create(slug=slug, name=name, type=type, owner_email=owner_email, blueprint=blueprint)
    own = clean_custom_domain(domain) if domain and type == Tenant.Type.BUSINESS else domain
    lead_to(
        tenant,
        subdomain_of(slug) if type == Tenant.Type.BUSINESS else own,
        is_primary=not own or type != Tenant.Type.BUSINESS,
    )
    if own and type == Tenant.Type.BUSINESS:
        lead_to(tenant, own, is_primary=True)
    record(by=by, action="tenant.register", target=tenant.slug, tenant_id=tenant.id, data={"name": name})
    hosts_changed()
    return tenant


def lead_to(tenant: Tenant, domain: str, *, is_primary: bool) -> Domain:
    """Write a clean domain down for the tenant, in the caller's transaction; raises BadDomain when it is in use."""
    Domain.objects.filter(domain=domain).exclude(released_at=None).delete()
    if Domain.objects.filter(domain=domain).exists():
        raise BadDomain(_("“%(domain)s” is already in use.") % {"domain": domain})
    try:
        with transaction.atomic(using="control"):
            return Domain.objects.create(tenant=tenant, domain=domain, is_primary=is_primary)
    except IntegrityError:
        raise BadDomain(_("“%(domain)s” is already in use.") % {"domain": domain}) from None


@transaction.atomic(using="control")
def add_domain(*, tenant: Tenant, domain: str, by: str, primary: bool = False) -> Domain:
    """Lead another domain to the tenant; raises BadDomain when it is malformed, taken or the platform's own."""
    cleaned = clean_custom_domain(domain)
    if primary:
        tenant.domains.filter(is_primary=True).update(is_primary=False)
    row = lead_to(tenant, cleaned, is_primary=primary)
    record(by=by, action="domain.add", target=cleaned, tenant_id=tenant.id, data={"primary": primary})
    hosts_changed()
    return row


@transaction.atomic(using="control")
def make_primary(*, tenant: Tenant, domain: str, by: str) -> Domain:
    """Let the tenant live at one of its domains; the others redirect there."""
    row = tenant.domains.filter(domain=domain).first()
    if row is None:
        raise BadDomain(_("“%(domain)s” isn't one of this business's domains.") % {"domain": domain})
    tenant.domains.filter(is_primary=True).update(is_primary=False)
    row.is_primary = True
    row.save(update_fields=["is_primary"])
    record(by=by, action="domain.primary", target=domain, tenant_id=tenant.id)
    hosts_changed()
    return row


_ALLOWED = {
    Tenant.State.ACTIVE: {Tenant.State.PROVISIONING, Tenant.State.SUSPENDED},
    Tenant.State.SUSPENDED: {Tenant.State.ACTIVE},
}


@transaction.atomic(using="control")
def change_state(*, tenant: Tenant, state: str, by: str, reason: str = "") -> Tenant:
    """Activate, suspend or resume; doing it twice changes nothing; raises WrongState."""
    row = Tenant.objects.select_for_update().get(id=tenant.id)
    if row.state == state:
        return row
    if row.state not in _ALLOWED.get(Tenant.State(state), set()):
        raise WrongState(_("A business that is %(old)s can't become %(new)s.") % {"old": row.state, "new": state})
    if row.type == Tenant.Type.PLATFORM and state != Tenant.State.ACTIVE:
        raise WrongState(_("The platform itself can't be suspended."))
    previous, row.state, row.state_reason, row.state_changed_at = row.state, state, reason, timezone.now()
    row.save(update_fields=["state", "state_reason", "state_changed_at"])
    record(by=by, action=f"tenant.{state}", target=row.slug, tenant_id=row.id, reason=reason, data={"from": previous})
    hosts_changed()
    return row


@transaction.atomic(using="control")
def forget_tenant(*, tenant: Tenant, by: str, reason: str) -> None:
    """Strike out a tenant whose provisioning failed; one that ever served is never forgotten this way."""
    row = Tenant.objects.select_for_update().get(id=tenant.id)
    if row.state != Tenant.State.PROVISIONING:
        raise WrongState(_("Only a tenant that was never served can be forgotten."))
    record(by=by, action="tenant.forget", target=row.slug, tenant_id=row.id, reason=reason[:500])
    row.delete()
    hosts_changed()
