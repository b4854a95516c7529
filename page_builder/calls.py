"""What a button says and where it leads."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from page_builder.shelf import Looks, Ticket


@dataclass(frozen=True)
class Call:
    """A button: its words, a shorter form of them, its address. A closed one has no address."""

    label: str
    short: str
    href: str = ""


def call_of(value: Mapping[str, Any], shelf: Looks) -> Call | None:
    """The button a block asks for; None when nothing was chosen."""
    if value.get("offer"):
        return _for_offer(value, shelf.ticket(value["offer"]))
    label, link = value.get("label"), value.get("link")
    return Call(label, label, link) if label and link else None


def _for_offer(value: Mapping[str, Any], ticket: Ticket | None) -> Call:
    if ticket is None or not ticket.is_live:
        return Call(_("Enrolment is closed"), _("Closed"))
    words, short = _words(value.get("verb") or "enrol", ticket)
    href = "#pricing" if value.get("leads") == "pricing" else ticket.checkout_url
    return Call(value.get("label") or words, value.get("label") or short, href)


def _words(verb: str, ticket: Ticket) -> tuple[str, str]:
    if not ticket.price:
        return {
            "join": (_("Join for free"), _("Join")),
            "buy": (_("Get it for free"), _("Get it")),
            "book": (_("Book for free"), _("Book")),
        }.get(verb, (_("Enrol for free"), _("Enrol")))
    words, short = {
        "join": (_("Join for %(price)s"), _("Join")),
        "buy": (_("Buy for %(price)s"), _("Buy")),
        "book": (_("Book for %(price)s"), _("Book")),
    }.get(verb, (_("Enrol for %(price)s"), _("Enrol")))
    return words % {"price": ticket.price.format(get_language() or "en")}, short
