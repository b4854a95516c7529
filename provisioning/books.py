"""Proving the books of one business or of all."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from marque.kit.tenancy.context import enter
from shared_apps.tenants.models import Tenant
from tenant_apps.ledger.models import LedgerTransaction
from tenant_apps.ledger.queries import Problem, problems


@dataclass(frozen=True)
class Book:
    """One business's book: how long it is, and what is wrong in it."""

    slug: str
    transactions: int
    problems: list[Problem]


def verify(*, tenants: Iterable[Tenant], progress: Callable[[str], None] = lambda step: None) -> Iterator[Book]:
    """Read each business's book and prove it; writes nothing."""
    for tenant in tenants:
        progress(tenant.slug)
        with enter(tenant.as_current()):
            yield Book(tenant.slug, LedgerTransaction.objects.count(), problems())
