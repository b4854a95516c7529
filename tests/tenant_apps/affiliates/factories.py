"""A programme, those in it, and orders they led."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import HttpResponse

from tenant_apps.affiliates import actions as affiliates
from tenant_apps.affiliates import cookie
from tenant_apps.affiliates.models import Affiliate, AffiliateProgramme
from tenant_apps.catalog.models import Offer
from tenant_apps.orders import actions as orders
from tenant_apps.orders.models import Order
from tenant_apps.orders.quoting import Choice
from tests.tenant_apps.ledger.factories import somebody
from tests.tenant_apps.selling import EMAIL, NAME, an_offer, card_token

TERMS = {"joining": "anybody", "approval": "at_once", "click_days": 30, "renewals": "first", "renewal_months": 3}


def a_programme(percent: int = 30, **terms: Any) -> AffiliateProgramme:
    """Open to anybody, 30 % of each sale."""
    affiliates.set_rate(basis_points=percent * 100, by="alice")
    return affiliates.save_programme(**{**TERMS, **terms}, by="alice")


def an_affiliate(name: str = "Fay", **terms: Any) -> Affiliate:
    """Somebody whose links count."""
    a_programme(**terms)
    return affiliates.apply(person=somebody(name), code=name)


def clicked(affiliate: Affiliate, days: int = 30) -> dict[str, str]:
    """The cookies of a browser that followed their link just now."""
    response = HttpResponse()
    cookie.write(response, affiliate=affiliate.key, days=days)
    return {name: morsel.value for name, morsel in response.cookies.items()}


def a_led_order(affiliate: Affiliate, offer: Offer | None = None, *, email: str = EMAIL, **more: Any) -> Order:
    """A placed order of a browser that followed their link."""
    return orders.place_order(
        offer=offer or an_offer(price=10_000),
        email=email,
        name=NAME,
        idempotency_key=more.pop("key", None) or uuid4(),
        cookies=more.pop("cookies", None) or clicked(affiliate),
        **more,
    )


def a_led_sale(affiliate: Affiliate, offer: Offer | None = None, **more: Any) -> Order:
    """The same, paid."""
    return orders.pay(order=a_led_order(affiliate, offer, **more), method=card_token()).order


def typing(code: str) -> Choice:
    """A buyer who types a coupon."""
    return Choice(codes=(code,))


def via() -> str:
    """The cookie's name."""
    return str(settings.AFFILIATE_COOKIE_NAME)
