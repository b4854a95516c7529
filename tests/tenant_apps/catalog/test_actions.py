from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from marque.kit import clock
from marque.kit.money import Money
from tenant_apps.catalog import actions as catalog
from tenant_apps.catalog import queries
from tenant_apps.catalog.models import Offer, Price, Product

pytestmark = pytest.mark.usefixtures("in_okafor")


def product(title: str = "The Second Number") -> Product:
    return catalog.create_product(kind="course", title=title, thing_key=uuid4())


def offer(*products: Product, slug: str = "second-number", price: int | None = 49_000) -> Offer:
    return catalog.create_offer(
        slug=slug,
        title="The Second Number",
        products=products or [product()],
        price=None if price is None else Money(price, "USD"),
    )


def test_create_product_for_the_same_thing_renames_it() -> None:
    key = uuid4()
    first = catalog.create_product(kind="course", title="Old", thing_key=key)

    again = catalog.create_product(kind="course", title="New", thing_key=key)

    assert (again.pk, Product.objects.get(pk=first.pk).title) == (first.pk, "New")


def test_create_offer_is_a_draft_with_its_price() -> None:
    made = offer()

    assert (made.state, made.current_price) == ("draft", Money(49_000, "USD"))


def test_create_offer_of_nothing_is_refused() -> None:
    with pytest.raises(catalog.NothingInOffer):
        catalog.create_offer(slug="nothing", title="Nothing", products=[])


def test_create_offer_at_an_address_taken_this_moment_is_refused(monkeypatch) -> None:
    offer()
    monkeypatch.setattr("django.db.models.query.QuerySet.exists", lambda self: False)  # as the other saved just now

    with pytest.raises(catalog.AddressTaken):
        offer()


def test_create_offer_at_a_taken_address_is_refused() -> None:
    offer()

    with pytest.raises(catalog.AddressTaken):
        offer()


def test_set_price_keeps_the_old_one_as_history() -> None:
    made = offer()

    catalog.set_price(offer=made, price=Money(54_000, "USD"))

    assert made.current_price == Money(54_000, "USD")
    assert [(each.amount, each.active_until is None) for each in made.prices.order_by("pk")] == [
        (49_000, False),
        (54_000, True),
    ]


def test_set_price_to_the_same_amount_changes_nothing() -> None:
    made = offer()

    catalog.set_price(offer=made, price=Money(49_000, "USD"))

    assert made.prices.count() == 1


def test_set_price_below_zero_is_refused() -> None:
    made = offer()

    with pytest.raises(catalog.NegativePrice):
        catalog.set_price(offer=made, price=Money(-1, "USD"))


def test_publish_without_a_price_is_refused() -> None:
    made = offer(price=None)

    with pytest.raises(catalog.PriceMissing):
        catalog.publish_offer(offer=made)


def test_publish_archive_and_publish_again() -> None:
    made = offer()

    states = [
        catalog.publish_offer(offer=made).state,
        catalog.archive_offer(offer=made).state,
        catalog.publish_offer(offer=made).state,
    ]

    assert states == ["live", "archived", "live"]


def test_change_offer_that_is_archived_is_refused() -> None:
    made = catalog.archive_offer(offer=offer())

    with pytest.raises(catalog.OfferIsArchived):
        catalog.change_offer(offer=made, slug="x", title="X", products=[product()])


def test_change_offer_swaps_its_products() -> None:
    first, second = product("First"), product("Second")
    made = offer(first)

    catalog.change_offer(offer=made, slug="second-number", title="Both", products=[second])

    assert [item.title for item in made.products.all()] == ["Second"]


def test_live_offers_leaves_out_drafts_and_archived_ones() -> None:
    live = catalog.publish_offer(offer=offer(slug="live"))
    offer(slug="draft")
    catalog.archive_offer(offer=catalog.publish_offer(offer=offer(slug="archived")))

    assert list(queries.live_offers()) == [live]


@pytest.mark.parametrize("rows", [1, 3])
def test_live_offers_costs_three_queries(rows: int, django_assert_num_queries) -> None:
    for number in range(rows):
        catalog.publish_offer(offer=offer(slug=f"offer-{number}"))

    with django_assert_num_queries(3):
        found = [(each.current_price, list(each.products.all())) for each in queries.live_offers()]

    assert len(found) == rows


def test_offer_for_product_prefers_the_smallest_live_offer() -> None:
    one, extra = product("One"), product("Extra")
    catalog.publish_offer(offer=offer(one, extra, slug="bundle"))
    alone = catalog.publish_offer(offer=offer(one, slug="alone"))
    offer(one, slug="draft")

    assert queries.offer_for_product(one) == alone


@pytest.mark.parametrize(
    "fields",
    [
        {"amount": -1, "currency": "EUR"},
        {"amount": 1, "currency": "eur"},
        {"amount": 1, "currency": "USD"},
    ],
    ids=["negative", "not a code", "second active price"],
)
def test_the_database_refuses_bad_prices(fields: dict) -> None:
    made = offer()

    with pytest.raises(IntegrityError), transaction.atomic():
        Price.objects.create(offer=made, active_from=clock.now(), **fields)


def test_the_database_refuses_a_second_product_of_one_thing() -> None:
    first = product()

    with pytest.raises(IntegrityError), transaction.atomic():
        Product.objects.create(kind=first.kind, title="Twin", thing_key=first.thing_key)
