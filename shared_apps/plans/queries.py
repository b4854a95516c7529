"""What a plan says of a tenant's sales."""

from uuid import UUID

from marque.kit.money import Money


def sales_fee(tenant_id: UUID, net: Money) -> Money:
    """The platform's own fee on a sale of this much without tax: nothing while no plan says otherwise."""
    return Money.zero(net.currency)
