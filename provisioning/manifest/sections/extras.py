"""`extras`: what is offered beside or after something else."""

from typing import Any
from uuid import uuid4

from marque.kit.serialise.records import Record, RecordSet
from provisioning.manifest.book import OFFER, Book
from provisioning.manifest.schema import choice, column, items, number, ref, table
from provisioning.manifest.sections.base import Section, said
from provisioning.manifest.wish import Wish
from tenant_apps.catalog.models import Extra, ExtraPlace

_LABEL = "catalog.Extra"

EXTRA_FIELDS = {
    "beside": ref("the offer somebody buys", OFFER, required=True),
    "offer": ref("what is offered with it", OFFER, required=True),
    "place": choice("where it is offered", tuple(ExtraPlace.values), default="bump"),
    "percent_off": number("how many per cent less than on its own", default=0, most=100),
    "pitch": column(Extra, "pitch", "a sentence for it"),
}


class ExtrasSection(Section):
    """Extras in their order; what the file does not name is offered no longer."""

    name = "extras"
    labels = (_LABEL,)
    field = items("What is offered beside or after something else.", table("An extra.", EXTRA_FIELDS), most=1000)

    def ask(self, value: Any, wish: Wish, media: Any) -> None:
        """Each one, at its place among those of the same offer."""
        there = {_what(record.fields): record for record in wish.before.of(_LABEL)}
        counts: dict[str, int] = {}
        asked: set[tuple[str, str, str]] = set()
        for item in value:
            beside, offer = wish.resolve(item["beside"]), wish.resolve(item["offer"])
            if not beside or not offer:
                continue
            fields = {name: item[name] for name in ("place", "percent_off", "pitch")}
            fields |= {"beside": beside, "offer": offer, "position": counts.get(beside["key"], 0)}
            if beside == offer:
                wish.wrong(item.mark, "An offer cannot be an extra of itself.", "offer")
                continue
            if _what(fields) in asked:
                wish.wrong(item.mark, "It is offered there twice.", "offer")
                continue
            asked.add(_what(fields))
            counts[beside["key"]] = counts.get(beside["key"], 0) + 1
            known = there.get(_what(fields))
            wish.put(_LABEL, known.key if known else str(uuid4()), fields)

    def pull(self, records: RecordSet, book: Book) -> Any:
        """By the offer they stand beside, in their order."""
        found = [(book.name(record.fields["beside"]), record) for record in records.of(_LABEL)]
        ordered = sorted(
            ((beside, record) for beside, record in found if beside), key=lambda pair: (pair[0], _place(pair[1]))
        )
        return [said(EXTRA_FIELDS, _pulled(record, book)) for _beside, record in ordered]


def _what(fields: dict[str, Any]) -> tuple[str, str, str]:
    return fields["beside"]["key"], fields["offer"]["key"], fields["place"]


def _place(record: Record) -> tuple[int, str]:
    return record.fields["position"], record.key


def _pulled(record: Record, book: Book) -> dict[str, Any]:
    fields = record.fields
    return fields | {"beside": book.name(fields["beside"]), "offer": book.name(fields["offer"])}
