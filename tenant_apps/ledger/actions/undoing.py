"""Money that goes back: fees, refunds and disputes take from where the shares of an order are now."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction

from marque.kit.money import Money
from shared_apps.integrations.ports.payments import Merchant
from tenant_apps.ledger.actions.platform_fees import cash_of, fee_payment, give_fee_back
from tenant_apps.ledger.actions.posting import Leg, Pot, mirrored, post
from tenant_apps.ledger.actions.selling import post_sale
from tenant_apps.ledger.models import AccountKind, EscrowHold, LedgerTransaction, Posting
from tenant_apps.ledger.queries.standing import Standing, standings_of
from tenant_apps.ledger.queries.terms import current_terms
from tenant_apps.orders.models import Dispute, Order, Payment, Refund

_NOBODYS = (AccountKind.TAX, AccountKind.PLATFORM_FEE)
_OWED = Pot(AccountKind.CREATOR)


def hold_order(order: Order) -> LedgerTransaction | None:
    """The order's sale, posted if it was not, and locked: what moves its shares goes one after the other."""
    sale = post_sale(order=order)
    return sale and LedgerTransaction.objects.select_for_update().get(pk=sale.pk)


@transaction.atomic
def post_fee(*, payment: Payment) -> LedgerTransaction | None:
    """Post what the gateway kept, once; it is the creator's cost. None while it is unknown or nothing."""
    if not payment.fee_amount or hold_order(payment.order) is None:
        return None
    fee, order = payment.fee_amount, payment.order
    assert order.paid_at is not None
    available_at = order.paid_at + timedelta(days=current_terms().hold_days)
    legs = [
        Leg(cash_of(order), -fee),
        *_through(AccountKind.GATEWAY_FEES, fee),
        Leg(_OWED, fee, available_at),
    ]
    return post(
        kind=Posting.FEE,
        source=f"fee:{payment.key}",
        currency=payment.currency,
        legs=legs,
        order=order,
        fact="orders.PaymentFeeKnown",
        occurred_at=payment.settled_at or order.paid_at,
    )


@transaction.atomic
def post_refund(*, refund: Refund) -> LedgerTransaction | None:
    """Post a settled refund, once: everybody gives back in proportion to what they still have of the order."""
    order = refund.order
    if refund.settled_at is None or not refund.amount or hold_order(order) is None:
        return None
    source = f"refund:{refund.key}"
    known = LedgerTransaction.objects.filter(source=source).first()
    if known is not None:
        return known
    legs = [
        Leg(cash_of(order), -refund.amount),
        *_through(AccountKind.REFUNDS, refund.amount),
        *_given_back(refund),
    ]
    if taken := fee_in(legs):
        give_fee_back(order=order, source=f"refund:{refund.key}", amount=taken)
    return post(
        kind=Posting.REFUND,
        source=source,
        currency=refund.currency,
        legs=legs,
        order=order,
        fact="orders.RefundSettled",
        note=refund.reason,
        occurred_at=refund.settled_at,
    )


def _given_back(refund: Refund) -> list[Leg]:
    """In proportion; but where a gateway kept the platform's fee, the platform gives what the gateway says it gave."""
    places = standings_of(refund.order)
    paid = fee_payment(refund.order)
    if paid is None or paid.merchant == Merchant.PLATFORM:
        return taken_from(places, refund.money)
    fees = [place for place in places if place.kind == AccountKind.PLATFORM_FEE]
    others = [place for place in places if place.kind != AccountKind.PLATFORM_FEE]
    back = min(refund.platform_fee_amount or 0, sum(place.amount for place in fees), refund.amount)
    rest = Money(refund.amount - back, refund.currency)
    return [*taken_from(fees, Money(back, refund.currency)), *taken_from(others, rest)]


def fee_in(legs: Iterable[Leg]) -> int:
    """What these legs take of the platform's fee."""
    return sum(leg.amount for leg in legs if leg.pot.kind == AccountKind.PLATFORM_FEE)


@transaction.atomic
def post_dispute_opened(*, dispute: Dispute) -> LedgerTransaction | None:
    """The gateway keeps the money for now; the shares in it are held, tax and fees stay as they are."""
    order = dispute.order
    if hold_order(order) is None:
        return None
    source = f"dispute:{dispute.key}"
    known = LedgerTransaction.objects.filter(source=source).first()
    if known is not None:
        return known
    taken = [leg for leg in taken_from(standings_of(order), dispute.money) if leg.pot.kind not in _NOBODYS]
    return post(
        kind=Posting.DISPUTE_OPENED,
        source=source,
        currency=dispute.currency,
        legs=[
            Leg(cash_of(order), -dispute.amount),
            Leg(_kept(order), dispute.amount),
            *taken,
            *(Leg(Pot(AccountKind.HELD, leg.pot.owner_id), -leg.amount) for leg in taken),
        ],
        order=order,
        fact="orders.DisputeOpened",
        note=dispute.reason,
        occurred_at=dispute.opened_at,
    )


@transaction.atomic
def post_dispute_won(*, dispute: Dispute) -> LedgerTransaction | None:
    """All as it was before the dispute."""
    opened = post_dispute_opened(dispute=dispute)
    if opened is None or dispute.won_at is None:
        return None
    hold_order(dispute.order)
    return post(
        kind=Posting.DISPUTE_WON,
        source=f"dispute-won:{dispute.key}",
        currency=dispute.currency,
        legs=[where_now(leg) for leg in mirrored(opened)],
        order=dispute.order,
        fact="orders.DisputeWon",
        occurred_at=dispute.won_at,
    )


@transaction.atomic
def post_dispute_lost(*, dispute: Dispute) -> LedgerTransaction | None:
    """What was held is gone; tax and platform fee are no longer owed in proportion."""
    opened = post_dispute_opened(dispute=dispute)
    if opened is None or dispute.lost_at is None:
        return None
    order = dispute.order
    held = opened.entries.filter(account__kind=AccountKind.HELD).select_related("account").order_by("position")
    back = [Leg(Pot(AccountKind.HELD, entry.account.owner_id), -entry.amount) for entry in held]
    rest = Money(dispute.amount - sum(leg.amount for leg in back), dispute.currency)
    nobodys = [standing for standing in standings_of(order) if standing.kind in _NOBODYS]
    given = taken_from(nobodys, rest)
    paid = fee_payment(order)
    # a gateway that kept the fee is asked for it by `return_lost_fees`, and says when it came
    if paid is not None and paid.merchant == Merchant.PLATFORM:
        give_fee_back(order=order, source=f"dispute:{dispute.key}", amount=fee_in(given))
    return post(
        kind=Posting.DISPUTE_LOST,
        source=f"dispute-lost:{dispute.key}",
        currency=dispute.currency,
        legs=[Leg(_kept(order), -dispute.amount), *back, *given],
        order=order,
        fact="orders.DisputeLost",
        occurred_at=dispute.lost_at,
    )


def where_now(leg: Leg) -> Leg:
    """What was taken out of escrow goes to its owner when the escrow was released meanwhile."""
    if leg.pot.kind != AccountKind.ESCROW or leg.hold_id is None:
        return leg
    hold = EscrowHold.objects.select_for_update().select_related("account").get(pk=leg.hold_id)
    return leg if hold.released_at is None else Leg(Pot(hold.account.kind, hold.account.owner_id), leg.amount)


def taken_from(standings: Iterable[Standing], money: Money) -> list[Leg]:
    """Take so much from what is left, by largest remainder; what is more than all of it is the creator's loss."""
    places = list(standings)
    left = sum(place.amount for place in places)
    shared = Money(min(money.amount, left), money.currency)
    parts = shared.allocate([place.amount for place in places]) if shared else []
    legs = [
        Leg(Pot(place.kind, place.owner_id), part.amount, place.available_at, place.hold_id)
        for place, part in zip(places, parts, strict=bool(parts))
    ]
    return [*legs, Leg(_OWED, money.amount - shared.amount)]


def _through(kind: str, amount: int) -> list[Leg]:
    """Through an account that is left at zero: what went through it is the figure."""
    return [Leg(Pot(kind), amount), Leg(Pot(kind), -amount)]


def _kept(order: Order) -> Pot:
    return Pot(AccountKind.DISPUTES, gateway=cash_of(order).gateway)
