"""What an affiliate can send people to, and what a sale of it would earn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from marque.kit.http import tenant_url
from marque.kit.money import Money
from marque.kit.tenancy.addresses import path_to
from tenant_apps.affiliates.models import Affiliate
from tenant_apps.catalog.models import Offer
from tenant_apps.catalog.queries import live_offers
from tenant_apps.courses.models import Course
from tenant_apps.ledger.models import CommissionRule, Part
from tenant_apps.ledger.models.sharing import WHOLE
from tenant_apps.ledger.queries.sharing import rule_for
from tenant_apps.people.models import Person

PARAMETER = "via"


@dataclass(frozen=True)
class Earning:
    """An offer, where people read about it, and what a sale at its price brings whoever sent the buyer."""

    offer: Offer
    path: str
    price: Money
    share: Money

    def link(self, code: str) -> str:
        """The full address that counts as theirs."""
        return linked(self.path, code)


def linked(path: str, code: str) -> str:
    """The full address of a page, as this affiliate shares it."""
    return tenant_url(f"{path}?{urlencode({PARAMETER: code})}")


def home_link(affiliate: Affiliate) -> str:
    """The front page."""
    return linked("/", affiliate.code)


def earnings_for(person: Person | None, rules: Sequence[CommissionRule], *, most: int = 50) -> list[Earning]:
    """Every offer on sale that these rules would earn this person something for, or anybody; newest first."""
    offers = [offer for offer in live_offers()[:most] if offer.price is not None]
    pages = _pages(offers)
    found = []
    for offer in offers:
        price = offer.price.money  # type: ignore[union-attr]
        share = _share(offer, price, rules, person)
        if share:
            found.append(Earning(offer, pages.get(offer.pk) or path_to("orders:checkout", offer.slug), price, share))
    return found


def _share(offer: Offer, price: Money, rules: Iterable[CommissionRule], person: Person | None) -> Money:
    """As the ledger will share it, before discount and tax: the products of an offer share its price equally."""
    products = sorted(offer.products.all(), key=lambda product: product.pk)
    total = Money.zero(price.currency)
    for product, base in zip(products, price.split(len(products)) if products else (), strict=True):
        rule = rule_for(rules, part=Part.AFFILIATE, person=person, product=product)
        if rule is not None and base.amount > 0:
            total += Money(base.amount * rule.basis_points // WHOLE, price.currency)
    return total


def _pages(offers: Iterable[Offer]) -> dict[int, str]:
    """Where people read about what an offer sells, when that is one course."""
    single = {}
    for offer in offers:
        products = offer.products.all()
        if len(products) == 1 and products[0].kind == "course":
            single[offer.pk] = products[0].pk
    courses = Course.objects.published().filter(product__in=single.values())
    slugs = dict(courses.values_list("product", "slug"))
    return {offer: path_to("courses:course", slugs[product]) for offer, product in single.items() if product in slugs}
