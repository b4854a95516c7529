"""The only writes to the registry of tenants; each leaves an audit row in the same transaction."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from shared_apps.operations.audit import record
from shared_apps.tenants.claims import claim, give_address
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.names import clean_slug, subdomain_of, taken
from shared_apps.tenants.resolve import hosts_changed


class BadName(Refused):
    """The business has no name, or too long a one."""

    field = "name"
    message = _("Give the business a name of 1 to 120 characters.")


class WrongState(Refused):
    """The tenant is not in a state that allows this."""

    status = 409
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
    safe_mode: bool = False,
    copy_of: str = "",
) -> Tenant:
    """Write a tenant and its first address down, in state provisioning; raises BadSlug, BadName or BadDomain.

    A domain of its own is claimed: the tenant moves there once that leads here.
    """
    slug = clean_slug(slug) if type == Tenant.Type.BUSINESS else slug
    name = name.strip()
    if not 1 <= len(name) <= 120:
        raise BadName()
    fields = {"owner_email": owner_email, "blueprint": blueprint, "safe_mode": safe_mode, "copy_of": copy_of}
    try:
        with transaction.atomic(using="control"):
            tenant = Tenant.objects.create(slug=slug, name=name, type=type, **fields)
    except IntegrityError:
        raise taken(slug) from None
    own = type == Tenant.Type.BUSINESS
    give_address(tenant=tenant, domain=subdomain_of(slug) if own else domain, primary=True)
    if domain and own:
        claim(tenant=tenant, domain=domain, by=by, primary=True)
    record(by=by, action="tenant.register", target=tenant.slug, tenant_id=tenant.id, data={"name": name})
    hosts_changed()
    return tenant


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
