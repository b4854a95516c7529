"""The only writes to agencies and their people; each leaves an audit row in the same transaction."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from shared_apps.agencies.errors import AgencyClosed, AlreadyMember, AtLimit, BadAgency, BadLimit, HeldElsewhere
from shared_apps.agencies.models import Agency, Holding, Membership
from shared_apps.agencies.queries import places_taken
from shared_apps.operations.audit import record
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.names import clean_slug

MOST_TENANTS = 100_000


@transaction.atomic(using="control")
def create_agency(*, slug: str, name: str, limit: int, by: str) -> Agency:
    """Write an agency down; raises BadSlug, BadAgency or BadLimit."""
    slug, name = clean_slug(slug), name.strip()
    if not 1 <= len(name) <= 120:
        raise BadAgency(field="name")
    _check_limit(limit)
    try:
        with transaction.atomic(using="control"):
            agency = Agency.objects.create(slug=slug, name=name, tenant_limit=limit)
    except IntegrityError:
        raise BadAgency(_("There already is an agency “%(slug)s”."), field="slug", slug=slug) from None
    record(by=by, action="agency.create", target=slug, data={"name": name, "limit": limit})
    return agency


@transaction.atomic(using="control")
def set_limit(*, agency: Agency, limit: int, by: str) -> Agency:
    """How many businesses an agency may have; a lower one than it has takes nothing away; raises BadLimit."""
    _check_limit(limit)
    row = Agency.objects.select_for_update().get(id=agency.id)
    previous, row.tenant_limit = row.tenant_limit, limit
    row.save(update_fields=["tenant_limit"])
    record(by=by, action="agency.limit", target=row.slug, data={"from": previous, "to": limit})
    return row


@transaction.atomic(using="control")
def set_agency_state(*, agency: Agency, state: str, by: str, reason: str = "") -> Agency:
    """Suspend an agency's access, or open it again; its businesses go on. Doing it twice changes nothing."""
    row = Agency.objects.select_for_update().get(id=agency.id)
    if row.state != state:
        row.state = Agency.State(state)
        row.save(update_fields=["state"])
        record(by=by, action=f"agency.{state}", target=row.slug, reason=reason)
    return row


@transaction.atomic(using="control")
def add_person(*, agency: Agency, user_key: UUID, email: str, by: str) -> Membership:
    """Let a user of the platform work for an agency; raises AlreadyMember when they work for another."""
    row, created = Membership.objects.get_or_create(user_key=user_key, defaults={"agency": agency, "email": email})
    if row.agency_id != agency.id:
        raise AlreadyMember(email=email)
    if created:
        record(by=by, action="agency.person.add", target=email, data={"agency": agency.slug})
    return row


@transaction.atomic(using="control")
def remove_person(*, agency: Agency, email: str, by: str) -> None:
    """Let somebody work there no more; harmless when they do not."""
    gone, _rows = agency.people.filter(email__iexact=email).delete()
    if gone:
        record(by=by, action="agency.person.remove", target=email, data={"agency": agency.slug})


@transaction.atomic(using="control")
def take_places(*, agency: Agency, slugs: set[str]) -> Agency:
    """Hold the agency's row until the caller has written down what it makes; raises AtLimit or AgencyClosed.

    The lock makes ten calls at once count one after the other. Slugs that were asked for before count once.
    """
    row = Agency.objects.select_for_update().get(id=agency.id)
    if row.state != Agency.State.ACTIVE:
        raise AgencyClosed(name=row.name)
    taken = places_taken(row)
    if not slugs <= taken and len(taken | slugs) > row.tenant_limit:
        raise AtLimit(name=row.name, count=len(taken), limit=row.tenant_limit)
    return row


@transaction.atomic(using="control")
def hold_tenant(*, agency: Agency, tenant: Tenant, by: str) -> Holding:
    """Give a tenant to an agency; doing it twice changes nothing; raises HeldElsewhere."""
    row, created = Holding.objects.get_or_create(tenant=tenant, defaults={"agency": agency})
    if row.agency_id != agency.id:
        raise HeldElsewhere(slug=tenant.slug)
    if created:
        record(by=by, action="agency.hold", target=tenant.slug, tenant_id=tenant.id, data={"agency": agency.slug})
    return row


def _check_limit(limit: int) -> None:
    if not 0 <= limit <= MOST_TENANTS:
        raise BadLimit()
