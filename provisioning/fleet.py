"""What agencies and operators ask for: checked at once, written down, done by the provisioning worker."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from provisioning import operations
from provisioning.blueprints import check_blueprint
from shared_apps.agencies.actions import take_place
from shared_apps.agencies.models import Agency
from shared_apps.operations.models import AuditEntry, Operation
from shared_apps.tenants import actions, lifecycle
from shared_apps.tenants.hosts import clean_custom_domain
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.names import BadSlug, clean_slug


class NotYours(Refused):
    """The platform's own operators did it: an agency cannot undo it."""

    message = _("The platform put this business in this state. Ask its operators.")


@transaction.atomic(using="control")
def ask_for_tenant(
    *,
    agency: Agency,
    slug: str,
    name: str,
    owner: str,
    by: str,
    owner_name: str = "",
    blueprint: str = "academy",
    domain: str = "",
) -> Operation:
    """An operation that makes a business of the agency's; raises BadSlug, BadDomain, UnknownBlueprint, AtLimit."""
    slug = clean_slug(slug)
    check_blueprint(blueprint)
    agency = take_place(agency=agency, slug=slug)
    refuse_taken_slug(slug)
    domain = clean_custom_domain(domain) if domain else ""
    payload = {
        "slug": slug, "name": name.strip(), "owner_email": owner, "owner_name": owner_name, "blueprint": blueprint,
        "domain": domain, "agency": str(agency.id),
    }  # fmt: skip
    return operations.ask(kind="tenant.create", by=by, payload=payload, agency_id=agency.id)


def refuse_taken_slug(slug: str) -> None:
    """Raise BadSlug for one that a business has, or that is being made."""
    going_on = Operation.objects.filter(payload__slug=slug, finished_at=None, failed_at=None)
    if Tenant.objects.filter(slug=slug).exists() or going_on.exists():
        raise BadSlug(_("“%(slug)s” is taken. Choose another address.") % {"slug": slug})


def ask_for_rename(*, agency: Agency, tenant: Tenant, slug: str, by: str, reason: str = "") -> Operation:
    """An operation that gives a business another slug; raises BadSlug."""
    slug = clean_slug(slug)
    if slug != tenant.slug:
        refuse_taken_slug(slug)
    payload = {"tenant": str(tenant.id), "slug": slug, "reason": reason}
    return operations.ask(kind="tenant.rename", by=by, payload=payload, tenant_id=tenant.id, agency_id=agency.id)


def undo_state(*, agency: Agency, tenant: Tenant, by: str, reason: str = "") -> Tenant:
    """Open a business that its agency closed; raises NotYours for one the platform closed, and WrongState."""
    last = (
        AuditEntry.objects.filter(tenant_id=tenant.id, action=f"tenant.{tenant.state}").order_by("-at", "-id").first()
    )
    if tenant.state != Tenant.State.ACTIVE and (last is None or not last.actor.startswith(f"agency:{agency.slug}/")):
        raise NotYours()
    if tenant.state == Tenant.State.SUSPENDED:
        return actions.change_state(tenant=tenant, state=Tenant.State.ACTIVE, by=by, reason=reason)
    return lifecycle.restore_tenant(tenant=tenant, by=by, reason=reason)
