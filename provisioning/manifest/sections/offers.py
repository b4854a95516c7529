"""`offers`: what is sold, for how much."""

import re
from decimal import Decimal
from typing import Any

from marque.kit.money import minor_units
from marque.kit.serialise.records import Record, RecordSet
from provisioning.manifest.book import COURSE, OFFER, Book
from provisioning.manifest.schema import Item, choice, column, items, ref, table, text
from provisioning.manifest.sections.base import SLUG, Section, said, twice
from provisioning.manifest.wish import Wish, moment
from tenant_apps.catalog.models import Offer

_PRODUCT = "catalog.Product"
_PRICE = r"\d{1,12}(\.\d{1,3})? [A-Z]{3}(, \d{1,12}(\.\d{1,3})? [A-Z]{3})*"

OFFER_FIELDS = {
    "slug": text("its address", required=True, most=80, pattern=SLUG),
    "title": column(Offer, "title", "the title", required=True),
    "summary": column(Offer, "summary", "a sentence"),
    "cover": column(Offer, "image_style", "how its picture is drawn"),
    "price": text("such as 490 USD, or 490 USD, 450 EUR", most=200, pattern=_PRICE),
    "state": choice("whether it can be bought", ("live", "draft", "archived"), default="live"),
    "courses": items("what it opens", ref("a course", COURSE), most=100),
}


class OffersSection(Section):
    """Offers by slug. Archived ones are written down only when the file names them."""

    name = "offers"
    labels = (OFFER,)
    field = items("What is sold, for how much.", table("An offer.", OFFER_FIELDS), most=1000)

    def announce(self, value: Any, wish: Wish, media: Any) -> None:
        """Offers are known by their slugs."""
        twice(value, "slug", wish, "offers")
        for item in value:
            wish.key_for(OFFER, item["slug"])

    def ask(self, value: Any, wish: Wish, media: Any) -> None:
        """Each offer; archived ones that are not named stay archived."""
        for item in value:
            _ask(item, wish)
        wish.keep(offer for offer in wish.before.of(OFFER) if offer.fields["archived_at"])

    def pull(self, records: RecordSet, book: Book) -> Any:
        """The offers that are not archived, by slug."""
        found = [record for record in records.of(OFFER) if not record.fields["archived_at"]]
        by_slug = sorted(found, key=lambda record: record.fields["slug"])
        return [said(OFFER_FIELDS, _pulled(record, records, book)) for record in by_slug]


def _ask(item: Item, wish: Wish) -> None:
    key = wish.key_for(OFFER, item["slug"])
    known = wish.before.get((OFFER, key))
    if item["state"] == "live" and not item["price"]:
        wish.wrong(item.mark, "A live offer needs a price, such as “price: 490 USD”.", "price")
    old = known.fields if known else {"published_at": None, "archived_at": None, "products": []}
    fields = {name: item[name] for name in ("slug", "title", "summary")}
    fields |= {"image_style": item["cover"], "prices": _prices(item, wish), "products": _products(item, old, wish)}
    shown = item["state"] == "live" or (item["state"] == "archived" and bool(old["published_at"]))
    fields["published_at"] = moment(old["published_at"], on=shown)
    fields["archived_at"] = moment(old["archived_at"], on=item["state"] == "archived")
    wish.put(OFFER, key, fields)


def _prices(item: Item, wish: Wish) -> dict[str, int]:
    found: dict[str, int] = {}
    for amount, currency in re.findall(r"(\S+) ([A-Z]{3})", item["price"] or ""):
        try:
            minor = Decimal(amount).scaleb(minor_units(currency))
        except ValueError:
            wish.wrong(item.mark, f"There is no currency “{currency}”.", "price")
            continue
        if minor != minor.to_integral_value() or currency in found:
            wish.wrong(item.mark, f"“{amount} {currency}” is not one amount of {currency}.", "price")
        found[currency] = int(minor)
    return found


def _products(item: Item, old: dict[str, Any], wish: Wish) -> list[str]:
    """The courses' products in the file's order, then what else the offer holds already."""
    found = []
    for name in item["courses"]:
        course = wish.resolve(name)
        record = wish.asked.get((COURSE, course["key"])) or wish.before.get((COURSE, course["key"])) if course else None
        if record:
            found.append(record.fields["product"]["key"])
    kinds = {product.key: product.fields["kind"] for product in wish.before.of(_PRODUCT)}
    found += [key for key in old["products"] if kinds.get(key) not in ("course", None)]
    if not found:
        wish.wrong(item.mark, "An offer holds at least one thing: name a course.", "courses")
    return found


def _pulled(record: Record, records: RecordSet, book: Book) -> dict[str, Any]:
    fields = record.fields
    courses = {course.fields["product"]["key"]: course.fields["slug"] for course in records.of(COURSE)}
    state = "archived" if fields["archived_at"] else "live" if fields["published_at"] else "draft"
    price = ", ".join(f"{_amount(minor, currency)} {currency}" for currency, minor in sorted(fields["prices"].items()))
    held = [courses[key] for key in fields["products"] if key in courses]
    return fields | {"cover": fields["image_style"], "price": price, "state": state, "courses": held}


def _amount(minor: int, currency: str) -> str:
    places = minor_units(currency)
    whole = minor % 10**places == 0
    return str(minor // 10**places) if whole else f"{Decimal(minor).scaleb(-places):.{places}f}"
