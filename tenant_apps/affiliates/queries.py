"""Reads on affiliates: the programme, what a sale would earn, what was sold and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Sum

from marque.kit import clock
from marque.kit.money import Money
from tenant_apps.affiliates.models import (
    Affiliate,
    AffiliateProgramme,
    Attribution,
    AttributionQuerySet,
    Joining,
    Referral,
)
from tenant_apps.entitlements.models import Entitlement
from tenant_apps.ledger.models import AccountKind, Commission, CommissionRule, LedgerEntry, Part
from tenant_apps.orders.models import Dispute, Order
from tenant_apps.people.models import Person

PAGE = 25


def current_programme() -> AffiliateProgramme:
    """What was set up; a closed one while nobody set anything up."""
    return AffiliateProgramme.objects.first() or AffiliateProgramme()


def affiliate_of(person: Person | None) -> Affiliate | None:
    """Their application or membership, with its figures."""
    return Affiliate.objects.with_figures().filter(person=person).first() if person and person.pk else None


def may_join(person: Person | None, programme: AffiliateProgramme, now: datetime) -> bool:
    """Would the programme take them?"""
    if programme.joining != Joining.MEMBERS:
        return programme.is_open
    return bool(person and person.pk) and Entitlement.objects.filter(person=person).open(now).exists()


def rules_now() -> list[CommissionRule]:
    """Every rule that gives affiliates something at this moment, the one that began last first."""
    rules = CommissionRule.objects.in_force(clock.now()).filter(part=Part.AFFILIATE)
    return list(rules.order_by("-starts_at", "-pk"))


def rate_of(person: Person | None, rules: Sequence[CommissionRule] | None = None) -> CommissionRule | None:
    """The rule for one affiliate alone; nobody's is the one for all. Rules for products are beside it."""
    pk = person.pk if person else None
    wide = (each for each in (rules_now() if rules is None else rules) if each.product_id is None and not each.category)
    return next((each for each in wide if each.person_id == pk), None)


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
    rows = list(_with_orders(found)[: PAGE + 1])
    more = rows[PAGE - 1].order.code if len(rows) > PAGE else ""
    return _with_money(affiliate.person, rows[:PAGE]), more


def sale_of(attribution: Attribution) -> Sale:
    """One order of theirs, with what the books say of it now."""
    rows = _with_orders(Attribution.objects.filter(pk=attribution.pk))
    return _with_money(attribution.affiliate.person, list(rows))[0]


def _with_orders(rows: AttributionQuerySet) -> AttributionQuerySet:
    disputed = Exists(Dispute.objects.open().filter(order=OuterRef("order")))
    return rows.select_related("order").prefetch_related("order__lines").annotate(disputed=disputed)


def _with_money(person: Person, rows: Sequence[Attribution]) -> list[Sale]:
    orders = [row.order_id for row in rows]
    shares = Commission.objects.filter(transaction__order__in=orders, person=person, part=Part.AFFILIATE)
    earned = dict(shares.values_list("transaction__order").annotate(sum=Sum("amount")).order_by())
    own = LedgerEntry.objects.filter(
        Q(account__kind=AccountKind.AFFILIATE)
        | Q(account__kind=AccountKind.ESCROW, hold__account__kind=AccountKind.AFFILIATE),
        transaction__order__in=orders,
        account__owner=person,
    )
    sums = own.values_list("transaction__order").annotate(sum=Sum("amount"), on=Max("available_at")).order_by()
    left = {order: (-total, on) for order, total, on in sums}
    return [_sale(row, earned.get(row.order_id, 0), *left.get(row.order_id, (0, None))) for row in rows]


def _sale(row: Attribution, earned: int, left: int, available_at: datetime | None) -> Sale:
    currency = row.order.currency
    disputed: bool = row.disputed  # type: ignore[attr-defined]
    return Sale(row, Money(earned, currency), Money(left, currency), available_at, disputed)


def landings_of(affiliate: Affiliate) -> QuerySet[Referral, Any]:
    """Where their visitors came to, the most first."""
    found = affiliate.referrals.values("landing").annotate(sum=Sum("clicks"), last=Max("day"))
    return found.order_by("-sum", "landing")[:10]
