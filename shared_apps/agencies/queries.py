"""What is asked about agencies."""

from itertools import chain
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from shared_apps.agencies.errors import NoSuchAgency
from shared_apps.agencies.models import Agency
from shared_apps.operations.models import Operation
from shared_apps.tenants.models import Tenant, TenantQuerySet

# kinds of operation that end in more tenants, whose slugs are in their payload
MAKING = ("tenant.create", "tenant.fork", "manifest.apply")


def agency_of_slug(slug: str) -> Agency:
    """The agency; raises NoSuchAgency."""
    agency = Agency.objects.filter(slug__iexact=slug).first()
    if agency is None:
        raise NoSuchAgency(slug=slug)
    return agency


def agency_of_person(user_key: UUID) -> Agency | None:
    """Where a user of the platform works, if anywhere."""
    return Agency.objects.filter(people__user_key=user_key).first()


def agencies_with_counts() -> QuerySet[Agency]:
    """Every agency with how many businesses it has, by name."""
    served = ~Q(holdings__tenant__state=Tenant.State.DELETED)
    return Agency.objects.annotate(tenants=Count("holdings", filter=served)).order_by("name", "id")


def tenants_of(agency: Agency) -> TenantQuerySet:
    """An agency's own businesses, the newest first."""
    held = Tenant.objects.businesses().filter(holding__agency=agency).annotate(since=F("holding__since"))
    return held.prefetch_related("domains").order_by("-since", "-id")


def operations_of(agency: Agency) -> QuerySet[Operation]:
    """An agency's own operations, the newest first."""
    return Operation.objects.filter(agency_id=agency.id).order_by("-created_at", "-id")


def places_taken(agency: Agency) -> set[str]:
    """The slugs that count against an agency's limit: its businesses, and those being made."""
    held = tenants_of(agency).exclude(state=Tenant.State.DELETED).order_by()
    asked = Operation.objects.filter(agency_id=agency.id, kind__in=MAKING, payload__has_key="slugs")
    asked = asked.filter(finished_at=None, failed_at=None)
    slugs = chain.from_iterable(asked.values_list("payload__slugs", flat=True))
    return {*held.values_list("slug", flat=True), *slugs}


def is_being_made(slug: str) -> bool:
    """Whether an operation of anybody's will make a tenant of this slug."""
    wanted = Q(payload__slug=slug) | Q(payload__slugs__contains=[slug])
    return Operation.objects.filter(wanted, finished_at=None, failed_at=None).exists()
