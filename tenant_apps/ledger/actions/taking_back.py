"""Payouts that do not arrive: the money goes back into the wallet, before it was sent or after."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from marque.kit.money import Money
from tenant_apps.ledger.actions.payouts import NotWaiting, lock_wallet, refuse_in_batch
from tenant_apps.ledger.actions.posting import Leg, Pot, mirrored, post, reverse
from tenant_apps.ledger.events import PayoutReturned
from tenant_apps.ledger.models import AccountKind, Payout, PayoutMethod, PayoutState, Posting


class MayHaveArrived(Refused):
    """The way was asked, and never said for certain that it did not send."""

    message = _(
        "%(way)s was asked to send this payout and has not said that it failed, so the money may have arrived. "
        "It is asked again by itself; the payout can be returned once it refuses."
    )


@transaction.atomic
def return_payout(*, payout: Payout, reason: str, by: str, batch: str = "") -> Payout:
    """It will not be paid: the money goes back into the wallet. Calling it twice changes nothing.

    Raises NotWaiting, InABatch, and MayHaveArrived while a way that sends by itself has not refused for certain.
    """
    lock_wallet(payout.person, payout.currency)
    payout = Payout.objects.select_for_update().get(pk=payout.pk)
    if payout.paid_at:
        raise NotWaiting(state=PayoutState.PAID.label)
    if payout.returned_at:
        return payout
    if payout.sent_at and payout.account.method != PayoutMethod.MANUAL:
        raise MayHaveArrived(way=PayoutMethod(payout.account.method).label)
    refuse_in_batch(payout, batch)
    return _put_back(payout, reason, by)


@transaction.atomic
def take_back(*, payout: Payout, back: Money, reason: str, by: str) -> Payout:
    """What was sent came back, so much of it by now: into the wallet. Said twice, late or in parts, it is booked once.

    All of it at once is as if it had never been paid. Parts leave it paid, until the last one makes it returned.
    """
    lock_wallet(payout.person, payout.currency, Pot(AccountKind.CASH, gateway=payout.account.method))
    payout = Payout.objects.select_for_update().get(pk=payout.pk)
    part = min(back, payout.money).amount - payout.came_back_amount
    if payout.returned_at or part <= 0:
        return payout
    if part < payout.amount:
        return _take_part(payout, part, reason, by)
    if payout.paid_at:
        paid = payout.transactions.get(kind=Posting.PAYOUT_PAID)
        reverse(original=paid, source=f"payout-came-back:{payout.key}", note=reason.strip()[:300])
        payout.paid_at, payout.came_back_amount = None, payout.amount
        payout.save(update_fields=["paid_at", "came_back_amount"])
    return _put_back(payout, reason, by)


def _take_part(payout: Payout, part: int, reason: str, by: str) -> Payout:
    """From cash straight into the shares it was taken from, in their order: what came back before is filled first."""
    before, total = payout.came_back_amount, payout.came_back_amount + part
    post(
        kind=Posting.PAYOUT_RETURNED,
        source=f"payout-came-back:{payout.key}:{total}",
        currency=payout.currency,
        legs=[Leg(Pot(AccountKind.CASH, gateway=payout.account.method), part), *_shares(payout, before, total)],
        payout=payout,
        note=reason.strip()[:300],
    )
    payout.came_back_amount = total
    payout.save(update_fields=["came_back_amount"])
    if total == payout.amount:
        payout.paid_at = None
        payout.save(update_fields=["paid_at"])
        _close(payout, reason, by)
    return payout


def _shares(payout: Payout, first: int, end: int) -> Iterator[Leg]:
    """What of the reserved shares lies between two amounts, laid end to end."""
    at = 0
    for leg in mirrored(payout.transactions.get(kind=Posting.PAYOUT_RESERVED)):
        if leg.pot.kind == AccountKind.IN_TRANSIT:
            continue
        share = -leg.amount
        part = min(end, at + share) - max(first, at)
        if part > 0:
            yield Leg(leg.pot, -part)
        at += share


def _close(payout: Payout, reason: str, by: str) -> None:
    payout.returned_at, payout.returned_by, payout.reason = clock.now(), by, reason.strip()[:300]
    payout.save(update_fields=["returned_at", "returned_by", "reason"])
    publish(PayoutReturned(payout_id=payout.pk))


def _put_back(payout: Payout, reason: str, by: str) -> Payout:
    _close(payout, reason, by)
    post(
        kind=Posting.PAYOUT_RETURNED,
        source=f"payout-returned:{payout.key}",
        currency=payout.currency,
        legs=mirrored(payout.transactions.get(kind=Posting.PAYOUT_RESERVED)),
        payout=payout,
        note=payout.reason,
    )
    return payout
