"""Make tenants as a file says: each in one transaction, all checked before the first is written."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from marque.kit.serialise.writing import StillInUse
from marque.kit.tenancy.context import enter
from provisioning.blueprints import Owner
from provisioning.domains.actions import add_domain
from provisioning.manifest.carry import carry_out
from provisioning.manifest.file import Wanted
from provisioning.manifest.plan import Plan, plan_for, plan_inside
from provisioning.schemas import only_one
from provisioning.tenants import create_tenant
from shared_apps.operations.audit import record as audit
from shared_apps.tenants.models import Tenant

BLANK = "blank"


class WouldDelete(Refused):
    """The file leaves out what is there, and nobody said that it may go."""

    message = _("%(slug)s: %(count)s things would be deleted or archived. Nothing was written.")


@dataclass(frozen=True)
class Applied:
    """What was done to a tenant."""

    slug: str
    created: bool
    added: int
    changed: int
    removed: int


def plans_for(wanted: list[Wanted]) -> list[Plan]:
    """The plans for all tenants of a file; raises BadManifest."""
    return [plan_for(one) for one in wanted]


def apply(
    *, wanted: list[Wanted], by: str, may_delete: bool = False, progress: Callable[[str], None] = lambda step: None
) -> list[Applied]:
    """Make every tenant so; raises BadManifest, StillInUse or WouldDelete before anything is written.

    Each tenant is done whole or not at all; run again after a crash, the rest follows.
    """
    for plan in plans_for(wanted):
        _allow(plan, may_delete)
    done = []
    for one in wanted:
        progress(one.slug)
        done.append(_apply_one(one, by=by, may_delete=may_delete, progress=progress))
    return done


def _allow(plan: Plan, may_delete: bool) -> None:
    if plan.held:
        raise StillInUse(sentences=" ".join(plan.held))
    if plan.deletes and not may_delete:
        raise WouldDelete(slug=plan.slug, count=len(plan.changes.removed) + len(plan.retired))


def _apply_one(wanted: Wanted, *, by: str, may_delete: bool, progress: Callable[[str], None]) -> Applied:
    if not Tenant.objects.filter(slug=wanted.slug).exclude(state=Tenant.State.PROVISIONING).exists():
        return _create(wanted, by=by, progress=progress)
    with only_one(f"manifest:{wanted.slug}"):
        row = _row(wanted.slug)
        with enter(row.as_current()):
            plan = _carry_out(wanted, row, may_delete=may_delete)
        return _settle(row, plan, created=False, by=by)


def _create(wanted: Wanted, *, by: str, progress: Callable[[str], None]) -> Applied:
    """A new tenant opens when it is as the file says; killed before that, it is made again."""
    item, plans = wanted.item, list[Plan]()
    create_tenant(
        slug=wanted.slug,
        name=item["name"],
        by=by,
        owner=Owner(email=item["owner"], verified=True),
        blueprint=BLANK,
        progress=progress,
        bring=lambda row: plans.append(_carry_out(wanted, row, may_delete=True)),
    )
    return _settle(_row(wanted.slug), plans[0], created=True, by=by)


def _carry_out(wanted: Wanted, row: Tenant, *, may_delete: bool) -> Plan:
    """In the tenant, in one transaction: planned once more, for it may have changed, and written."""
    with transaction.atomic():
        plan = plan_inside(wanted, row)
        _allow(plan, may_delete)
        carry_out(plan, wanted, lambda again: plan_inside(again, row))
    return plan


def _settle(row: Tenant, plan: Plan, *, created: bool, by: str) -> Applied:
    for name in plan.domains:
        add_domain(tenant=row, domain=name, by=by, primary=name == plan.primary)
    counts = (len(plan.changes.added), len(plan.changes.changed), len(plan.changes.removed))
    if plan:
        data = dict(zip(("added", "changed", "removed"), counts, strict=True))
        audit(by=by, action="manifest.apply", target=row.slug, tenant_id=row.id, data=data)
    return Applied(row.slug, created, *counts)


def _row(slug: str) -> Tenant:
    return Tenant.objects.prefetch_related("domains").get(slug=slug)
