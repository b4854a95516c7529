"""`coupons`: what takes something off, and for whom."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from marque.kit.serialise.records import Record, RecordSet, reference
from provisioning.manifest.book import OFFER, Book
from provisioning.manifest.schema import Item, choice, column, flag, items, number, ref, table, text
from provisioning.manifest.sections.base import Section, said, twice
from provisioning.manifest.sections.offers import MOMENT, PRICE
from provisioning.manifest.sections.pricing import amounts, as_moment, listed
from provisioning.manifest.wish import Wish, moment
from tenant_apps.catalog.models import Coupon

_LABEL, _AMOUNT, _CODE = "catalog.Coupon", "catalog.CouponAmount", "catalog.CouponCode"
# codes made by the thousand are handed out one by one, and are no part of what a business is
MOST_CODES = 20

CODE_FIELDS = {
    "code": text("the word buyers type", required=True, most=40, pattern=r"[A-Z0-9_-]{2,40}"),
    "uses": number("how often this code may be used", least=1),
}
COUPON_FIELDS = {
    "title": column(Coupon, "title", "what you call it", required=True),
    "percent": number("how many per cent come off", least=1, most=100),
    "amount": text("or an amount, such as 50 USD, or 50 USD, 45 EUR", most=400, pattern=PRICE),
    "from": text("the least a purchase comes to", most=400, pattern=PRICE),
    "payments": number("for how many payments; 0 is every one", default=1),
    "offers": items("what it is for; left out, everything", ref("an offer", OFFER), most=200),
    "sale": flag("for everybody, without a code"),
    "stacks": flag("together with others"),
    "limit": number("how often in all", least=1, most=1_000_000),
    "per_person": number("how often per person", least=1),
    "starts": text("when it starts", most=40, pattern=MOMENT),
    "ends": text("when it ends", most=40, pattern=MOMENT),
    "state": choice("whether it takes anything off", ("running", "ended"), default="running"),
    "codes": items("the words that bring it", table("A code.", CODE_FIELDS), most=MOST_CODES),
}
_PLAIN = {"limit": "total_limit", "per_person": "per_person_limit", "sale": "without_code", "stacks": "stacks"}
_MOMENTS = {"starts": "starts_at", "ends": "ends_at"}


class CouponsSection(Section):
    """Coupons by title. Codes the file does not name stay: somebody may hold them in their hands."""

    name = "coupons"
    labels = (_LABEL, _AMOUNT, _CODE)
    field = items("What takes something off.", table("A coupon.", COUPON_FIELDS), most=500)

    def ask(self, value: Any, wish: Wish, media: Any) -> None:
        """Each coupon with its amounts and codes; ended ones that are not named stay ended."""
        twice(value, "title", wish, "coupons")
        there = {record.fields["title"]: record for record in reversed(wish.before.of(_LABEL))}
        for item in value:
            self._one(item, there.get(item["title"]), wish)
        named = {item["title"] for item in value}
        ended = [
            coupon for coupon in there.values() if coupon.fields["ended_at"] and coupon.fields["title"] not in named
        ]
        wish.keep(ended)
        wish.keep(each for coupon in ended for each in _below(wish.before, _AMOUNT, coupon.key))
        kept = {key for label, key in wish.asked if label == _LABEL}
        wish.keep(code for code in wish.before.of(_CODE) if _of(code) in kept)

    def _one(self, item: Item, known: Record | None, wish: Wish) -> None:
        off, least = amounts(item, "amount", wish), amounts(item, "from", wish)
        _check(item, off, wish)
        offers = [wish.resolve(name) for name in item["offers"]]
        old = known.fields["ended_at"] if known else None
        fields = {
            "title": item["title"],
            "percent": item["percent"],
            "payments": item["payments"] or None,
            "offers": sorted(found["key"] for found in offers if found),
            **{column_name: item[name] for name, column_name in _PLAIN.items()},
            **{column_name: as_moment(item, name, wish) for name, column_name in _MOMENTS.items()},
            "ended_at": moment(old, on=item["state"] == "ended"),
        }
        coupon = wish.put(_LABEL, known.key if known else str(uuid4()), fields)
        self._amounts(coupon, off, least, wish)
        self._codes(coupon, item["codes"], wish)

    def _amounts(self, coupon: Record, off: dict[str, int], least: dict[str, int], wish: Wish) -> None:
        there = {each.fields["currency"]: each for each in _below(wish.before, _AMOUNT, coupon.key)}
        for currency in sorted({*off, *least}):
            known = there.get(currency)
            said_here = {"off_amount": off.get(currency, 0), "minimum_amount": least.get(currency, 0)}
            place = {"coupon": reference(_LABEL, coupon.key), "currency": currency}
            wish.put(_AMOUNT, known.key if known else str(uuid4()), said_here | place)

    def _codes(self, coupon: Record, codes: list[Item], wish: Wish) -> None:
        there = {each.fields["code"]: each for each in wish.before.of(_CODE)}
        for item in codes:
            known = there.get(item["code"])
            if known is not None and _of(known) != coupon.key:
                wish.wrong(item.mark, f"Another coupon has the code “{item['code']}”.", "code")
                continue
            place = {"coupon": reference(_LABEL, coupon.key), "code": item["code"], "use_limit": item["uses"]}
            wish.put(_CODE, known.key if known else str(uuid4()), place)

    def pull(self, records: RecordSet, book: Book) -> Any:
        """The coupons that are not ended, by title."""
        found = [record for record in records.of(_LABEL) if not record.fields["ended_at"]]
        by_title = sorted(found, key=lambda record: (record.fields["title"], record.key))
        return [said(COUPON_FIELDS, _pulled(record, records, book)) for record in by_title]


def _of(record: Record) -> str:
    return str((record.fields["coupon"] or {}).get("key"))


def _below(records: RecordSet, label: str, key: str) -> list[Record]:
    return [record for record in records.of(label) if _of(record) == key]


def _check(item: Item, off: dict[str, int], wish: Wish) -> None:
    if (item["percent"] is None) == (not off):
        wish.wrong(item.mark, "Say either per cent or what comes off.", "percent")
    starts, ends = item["starts"], item["ends"]
    if starts and ends and datetime.fromisoformat(ends) <= datetime.fromisoformat(starts):
        wish.wrong(item.mark, "The coupon has to end after it starts.", "ends")


def _pulled(record: Record, records: RecordSet, book: Book) -> dict[str, Any]:
    fields = record.fields
    amounts_here = _below(records, _AMOUNT, record.key)
    codes = sorted(_below(records, _CODE, record.key), key=lambda code: code.fields["code"])
    words = [{"code": code.fields["code"], "uses": code.fields["use_limit"]} for code in codes]
    named = [book.name(reference(OFFER, key)) for key in fields["offers"]]
    return {
        "title": fields["title"],
        "percent": fields["percent"],
        "amount": listed(
            {a.fields["currency"]: a.fields["off_amount"] for a in amounts_here if a.fields["off_amount"]}
        ),
        "from": listed(
            {a.fields["currency"]: a.fields["minimum_amount"] for a in amounts_here if a.fields["minimum_amount"]}
        ),
        "payments": fields["payments"] or 0,
        "offers": sorted(name for name in named if name),
        **{name: fields[column_name] for name, column_name in (_PLAIN | _MOMENTS).items()},
        "codes": [said(CODE_FIELDS, word) for word in words] if len(words) <= MOST_CODES else [],
    }
