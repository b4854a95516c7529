"""Small makers for tests that sell something."""

from uuid import UUID, uuid4

from marque.kit.money import Money
from shared_apps.integrations.sandbox import tokens
from tenant_apps.catalog import actions as catalog
from tenant_apps.catalog.models import Offer, Product
from tenant_apps.orders import actions as orders
from tenant_apps.orders.gateways import our_gateway
from tenant_apps.orders.models import Order

EMAIL = "sofia@studiobrandt.de"
NAME = "Sofia Brandt"
GOOD, DECLINED, ASKS = "4242424242424242", "4000000000000002", "4000002500003155"


def a_product(title: str = "The Second Number", kind: str = "parcel") -> Product:
    """A thing to sell."""
    return catalog.create_product(kind=kind, title=title, thing_key=uuid4())


def an_offer(slug: str = "second-number", *, price: int = 49_000, products: list[Product] | None = None) -> Offer:
    """A live offer, in dollars."""
    offer = catalog.create_offer(
        slug=slug,
        title="The Second Number",
        summary="Six weeks on what to say when they ask for your price.",
        products=products or [a_product()],
        price=Money(price, "USD"),
    )
    return catalog.publish_offer(offer=offer)


def an_order(offer: Offer | None = None, *, email: str = EMAIL, key: UUID | None = None) -> Order:
    """A placed order."""
    return orders.place_order(offer=offer or an_offer(), email=email, name=NAME, idempotency_key=key or uuid4())


def a_paid_order(offer: Offer | None = None, *, email: str = EMAIL) -> Order:
    """A paid order."""
    order = an_order(offer, email=email)
    if not order.total:
        return orders.settle_free(order=order)
    return orders.pay(order=order, method=card_token()).order


def card_token(number: str = GOOD) -> str:
    """What the sandbox gives for a test card."""
    form = our_gateway().method_form(card_fields(number))
    assert form.is_valid(), form.errors
    return form.cleaned_data["method"]


def card_fields(number: str = GOOD) -> dict[str, str]:
    """A card as it is typed."""
    return {"number": number, "expiry": "12 / 40", "cvc": "123"}


def webhook_secret(account: str) -> bytes:
    """The key that signs a business's sandbox webhooks."""
    return tokens.webhook_secret(account)
