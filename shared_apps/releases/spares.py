"""The pool of schemas that wait for a tenant, as the registry sees it."""

from django.db import transaction
from django.utils import timezone

from shared_apps.releases.models import Spare
from shared_apps.tenants.models import SchemaTemplate, Tenant


def newest_release(tenant_type: str) -> str:
    """The fingerprint of the template captured last; empty when there is none."""
    found = SchemaTemplate.objects.filter(type=tenant_type).order_by("-captured_at")
    return found.values_list("fingerprint", flat=True).first() or ""


def take_spare(*, tenant: Tenant) -> bool:
    """Give a tenant a spare of the newest release, if one is left, in the transaction that registers it.

    The tenant adopts the spare's name: names are generated anyway. No two tenants get one, for its row is locked and
    goes away with the commit.
    """
    ready = Spare.objects.filter(type=tenant.type, fingerprint=newest_release(tenant.type)).exclude(ready_at=None)
    spare = ready.select_for_update(skip_locked=True).order_by("created_at").first()
    if spare is None:
        return False
    tenant.schema_name = spare.schema_name
    tenant.save(update_fields=["schema_name"])
    spare.delete()
    return True


def note_begun(*, schema: str, tenant_type: str) -> Spare:
    """Write a spare down before it is made, so that one that is cut off is found."""
    return Spare.objects.create(schema_name=schema, type=tenant_type, fingerprint="")


def note_ready(*, spare: Spare, fingerprint: str) -> None:
    """Let tenants take it."""
    spare.fingerprint, spare.ready_at = fingerprint, timezone.now()
    spare.save(update_fields=["fingerprint", "ready_at"])


@transaction.atomic(using="control")
def withdraw_stale(tenant_type: str) -> list[Spare]:
    """Spares of earlier releases and ones that were cut off; nobody can take them any more."""
    usable = Spare.objects.filter(fingerprint=newest_release(tenant_type)).exclude(ready_at=None)
    stale = Spare.objects.filter(type=tenant_type).exclude(pk__in=usable.values("pk"))
    rows = list(stale.select_for_update(skip_locked=True))
    Spare.objects.filter(pk__in=[row.pk for row in rows]).update(ready_at=None)
    return rows
