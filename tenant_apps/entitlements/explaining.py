"""Why a person may have a product, or may not: since when, until when, because of which order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from tenant_apps.catalog.models import Product
from tenant_apps.entitlements.by_hand import BY_HAND
from tenant_apps.entitlements.models import Entitlement
from tenant_apps.orders.models import Order, Seat
from tenant_apps.people.models import Person


@dataclass(frozen=True)
class Reason:
    """One entitlement in words. `state` is open, suspended, ended or ran out."""

    entitlement: Entitlement
    state: str
    because: str
    order: Order | None

    @property
    def is_open(self) -> bool:
        """Does it give access?"""
        return self.state == "open"

    @property
    def until(self) -> datetime | None:
        """When it ended or will end."""
        return self.entitlement.revoked_at or self.entitlement.expires_at


@dataclass(frozen=True)
class Explanation:
    """Every reason a person has or had for a product, the ones that count first."""

    product: Product
    reasons: tuple[Reason, ...]

    @property
    def is_open(self) -> bool:
        """May the person have it now?"""
        return any(reason.is_open for reason in self.reasons)

    @property
    def since(self) -> datetime | None:
        """Since when it has been open."""
        return min((reason.entitlement.granted_at for reason in self.reasons if reason.is_open), default=None)

    @property
    def until(self) -> datetime | None:
        """When it closes by itself; None where it does not, or is closed already."""
        ends = [reason.entitlement.expires_at for reason in self.reasons if reason.is_open]
        known = [end for end in ends if end is not None]
        return max(known) if known and len(known) == len(ends) else None


def explain(person: Person, product: Product, now: datetime) -> Explanation:
    """Why it is open to this person, or not; without any reason they never had it."""
    return Explanation(product, _reasons(list(Entitlement.objects.of(person, product)), now))


def explain_all(person: Person, now: datetime) -> list[Explanation]:
    """Everything the person has or had, what is open first. Five queries at most, however much it is."""
    held = list(Entitlement.objects.filter(person=person).select_related("product", "granted_by"))
    reasons = _reasons(held, now)
    products = dict.fromkeys(reason.entitlement.product for reason in reasons)
    found = [
        Explanation(product, tuple(each for each in reasons if each.entitlement.product_id == product.pk))
        for product in products
    ]
    return sorted(found, key=lambda each: not each.is_open)


def _reasons(held: list[Entitlement], now: datetime) -> tuple[Reason, ...]:
    orders, seats = _orders_of(held), _seats_of(held)
    found = [_reason(each, orders.get(each.source), seats.get(each.source), now) for each in held]
    return tuple(sorted(found, key=lambda each: (not each.is_open, -each.entitlement.granted_at.timestamp())))


def _orders_of(held: list[Entitlement]) -> dict[str, Order]:
    keys = []
    for each in held:
        kind, _colon, key = each.source.partition(":")
        if kind == "order":
            keys.append(UUID(key))
    return {f"order:{order.key}": order for order in Order.objects.filter(key__in=keys).prefetch_related("disputes")}


def _seats_of(held: list[Entitlement]) -> dict[str, Seat]:
    keys = [UUID(each.source.removeprefix("seat:")) for each in held if each.source.startswith("seat:")]
    if not keys:
        return {}
    found = Seat.objects.filter(key__in=keys).select_related("team__owner", "team__line__order")
    return {f"seat:{seat.key}": seat for seat in found.prefetch_related("team__line__order__disputes")}


def _reason(held: Entitlement, order: Order | None, seat: Seat | None, now: datetime) -> Reason:
    if seat is not None:
        words = _("A seat in the team of %(owner)s") % {"owner": seat.team.owner}
        return Reason(held, _state(held, now), words, seat.team.line.order)
    return Reason(held, _state(held, now), _because(held, order), order)


def _state(held: Entitlement, now: datetime) -> str:
    if held.expires_at is not None and held.expires_at <= now:
        return "ran out"
    if held.revoked_at:
        return "ended"
    return "suspended" if held.suspended_at else "open"


def _because(held: Entitlement, order: Order | None) -> str:
    if held.source == BY_HAND:
        who = held.granted_by or _("somebody who left the team")
        return _("Given by %(who)s: %(reason)s") % {"who": who, "reason": held.reason}
    if order is None:
        return held.source.partition(":")[0].replace("_", " ").capitalize()
    about = {"order": order}
    if order.refunded_at:
        return _("Order %(order)s, refunded") % about
    if any(dispute.lost_at for dispute in order.disputes.all()):
        return _("Order %(order)s, lost to the buyer's bank") % about
    if any(dispute.state == "open" for dispute in order.disputes.all()):
        return _("Order %(order)s, disputed") % about
    if held.person_id != order.buyer_id:
        return _("Order %(order)s, a gift of %(giver)s") % {**about, "giver": order.name or order.email}
    return _("Order %(order)s, paid") % about
