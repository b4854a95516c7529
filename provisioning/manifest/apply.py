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
from provisioning.manifest.plan import Plan, plan_for
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
    created = not Tenant.objects.filter(slug=wanted.slug).exclude(state=Tenant.State.PROVISIONING).exists()
    if created:
        _create(wanted, by=by, progress=progress)
    with only_one(f"manifest:{wanted.slug}"):
        row = Tenant.objects.prefetch_related("domains").get(slug=wanted.slug)
        with enter(row.as_current()), transaction.atomic():
            plan = plan_for(wanted)
            _allow(plan, may_delete or created)
            carry_out(plan, wanted, plan_for)
        _bring_domains(row, plan, by=by)
        counts = (len(plan.changes.added), len(plan.changes.changed), len(plan.changes.removed))
        if plan:
            data = dict(zip(("added", "changed", "removed"), counts, strict=True))
            audit(by=by, action="manifest.apply", target=wanted.slug, tenant_id=row.id, data=data)
    return Applied(wanted.slug, created, *counts)


def _create(wanted: Wanted, *, by: str, progress: Callable[[str], None]) -> None:
    item = wanted.item
    owner = Owner(email=item["owner"], verified=True)
    create_tenant(slug=wanted.slug, name=item["name"], by=by, owner=owner, blueprint=BLANK, progress=progress)


def _bring_domains(row: Tenant, plan: Plan, *, by: str) -> None:
    for name in plan.domains:
        add_domain(tenant=row, domain=name, by=by, primary=name == plan.primary)
