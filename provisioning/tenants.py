"""A new tenant: registered, its schema replayed, its blueprint applied, served. It is there whole, or not at all."""

from collections.abc import Callable

from django.db import transaction

from marque.kit.tenancy.context import CurrentTenant, enter
from provisioning import template
from provisioning.arriving import discard
from provisioning.blueprints import Owner, apply_blueprint, check_blueprint
from provisioning.schemas import only_one
from shared_apps.billing.actions import start_subscription
from shared_apps.plans.models import Plan
from shared_apps.plans.queries import plan_of_slug
from shared_apps.releases.spares import take_spare
from shared_apps.tenants import actions as registry
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.names import clean_slug

Progress = Callable[[str], None]


def _silent(step: str) -> None:
    """Nobody watches."""


def _nothing_more(row: Tenant) -> None:
    """The blueprint is all."""


def create_tenant(
    *,
    slug: str,
    name: str,
    by: str,
    owner: Owner,
    blueprint: str = "academy",
    domain: str = "",
    plan: str = "",
    progress: Progress = _silent,
    bring: Callable[[Tenant], None] = _nothing_more,
) -> CurrentTenant:
    """Provision a business; raises BadSlug, BadName, BadDomain, UnknownBlueprint, NoSuchPlan.

    A failure leaves nothing behind. One that was cut off half way is found by its slug and made again. `bring` fills
    it further before it opens.
    """
    slug = clean_slug(slug)
    check_blueprint(blueprint)
    chosen = plan_of_slug(plan) if plan else None
    with only_one(f"tenant:{slug}"):
        _clear_remains(slug, by=by)
        progress("Registering")
        with transaction.atomic(using="control"):
            row = registry.register_tenant(
                slug=slug, name=name, by=by, owner_email=owner.email, blueprint=blueprint, domain=domain
            )
            ready = take_spare(tenant=row)
        return _fill(row, owner, by=by, progress=progress, ready=ready, bring=bring, plan=chosen)


def create_platform(*, host: str, name: str, by: str, operator: Owner | None = None) -> CurrentTenant:
    """The platform's own tenant: marketing site, operators, console. Doing it again changes nothing."""
    existing = Tenant.objects.filter(type=Tenant.Type.PLATFORM).first()
    if existing and existing.state == Tenant.State.ACTIVE:
        return existing.as_current()
    if existing:
        discard(existing, by=by, reason="cut off half way")
    row = registry.register_tenant(
        slug="platform", name=name, by=by, type=Tenant.Type.PLATFORM, domain=host, blueprint="platform"
    )
    return _fill(row, operator, by=by, progress=_silent)


def _fill(
    row: Tenant,
    owner: Owner | None,
    *,
    by: str,
    progress: Progress,
    ready: bool = False,
    bring: Callable[[Tenant], None] = _nothing_more,
    plan: Plan | None = None,
) -> CurrentTenant:
    try:
        progress("Making its place")
        if not ready:
            template.replay(row.type, row.schema_name)
        progress("Setting up pages")
        with enter(row.as_current()):
            apply_blueprint(row.blueprint, owner)
            bring(row)
        progress("Opening")
        with transaction.atomic(using="control"):
            row = registry.change_state(tenant=row, state=Tenant.State.ACTIVE, by=by)
            if plan is not None:
                start_subscription(tenant=row, plan=plan, by=by)
    except BaseException as failure:
        discard(row, by=by, reason=str(failure) or type(failure).__name__)
        raise
    return row.as_current()


def _clear_remains(slug: str, *, by: str) -> None:
    left = Tenant.objects.filter(slug=slug, state=Tenant.State.PROVISIONING).first()
    if left:
        discard(left, by=by, reason="cut off half way")
