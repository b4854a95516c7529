"""What agencies and operators ask for: checked at once, written down, done by the provisioning worker."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from provisioning import operations
from provisioning.blueprints import check_blueprint
from provisioning.blueprints.shelf import place_of
from provisioning.manifest.file import parse
from provisioning.manifest.media import Media
from shared_apps.agencies.actions import take_places
from shared_apps.agencies.models import Agency
from shared_apps.agencies.queries import is_being_made, tenants_of
from shared_apps.operations.models import AuditEntry, Operation
from shared_apps.plans.queries import public_plan_of_slug
from shared_apps.tenants import actions, lifecycle
from shared_apps.tenants.hosts import clean_custom_domain
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.names import clean_slug, taken


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
    plan: str = "",
) -> Operation:
    """An operation that makes a business of the agency's.

    Raises BadSlug, BadDomain, UnknownBlueprint, NoSuchPlan, AtLimit.
    """
    slug = clean_slug(slug)
    _check_shelf(blueprint, agency)
    plan = public_plan_of_slug(plan).slug if plan else ""
    agency = take_places(agency=agency, slugs={slug})
    refuse_taken_slug(slug)
    domain = clean_custom_domain(domain) if domain else ""
    payload = {
        "slug": slug, "slugs": [slug], "name": name.strip(), "owner_email": owner, "owner_name": owner_name,
        "blueprint": blueprint, "domain": domain, "agency": str(agency.id),
        "plan": plan,
    }  # fmt: skip
    return operations.ask(kind="tenant.create", by=by, payload=payload, agency_id=agency.id)


def _check_shelf(blueprint: str, agency: Agency) -> None:
    """Another agency's blueprint is as unknown as one that nobody has."""
    shelf = blueprint.rpartition("/")[0]
    check_blueprint(blueprint if shelf in ("", agency.slug) else "nobody-has/this-one")


def ask_for_blueprint(
    *, agency: Agency, tenant: Tenant, name: str, by: str, title: str = "", line: str = ""
) -> Operation:
    """An operation that keeps a business as a blueprint of the agency's own; raises UnknownBlueprint."""
    place_of(f"{agency.slug}/{name}")
    payload = {"tenant": str(tenant.id), "name": f"{agency.slug}/{name}", "title": title, "line": line}
    return operations.ask(kind="blueprint.save", by=by, payload=payload, tenant_id=tenant.id, agency_id=agency.id)


def ask_the_dns(*, agency: Agency, tenant: Tenant, domain: str, by: str, verify: bool) -> Operation:
    """An operation that looks at a domain's DNS, and lets it serve when it is proven and `verify` says so."""
    payload = {"tenant": str(tenant.id), "domain": domain}
    kind = "domain.verify" if verify else "domain.check"
    return operations.ask(kind=kind, by=by, payload=payload, tenant_id=tenant.id, agency_id=agency.id)


def refuse_taken_slug(slug: str) -> None:
    """Raise BadSlug for one that a business has, or that is being made."""
    if Tenant.objects.filter(slug=slug).exists() or is_being_made(slug):
        raise taken(slug)


@transaction.atomic(using="control")
def ask_for_fork(*, agency: Agency, tenant: Tenant, slug: str, by: str, mask: bool = False) -> Operation:
    """An operation that copies a business beside it, in safe mode; raises BadSlug, AtLimit."""
    slug = clean_slug(slug)
    agency = take_places(agency=agency, slugs={slug})
    refuse_taken_slug(slug)
    payload = {"tenant": str(tenant.id), "slug": slug, "slugs": [slug], "mask": mask, "agency": str(agency.id)}
    return operations.ask(kind="tenant.fork", by=by, payload=payload, tenant_id=tenant.id, agency_id=agency.id)


@transaction.atomic(using="control")
def ask_for_manifest(*, agency: Agency, manifest: str, by: str, apply: bool, may_delete: bool = False) -> Operation:
    """An operation that plans or applies a manifest; raises BadManifest, BadSlug, AtLimit.

    The businesses it names are the agency's own, or new ones of the agency's.
    """
    slugs = {one.slug for one in parse(manifest.encode(), "manifest", Media(None))}
    new = slugs - set(tenants_of(agency).filter(slug__in=slugs).order_by().values_list("slug", flat=True))
    if apply:
        agency = take_places(agency=agency, slugs=new)
    for slug in sorted(new):
        refuse_taken_slug(clean_slug(slug))
    payload = {"manifest": manifest, "slugs": sorted(new), "agency": str(agency.id), "may_delete": may_delete}
    kind = "manifest.apply" if apply else "manifest.plan"
    return operations.ask(kind=kind, by=by, payload=payload, agency_id=agency.id)


def ask_for_rename(*, agency: Agency, tenant: Tenant, slug: str, by: str, reason: str = "") -> Operation:
    """An operation that gives a business another slug; raises BadSlug."""
    slug = clean_slug(slug)
    if slug != tenant.slug:
        refuse_taken_slug(slug)
    payload = {"tenant": str(tenant.id), "slug": slug, "reason": reason}
    return operations.ask(kind="tenant.rename", by=by, payload=payload, tenant_id=tenant.id, agency_id=agency.id)


@transaction.atomic(using="control")
def undo_state(*, agency: Agency, tenant: Tenant, by: str, reason: str = "") -> Tenant:
    """Open a business that its agency closed; raises NotYours for one the platform closed, WrongState, AtLimit."""
    last = (
        AuditEntry.objects.filter(tenant_id=tenant.id, action=f"tenant.{tenant.state}").order_by("-at", "-id").first()
    )
    if tenant.state != Tenant.State.ACTIVE and (last is None or not last.actor.startswith(f"agency:{agency.slug}/")):
        raise NotYours()
    if tenant.state == Tenant.State.SUSPENDED:
        return actions.change_state(tenant=tenant, state=Tenant.State.ACTIVE, by=by, reason=reason)
    take_places(agency=agency, slugs={tenant.slug})  # a deleted one had given its place back
    return lifecycle.restore_tenant(tenant=tenant, by=by, reason=reason)
