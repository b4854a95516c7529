"""Schemas made ahead, so that a sign-up finds its place ready (ADR 17)."""

from django.conf import settings

from provisioning import template
from provisioning.schemas import drop_schema, only_one
from shared_apps.releases import spares
from shared_apps.releases.models import Spare
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.names import new_schema_name

_TYPE = Tenant.Type.BUSINESS


def refill() -> int:
    """Throw stale spares away and, when half of the pool is used up, make a batch; how many were made.

    In batches, because a new role costs every Postgres backend a millisecond once. Cut off anywhere, the next one
    finds what was begun and removes it.
    """
    with only_one("spares"):
        for stale in spares.withdraw_stale(_TYPE):
            drop_schema(stale.schema_name)
            stale.delete()
        left = Spare.objects.filter(type=_TYPE).count()
        if left > settings.SPARE_SCHEMAS // 2:
            return 0
        wanted = settings.SPARE_SCHEMAS - left
        for _number in range(wanted):
            _make()
        return wanted


def _make() -> None:
    spare = spares.note_begun(schema=new_schema_name(), tenant_type=_TYPE)
    spares.note_ready(spare=spare, fingerprint=template.replay(_TYPE, spare.schema_name))
