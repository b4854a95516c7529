"""Small makers for tests of gifts and teams."""

from datetime import datetime
from uuid import uuid4

from marque.kit import clock
from marque.kit.money import Money
from tenant_apps.catalog import actions as catalog
from tenant_apps.catalog.models import Offer, Product
from tenant_apps.catalog.terms import PriceKind, Terms
from tenant_apps.orders import actions as orders
from tenant_apps.orders.models import Gift, Order, Team
from tenant_apps.orders.quoting import Choice
from tenant_apps.orders.wishes import Wish
from tenant_apps.people import actions as people
from tenant_apps.people.models import Person
from tests.tenant_apps.selling import a_product, an_offer, card_token

GIVER, RECIPIENT, OWNER = "ada@example.com", "mira@example.com", "owner@example.com"
MONTHLY = Terms(PriceKind.SUBSCRIPTION, "month", 1)


def giftable(offer: Offer) -> Offer:
    """The same offer, to be given."""
    return catalog.set_terms_of_sale(offer=offer, sharing=catalog.Sharing(giftable=True))


def a_wish(email: str = RECIPIENT, *, send_at: datetime | None = None, name: str = "Mira Holm") -> Wish:
    """Who gets it."""
    return Wish(name, email, "For the year you had.", send_at or clock.now(), "Europe/Copenhagen")


def a_gift(
    offer: Offer | None = None,
    *,
    giver: str = GIVER,
    wish: Wish | None = None,
    name: str = "Mira Holm",
    paid: bool = True,
) -> Gift:
    """A gift, paid."""
    offer = giftable(offer or an_offer())
    order = orders.place_order(
        offer=offer,
        email=giver,
        name="Ada Lund",
        idempotency_key=uuid4(),
        choice=Choice(gift=wish or a_wish(name=name)),
    )
    if paid:
        orders.pay(order=order, method=card_token())
    return Gift.objects.select_related("order").get(order=order)


def a_team_offer(
    *,
    least: int = 2,
    most: int = 10,
    price: int = 9_900,
    slug: str = "seats",
    title: str = "The Second Number",
    terms: Terms | None = None,
    product: Product | None = None,
) -> Offer:
    """Sold by the seat."""
    offer = catalog.create_offer(slug=slug, title=title, products=[product or a_product()])
    if terms:
        catalog.set_price(offer=offer, price=Money(price, "USD"), option="monthly", terms=terms)
    else:
        catalog.set_price(offer=offer, price=Money(price, "USD"))
    catalog.publish_offer(offer=offer)
    return catalog.set_terms_of_sale(offer=offer, sharing=catalog.Sharing(team_least=least, team_most=most))


def a_team_order(offer: Offer, *, seats: int = 3, owner: str = OWNER, team: Team | None = None) -> Order:
    """A paid order of seats."""
    order = orders.place_order(
        offer=offer, email=owner, name="Olu Bello", idempotency_key=uuid4(), choice=Choice(seats=seats, team=team)
    )
    if order.total:
        return orders.pay(order=order, method=card_token()).order
    return orders.settle_free(order=order)


def a_team(sold: Offer | None = None, *, seats: int = 3, owner: str = OWNER, **offer: object) -> Team:
    """A team of so many seats, with nobody in it."""
    order = a_team_order(sold or a_team_offer(**offer), seats=seats, owner=owner)  # type: ignore[arg-type]
    return Team.objects.select_related("line__order", "owner").get(line__order=order)


def somebody(email: str = RECIPIENT) -> Person:
    """Somebody the business knows."""
    return people.meet(email=email, name=email.partition("@")[0].title())
