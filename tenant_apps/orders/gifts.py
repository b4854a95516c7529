"""Reads on gifts, and the links that open them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode
from uuid import UUID

from marque.kit import signing
from marque.kit.tenancy.addresses import path_to
from tenant_apps.orders.models import Gift, GiftQuerySet
from tenant_apps.orders.queries import receipt_token
from tenant_apps.people.models import Person

OPENING = "orders.gift"
OPENS_FOR = timedelta(days=3 * 365)


def with_order() -> GiftQuerySet:
    """Gifts with what a page about them shows."""
    found = Gift.objects.select_related("order__buyer", "claimed_by")
    return found.prefetch_related("order__lines__offer", "order__disputes")


def gifts_of(person: Person) -> GiftQuerySet:
    """What a person gave, the newest first."""
    return with_order().filter(order__buyer=person, order__paid_at__isnull=False).order_by("-pk")


@dataclass(frozen=True)
class Link:
    """The gift a link opens, and whether the link was mailed to its recipient alone."""

    gift: Gift
    mailed: bool


def opening_path(gift: Gift, *, mailed: bool = False) -> str:
    """Where the recipient opens it. What stands on the giver's card proves nobody's address; what is mailed does."""
    token = signing.sign(OPENING, [str(gift.key), gift.link_version, mailed], expires_in=OPENS_FOR)
    return path_to("orders:gift_opening", token)


def gift_of_link(token: str) -> Link | None:
    """The gift a link opens; None when it is forged, foreign, old, or was sent to an address that was wrong."""
    try:
        key, version, mailed = signing.unsign(OPENING, token)
        gift = with_order().filter(key=UUID(key), link_version=version).first()
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Link(gift, bool(mailed)) if gift else None


def giver_path(gift: Gift, name: str = "gift") -> str:
    """The buyer's own page about it, opened by whoever holds the receipt's token."""
    return f"{path_to(f'orders:{name}', gift.order.code)}?{urlencode({'t': receipt_token(gift.order)})}"
