"""A paid order into the book: tax, the platform's fee, everybody's share, and the rest for the creator."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction

from marque.kit.money import Money
from tenant_apps.ledger.actions.platform_fees import cash_of, keep_fee, platform_fee_on
from tenant_apps.ledger.actions.posting import Leg, Pot, open_accounts, post
from tenant_apps.ledger.models import AccountKind, Commission, EscrowHold, LedgerTransaction, Posting, Until
from tenant_apps.ledger.queries.missing import NOT_SOLD_HERE
from tenant_apps.ledger.queries.sharing import Share, shares_of
from tenant_apps.ledger.queries.terms import current_terms
from tenant_apps.orders.models import Order


@transaction.atomic
def post_sale(*, order: Order) -> LedgerTransaction | None:
    """Post a paid order, once; None for one that brought no money here."""
    source = f"order:{order.key}"
    if order.paid_at is None or not order.total or order.kind in NOT_SOLD_HERE:
        return None
    # the facts of one order come side by side: the second waits here and finds the sale
    Order.objects.select_for_update().only("pk").get(pk=order.pk)
    known = LedgerTransaction.objects.filter(source=source).first()
    if known is not None:
        return known
    tax = Money(order.tax_amount, order.currency)
    net = order.total - tax
    fee = min(platform_fee_on(order, net), net)
    shares = shares_of(order, at=order.paid_at, at_most=net - fee)
    earned = net - fee - sum((share.money for share in shares), Money.zero(order.currency))
    available_at = order.paid_at + timedelta(days=current_terms().hold_days)
    legs = [
        Leg(cash_of(order), order.total_amount),
        Leg(Pot(AccountKind.TAX), -tax.amount),
        Leg(Pot(AccountKind.PLATFORM_FEE), -fee.amount),
        *_share_legs(order, shares, order.paid_at, available_at),
        Leg(Pot(AccountKind.CREATOR), -earned.amount, available_at),
    ]
    sale = post(
        kind=Posting.SALE,
        source=source,
        currency=order.currency,
        legs=legs,
        order=order,
        fact="orders.OrderPaid",
        occurred_at=order.paid_at,
    )
    Commission.objects.bulk_create(_commission(sale, share) for share in shares)
    keep_fee(order=order, fee=fee)
    return sale


def _share_legs(order: Order, shares: list[Share], paid_at: datetime, available_at: datetime) -> Iterator[Leg]:
    amounts: dict[Leg, int] = {}
    for share in shares:
        place = _place_of(order, share, paid_at, available_at)
        amounts[place] = amounts.get(place, 0) + share.money.amount
    for place, amount in amounts.items():
        yield Leg(place.pot, -amount, place.available_at, place.hold_id)


def _place_of(order: Order, share: Share, paid_at: datetime, available_at: datetime) -> Leg:
    """Where a share goes: into escrow, or to its owner from a day on; a leg without an amount yet."""
    rule, pot = share.rule, Pot(share.part, share.person.pk)
    if rule.until == Until.NONE:
        on = available_at if rule.hold_days is None else paid_at + timedelta(days=rule.hold_days)
        return Leg(pot, 0, on)
    account = open_accounts(currency=order.currency, pots=[pot])[pot]
    release_on = None if rule.hold_days is None else paid_at + timedelta(days=rule.hold_days)
    hold, _new = EscrowHold.objects.get_or_create(
        order=order, product=share.product, account=account, defaults={"release_on": release_on}
    )
    return Leg(Pot(AccountKind.ESCROW, share.person.pk), 0, None, hold.pk)


def _commission(sale: LedgerTransaction, share: Share) -> Commission:
    return Commission(
        transaction=sale,
        person=share.person,
        part=share.part,
        product=share.product,
        rule=share.rule,
        title=share.product.title,
        words=share.words[:300],
        base_amount=share.base.amount,
        basis_points=share.rule.basis_points,
        amount=share.money.amount,
        currency=share.money.currency,
    )
