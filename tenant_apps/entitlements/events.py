"""What happens to entitlements."""

from dataclasses import dataclass

from marque.kit.facts.fact import Fact


@dataclass(frozen=True)
class EntitlementGranted(Fact):
    """A person may have a product."""

    entitlement_id: int
    person_id: int
    product_id: int


@dataclass(frozen=True)
class EntitlementRevoked(Fact):
    """One reason for having a product is gone. Others may remain."""

    entitlement_id: int
    person_id: int
    product_id: int


@dataclass(frozen=True)
class EntitlementSuspended(Fact):
    """One reason for having a product does not count for the time being. Others may."""

    entitlement_id: int
    person_id: int
    product_id: int


@dataclass(frozen=True)
class EntitlementRestored(Fact):
    """A reason that was suspended counts again."""

    entitlement_id: int
    person_id: int
    product_id: int
