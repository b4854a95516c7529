from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest

from marque.kit import clock
from marque.kit.commands import registry
from marque.kit.commands.models import Command
from marque.kit.errors import Refused
from marque.kit.facts.sweep import deliver_pending
from tenant_apps.entitlements import actions as entitlements
from tenant_apps.entitlements import queries
from tenant_apps.entitlements.models import Entitlement
from tenant_apps.orders import actions as orders
from tenant_apps.people import actions as people
from tenant_apps.people.models import Person
from tests.tenant_apps.selling import EMAIL, a_paid_order, a_product, an_offer

pytestmark = pytest.mark.usefixtures("in_okafor", "parcels")


@pytest.fixture
def parcels() -> Iterator[list[str]]:
    """An owner of a kind of product only tests sell."""
    delivered: list[str] = []
    registry.command("fulfil.parcel")(lambda **ids: delivered.append("fulfil"))
    registry.command("withdraw.parcel")(lambda **ids: delivered.append("withdraw"))
    yield delivered
    registry.forget("fulfil.parcel")
    registry.forget("withdraw.parcel")


@pytest.fixture
def sofia() -> Person:
    return people.meet(email=EMAIL, name="Sofia Brandt")


def test_grant_twice_delivers_once(sofia, parcels) -> None:
    product = a_product()

    first = entitlements.grant(person=sofia, product=product, source="order:1")
    again = entitlements.grant(person=sofia, product=product, source="order:1")

    assert (again.pk, parcels) == (first.pk, ["fulfil"])
    assert queries.has_access(sofia, product, clock.now())


def test_revoke_one_of_two_sources_leaves_the_product(sofia, parcels) -> None:
    product = a_product()
    bought = entitlements.grant(person=sofia, product=product, source="order:1")
    gift = entitlements.grant(person=sofia, product=product, source="gift")

    entitlements.revoke(entitlement=bought)
    access_after_one = queries.has_access(sofia, product, clock.now())
    entitlements.revoke(entitlement=gift)

    assert (access_after_one, queries.has_access(sofia, product, clock.now())) == (True, False)
    assert parcels == ["fulfil", "fulfil", "withdraw"]


def test_revoke_twice_withdraws_once(sofia, parcels) -> None:
    held = entitlements.grant(person=sofia, product=a_product(), source="gift")

    entitlements.revoke(entitlement=held)
    entitlements.revoke(entitlement=held)

    assert parcels == ["fulfil", "withdraw"]


def test_grant_again_after_a_revoke_delivers_again(sofia, parcels) -> None:
    product = a_product()
    entitlements.revoke(entitlement=entitlements.grant(person=sofia, product=product, source="gift"))

    entitlements.grant(person=sofia, product=product, source="gift")

    assert (parcels, queries.has_access(sofia, product, clock.now())) == (["fulfil", "withdraw", "fulfil"], True)


def test_a_refused_delivery_keeps_the_entitlement_and_its_reason(sofia) -> None:
    registry.forget("fulfil.parcel")

    def refuse(**ids: int) -> None:
        raise Refused("The parcel is out of stock.")

    registry.command("fulfil.parcel")(refuse)
    product = a_product()

    entitlements.grant(person=sofia, product=product, source="gift")

    assert queries.has_access(sofia, product, clock.now())
    assert Command.objects.get(kind="fulfil.parcel").error == "The parcel is out of stock."


def test_access_ends_when_it_expires_and_the_sweep_withdraws(sofia, parcels) -> None:
    product, now = a_product(), clock.now()
    entitlements.grant(person=sofia, product=product, source="gift", expires_at=now + timedelta(days=30))
    later = now + timedelta(days=31)

    before = queries.has_access(sofia, product, now)
    with clock.fixed(later):
        entitlements.end_lapsed(now=later)

    assert (before, queries.has_access(sofia, product, later), parcels) == (True, False, ["fulfil", "withdraw"])


def test_a_paid_order_grants_every_product_once(parcels) -> None:
    order = a_paid_order(an_offer(products=[a_product("Course"), a_product("Workbook")]))

    deliver_pending()
    deliver_pending()

    held = Entitlement.objects.filter(person=order.buyer, source=f"order:{order.key}")
    assert ([each.product.title for each in held.order_by("pk")], parcels) == (["Course", "Workbook"], ["fulfil"] * 2)


def test_a_refund_takes_back_what_the_order_gave_and_nothing_else(parcels) -> None:
    product = a_product()
    order = a_paid_order(an_offer(products=[product]))
    deliver_pending()
    kept = a_product("Gift")
    entitlements.grant(person=order.buyer, product=kept, source="gift")

    orders.refund_order(order=order, reason="Not for me")
    deliver_pending()

    now = clock.now()
    access = [queries.has_access(order.buyer, product, now), queries.has_access(order.buyer, kept, now)]
    assert access == [False, True]


def test_a_lost_dispute_takes_back_what_the_order_gave_and_an_open_one_does_not(parcels) -> None:
    order = a_paid_order()
    deliver_pending()
    dispute = orders.open_dispute(payment=order.payments.get(), reference="dp_1", amount=order.total)
    deliver_pending()
    held = Entitlement.objects.open(clock.now()).count()

    orders.close_dispute(dispute=dispute, won=False)
    deliver_pending()

    assert (held, Entitlement.objects.open(clock.now()).count()) == (1, 0)


def test_a_refund_before_the_grant_was_delivered_grants_nothing(parcels) -> None:
    order = a_paid_order()
    orders.refund_order(order=order, reason="At once")

    deliver_pending()

    assert (Entitlement.objects.filter(revoked_at=None).count(), parcels) == (0, [])


def test_owns_all_of_needs_every_product(sofia) -> None:
    first, second = a_product("First"), a_product("Second")
    offer = an_offer(products=[first, second])

    entitlements.grant(person=sofia, product=first, source="gift")
    half = queries.owns_all_of(sofia, offer, clock.now())
    entitlements.grant(person=sofia, product=second, source="gift")

    assert (half, queries.owns_all_of(sofia, offer, clock.now())) == (False, True)


def test_place_order_for_someone_who_owns_it_is_refused(sofia) -> None:
    product = a_product()
    entitlements.grant(person=sofia, product=product, source="gift")

    with pytest.raises(orders.AlreadyOwned):
        orders.place_order(
            offer=an_offer(products=[product]), email=EMAIL, name="Sofia", idempotency_key=uuid4(), by=sofia
        )
