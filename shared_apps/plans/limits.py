"""The one place where a plan's limits are asked: inside the tenant, before something is made."""

from __future__ import annotations

from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from marque.kit import clock
from marque.kit.tenancy.context import require_tenant
from shared_apps.plans.errors import FeatureMissing, LimitReached, StillOver
from shared_apps.plans.features import FEATURES
from shared_apps.plans.meters import METERS, reading, registered
from shared_apps.plans.models import Plan
from shared_apps.plans.queries import allowance_of, plan_of


def require_room(meter: str, more: int = 1) -> None:
    """Let the current tenant have this much more, or raise LimitReached.

    Inside a transaction a lock is held to its end, so that of two at once the second sees what the first made.
    """
    tenant = require_tenant()
    allowance = allowance_of(tenant.id, meter)
    if allowance is None or allowance.included is None or not allowance.is_hard:
        return
    if connection.in_atomic_block:
        _queue_up(f"{tenant.id}:{meter}")
    used = reading(meter, clock.now().date())
    if used + more > allowance.included:
        words = METERS[meter]
        raise LimitReached(plan=allowance.plan, included=words.words(allowance.included), used=words.text(used))


def has_room(meter: str) -> bool:
    """Whether the current tenant may have one more."""
    try:
        require_room(meter)
    except LimitReached:
        return False
    return True


def require_feature(name: str, *, of: UUID | None = None) -> None:
    """Let a tenant, the current one, use something, or raise FeatureMissing. Without a plan everything is open."""
    plan = plan_of(of or require_tenant().id)
    if plan is not None and name not in plan.features:
        raise FeatureMissing(feature=str(FEATURES[name]), plan=plan)


def require_fit(plan: Plan) -> None:
    """Raise StillOver when the current tenant has more than a plan allows, naming all of it."""
    today = clock.now().date()
    hard = {row.meter: row.included for row in plan.allowances.all() if row.is_hard and row.included is not None}
    over = [
        _("%(used)s, it includes %(included)s") % {"used": meter.words(used), "included": meter.text(hard[meter.name])}
        for meter in registered()
        if meter.name in hard and not meter.monthly and (used := reading(meter.name, today)) > hard[meter.name]
    ]
    if over:
        raise StillOver(plan=plan, over="; ".join(over))


def _queue_up(key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
