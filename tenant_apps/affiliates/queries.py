"""Reads on affiliates: the programme, what a sale would earn, what was sold and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, QuerySet, Sum

from marque.kit import clock
from marque.kit.money import Money
from tenant_apps.affiliates.models import Affiliate, AffiliateProgramme, Attribution, Joining, Referral
from tenant_apps.entitlements.models import Entitlement
from tenant_apps.ledger.models import AccountKind, Commission, CommissionRule, LedgerEntry, Part
from tenant_apps.orders.models import Dispute, Order
from tenant_apps.people.models import Person

PAGE = 25


def current_programme() -> AffiliateProgramme:
    """What was set up; a closed one while nobody set anything up."""
    return AffiliateProgramme.objects.first() or AffiliateProgramme()


def affiliate_of(person: Person | None) -> Affiliate | None:
    """Their application or membership."""
    return Affiliate.objects.filter(person=person).first() if person and person.pk else None


def may_join(person: Person | None, programme: AffiliateProgramme, now: datetime) -> bool:
    """Would the programme take them?"""
    if programme.joining != Joining.MEMBERS:
        return programme.is_open
    return bool(person and person.pk) and Entitlement.objects.filter(person=person).open(now).exists()


def rate_of(person: Person | None) -> CommissionRule | None:
    """The rule in force for one affiliate alone; nobody's is the one for all. Rules for products are beside it."""
    rules = CommissionRule.objects.in_force(clock.now())
    same = rules.filter(part=Part.AFFILIATE, person=person, product__isnull=True, category="")
    return same.order_by("-starts_at", "-pk").first()


def attribution_of(order: Order) -> Attribution | None:
    """Whose the order is."""
    return Attribution.objects.select_related("affiliate__person", "order").filter(order=order).first()


@dataclass(frozen=True)
class Sale:
    """One of an affiliate's orders: what it earned when it was paid, and what is left of that."""

    attribution: Attribution
    earned: Money
    left: Money
    available_at: datetime | None
    disputed: bool

    @property
    def order(self) -> Order:
        """What was bought."""
        return self.attribution.order

    @property
    def state(self) -> str:
        """disputed, reversed, reduced, pending, earned or nothing."""
        if not self.earned:
            return "nothing"
        if self.disputed:
            return "disputed"
        if not self.left:
            return "reversed"
        if self.left < self.earned:
            return "reduced"
        return "pending" if self.available_at and self.available_at > clock.now() else "earned"


def sales_page(affiliate: Affiliate, *, before: str = "") -> tuple[list[Sale], str]:
    """A page of sales, newest first, and what asks for the next one; by key, so that each page costs the same."""
    found = Attribution.objects.sold().filter(affiliate=affiliate).order_by("-pk")
    if before:
        mark = Attribution.objects.filter(affiliate=affiliate, order__code=before).values_list("pk", flat=True).first()
        found = found.filter(pk__lt=mark) if mark else found.none()
    rows = list(found.select_related("order").prefetch_related("order__lines")[: PAGE + 1])
    more = rows[PAGE - 1].order.code if len(rows) > PAGE else ""
    return _with_money(affiliate.person, rows[:PAGE]), more


def sale_of(attribution: Attribution) -> Sale:
    """One order of theirs, with what the books say of it now."""
    return _with_money(attribution.affiliate.person, [attribution])[0]


def _with_money(person: Person, rows: Sequence[Attribution]) -> list[Sale]:
    orders = [row.order_id for row in rows]
    shares = Commission.objects.filter(transaction__order__in=orders, person=person, part=Part.AFFILIATE)
    earned = dict(shares.values_list("transaction__order").annotate(sum=Sum("amount")).order_by())
    own = LedgerEntry.objects.filter(
        transaction__order__in=orders, account__owner=person, account__kind=AccountKind.AFFILIATE
    )
    sums = own.values_list("transaction__order").annotate(sum=Sum("amount"), on=Max("available_at")).order_by()
    left = {order: (-total, on) for order, total, on in sums}
    held = _in_escrow(person, orders)
    disputed = set(Dispute.objects.open().filter(order__in=orders).values_list("order", flat=True))
    return [
        Sale(
            row,
            Money(earned.get(row.order_id, 0), row.order.currency),
            Money(left.get(row.order_id, (0, None))[0] + held.get(row.order_id, 0), row.order.currency),
            left.get(row.order_id, (0, None))[1],
            row.order_id in disputed,
        )
        for row in rows
    ]


def _in_escrow(person: Person, orders: Sequence[int]) -> dict[int, int]:
    entries = LedgerEntry.objects.filter(
        transaction__order__in=orders, account__owner=person, account__kind=AccountKind.ESCROW,
        hold__account__kind=AccountKind.AFFILIATE,
    )  # fmt: skip
    sums = entries.values_list("transaction__order").annotate(sum=Sum("amount")).order_by()
    return {order: -total for order, total in sums}


@dataclass(frozen=True)
class Figures:
    """What came of somebody's links."""

    clicks: int
    sales: int


def figures_of(affiliate: Affiliate) -> Figures:
    """All visitors and all paid orders so far."""
    clicks = affiliate.referrals.aggregate(sum=Sum("clicks"))["sum"] or 0
    return Figures(clicks, affiliate.attributions.sold().count())  # type: ignore[attr-defined]


def landings_of(affiliate: Affiliate) -> QuerySet[Referral, dict[str, object]]:
    """Where their visitors came to, the most first."""
    found = affiliate.referrals.values("landing").annotate(sum=Sum("clicks"), last=Max("day"))
    return found.order_by("-sum", "landing")[:10]
