"""Try every probe from each tenant into a neighbour, and from the neighbour back."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from marque.kit.tenancy.context import CurrentTenant
from provisioning.isolation import database, shared, wire
from provisioning.isolation.probe import PROBES, Crossed, Probe
from shared_apps.tenants.models import Tenant

__all__ = ["Finding", "NobodyElse", "check", "database", "neighbours", "shared", "wire"]  # importing them registers

Progress = Callable[[str], None]


class NobodyElse(LookupError):
    """There is only one tenant: nothing to cross into."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One attempt and how it ended; `problem` is blank where the fence held."""

    tenant: str
    into: str
    way: str
    tries: str
    problem: str

    @property
    def held(self) -> bool:
        """Whether the fence held."""
        return not self.problem


def check(tenants: Iterable[CurrentTenant], progress: Progress) -> Iterator[Finding]:
    """Every probe for each tenant against its neighbour, both ways; a probe that could not be tried is a problem."""
    for own in tenants:
        neighbour = neighbours(own)
        progress(f"{own.slug} against {neighbour.slug}")
        for one, other in ((own, neighbour), (neighbour, own)):
            for probe in PROBES:
                yield _try(probe, one, other)


def neighbours(own: CurrentTenant) -> CurrentTenant:
    """The tenant registered after this one, or the first: so all pairs form a ring. Raises NobodyElse."""
    served = Tenant.objects.filter(state=Tenant.State.ACTIVE).order_by("id").prefetch_related("domains")
    row = served.filter(id__gt=own.id).first() or served.exclude(id=own.id).first()
    if row is None:
        raise NobodyElse(own.slug)
    return row.as_current()


def _try(probe: Probe, own: CurrentTenant, foreign: CurrentTenant) -> Finding:
    problem = ""
    try:
        probe.attempt(own, foreign)
    except Crossed as crossing:
        problem = f"Crossed: {crossing}"
    except Exception as trouble:  # noqa: BLE001  what could not be tried proves nothing, whatever the reason
        problem = f"Could not be tried: {type(trouble).__name__}: {trouble}"
    return Finding(own.slug, foreign.slug, probe.way, probe.tries, problem)
