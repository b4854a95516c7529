"""`offers`: what is sold, for how much."""

from datetime import datetime
from typing import Any

from marque.kit.serialise.records import Record, RecordSet
from provisioning.manifest.book import COURSE, OFFER, Book
from provisioning.manifest.schema import Item, choice, column, flag, items, number, ref, table, text
from provisioning.manifest.sections.base import SLUG, Section, said, twice
from provisioning.manifest.sections.pricing import amounts, as_moment, listed, options, pulled_option
from provisioning.manifest.wish import Wish, moment
from tenant_apps.catalog.models import Offer
from tenant_apps.catalog.terms import PriceKind

_PRODUCT = "catalog.Product"
PRICE = r"\d{1,12}(\.\d{1,3})? [A-Z]{3}(, \d{1,12}(\.\d{1,3})? [A-Z]{3})*"

MOMENT = r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)"
_EVERY = r"(\d{1,2} )?(day|week|month|year)s?"

OPTION_FIELDS = {
    "option": text("its name in links", required=True, most=40, pattern=SLUG),
    "label": text("what buyers read; left out, what the terms say", most=60),
    "kind": choice("how it is paid", tuple(PriceKind.values), default="one_time"),
    "price": text("each payment, such as 49 USD, or 49 USD, 45 EUR", required=True, most=400, pattern=PRICE),
    "every": text("such as month, or 3 months", most=12, pattern=_EVERY),
    "payments": number("how many payments, for instalments"),
    "trial_days": number("days free at first"),
    "minimum": number("periods one stays at least"),
    "setup": text("once, with the first payment", most=400, pattern=PRICE),
    "floor": text("the least one may pay, for open", most=400, pattern=PRICE),
}

# the file's word, the column's word
MOMENTS = {"opens": "opens_at", "closes": "closes_at", "delivers": "delivers_at", "access_until": "access_until"}
COUNTS = {
    "supply": "supply_limit",
    "per_person": "per_person_limit",
    "access_days": "access_days",
    "team_least": "team_least",
    "team_most": "team_most",
}

OFFER_FIELDS = {
    "slug": text("its address", required=True, most=80, pattern=SLUG),
    "title": column(Offer, "title", "the title", required=True),
    "summary": column(Offer, "summary", "a sentence"),
    "cover": column(Offer, "image_style", "how its picture is drawn"),
    "price": text("such as 490 USD, or 490 USD, 450 EUR", most=200, pattern=PRICE),
    "options": items("other ways to pay", table("A way to pay.", OPTION_FIELDS), most=20),
    "opens": text("when its doors open, such as 2027-01-31T09:00:00+00:00", most=40, pattern=MOMENT),
    "closes": text("when they close", most=40, pattern=MOMENT),
    "delivers": text("for a pre-order: when it is given", most=40, pattern=MOMENT),
    "supply": number("how many there are", least=1, most=1_000_000),
    "per_person": number("how many one person may buy", least=1),
    "access_days": number("how many days a buyer keeps it", least=1),
    "access_until": text("until when every buyer keeps it", most=40, pattern=MOMENT),
    "gift": flag("whether it may be bought as a gift"),
    "team_least": number("sold by the seat: the least seats of a team", least=1, most=1_000),
    "team_most": number("and the most", least=1, most=1_000),
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
    if item["state"] == "live" and not (item["price"] or item["options"]):
        wish.wrong(item.mark, "A live offer needs a price, such as “price: 490 USD”.", "price")
    old = known.fields if known else {"published_at": None, "archived_at": None, "products": []}
    fields = {name: item[name] for name in ("slug", "title", "summary")}
    fields |= {"image_style": item["cover"], "prices": amounts(item, "price", wish)}
    fields |= {"products": _products(item, old, wish), "options": options(item["options"], wish)}
    fields |= {column: as_moment(item, name, wish) for name, column in MOMENTS.items()}
    fields |= {column: item[name] for name, column in COUNTS.items()}
    fields["giftable"] = item["gift"]
    _check_dates(item, fields, wish)
    _check_sharing(item, wish)
    shown = item["state"] == "live" or (item["state"] == "archived" and bool(old["published_at"]))
    fields["published_at"] = moment(old["published_at"], on=shown)
    fields["archived_at"] = moment(old["archived_at"], on=item["state"] == "archived")
    wish.put(OFFER, key, fields)


def _check_dates(item: Item, fields: dict[str, Any], wish: Wish) -> None:
    opens, closes = fields["opens_at"], fields["closes_at"]
    if opens and closes and datetime.fromisoformat(closes) <= datetime.fromisoformat(opens):
        wish.wrong(item.mark, "The sale has to close after it opens.", "closes")
    if fields["access_days"] and fields["access_until"]:
        wish.wrong(item.mark, "Say either access_days or access_until.", "access_until")


def _check_sharing(item: Item, wish: Wish) -> None:
    least, most = item["team_least"], item["team_most"]
    if (least is None) != (most is None) or (least and most and least > most):
        wish.wrong(item.mark, "Say both team_least and team_most, the least first.", "team_most")
    if most and item["gift"]:
        wish.wrong(item.mark, "What is sold by the seat is no gift.", "gift")


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
    more = {"price": listed(fields["prices"]), "options": [pulled_option(each) for each in fields["options"]]}
    more |= {name: fields[column] for name, column in (MOMENTS | COUNTS).items()}
    held = [courses[key] for key in fields["products"] if key in courses]
    more["gift"] = fields["giftable"]
    more["options"] = [said(OPTION_FIELDS, option) for option in more["options"]]
    return fields | more | {"cover": fields["image_style"], "state": state, "courses": held}
