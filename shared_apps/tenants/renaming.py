"""A tenant gets another slug and another schema name: the registry's part, before and after the owner's."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shared_apps.operations.audit import record
from shared_apps.tenants.actions import WrongState
from shared_apps.tenants.claims import give_address
from shared_apps.tenants.models import Domain, Tenant
from shared_apps.tenants.names import clean_slug, new_schema_name, subdomain_of, taken
from shared_apps.tenants.resolve import hosts_changed

_RENAMED = (Tenant.State.ACTIVE, Tenant.State.SUSPENDED, Tenant.State.ARCHIVED)


@transaction.atomic(using="control")
def change_slug(*, tenant: Tenant, slug: str, by: str, reason: str = "") -> Tenant:
    """Give a tenant another slug and address, and announce the schema name it will have.

    The old address redirects until somebody else takes it. Doing it twice changes nothing; raises BadSlug, WrongState.
    """
    slug = clean_slug(slug)
    row = Tenant.objects.select_for_update().get(id=tenant.id)
    _refuse(row, slug)
    if row.slug == slug:
        return row
    before, row.slug = row.slug, slug
    row.next_schema_name = row.next_schema_name or new_schema_name()
    try:
        with transaction.atomic(using="control"):
            row.save(update_fields=["slug", "next_schema_name"])
    except IntegrityError:  # somebody was quicker
        raise taken(slug) from None
    _move_address(row, before)
    record(by=by, action="tenant.renamed", target=slug, tenant_id=row.id, reason=reason, data={"from": before})
    hosts_changed()
    return row


@transaction.atomic(using="control")
def adopt_schema_name(*, tenant: Tenant) -> Tenant:
    """Find the tenant under its new schema name from now on; harmless when it is already."""
    row = Tenant.objects.select_for_update().get(id=tenant.id)
    if row.next_schema_name:
        row.schema_name, row.next_schema_name = row.next_schema_name, ""
        row.save(update_fields=["schema_name", "next_schema_name"])
        hosts_changed()
    return row


def renamed_from(*, old: str, new: str) -> Tenant | None:
    """The tenant that was `old` and is `new` by now, for a rename that is run again."""
    held = Domain.objects.exclude(released_at=None).filter(domain=subdomain_of(old), tenant__slug=new)
    row = held.select_related("tenant").first()
    return row.tenant if row else None


def _move_address(row: Tenant, old_slug: str) -> None:
    old = Domain.objects.filter(tenant=row, domain=subdomain_of(old_slug)).first()
    was_primary = old is not None and old.is_primary
    if old is not None:
        old.is_primary, old.released_at = False, timezone.now()
        old.save(update_fields=["is_primary", "released_at"])
    give_address(tenant=row, domain=subdomain_of(row.slug), primary=was_primary)


def _refuse(row: Tenant, slug: str) -> None:
    if row.type == Tenant.Type.PLATFORM:
        raise WrongState(_("The platform itself can't be renamed."))
    if row.state not in _RENAMED:
        raise WrongState(_("A business that is %(state)s can't be renamed.") % {"state": row.state})
    if Tenant.objects.filter(slug=slug).exclude(id=row.id).exists():
        raise taken(slug)
