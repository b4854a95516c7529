"""Payouts that do not arrive: the money goes back into the wallet, before it was sent or after."""

from __future__ import annotations

from django.db import transaction

from marque.kit import clock
from marque.kit.facts.outbox import publish
from tenant_apps.ledger.actions.payouts import NotWaiting, lock_wallet
from tenant_apps.ledger.actions.posting import Pot, mirrored, post, reverse
from tenant_apps.ledger.events import PayoutReturned
from tenant_apps.ledger.models import AccountKind, Payout, PayoutState, Posting


@transaction.atomic
def return_payout(*, payout: Payout, reason: str, by: str) -> Payout:
    """It will not be paid: the money goes back into the wallet. Calling it twice changes nothing; raises NotWaiting."""
    lock_wallet(payout.person, payout.currency)
    payout = Payout.objects.select_for_update().get(pk=payout.pk)
    if payout.paid_at:
        raise NotWaiting(state=PayoutState.PAID.label)
    return payout if payout.returned_at else _put_back(payout, reason, by)


@transaction.atomic
def take_back(*, payout: Payout, reason: str, by: str) -> Payout:
    """What was sent came back: as if it had never been paid, and into the wallet. Calling it twice changes nothing."""
    lock_wallet(payout.person, payout.currency, Pot(AccountKind.CASH, gateway=payout.account.method))
    payout = Payout.objects.select_for_update().get(pk=payout.pk)
    if payout.returned_at:
        return payout
    if payout.paid_at:
        paid = payout.transactions.get(kind=Posting.PAYOUT_PAID)
        reverse(original=paid, source=f"payout-came-back:{payout.key}", note=reason.strip()[:300])
        payout.paid_at = None
        payout.save(update_fields=["paid_at"])
    return _put_back(payout, reason, by)


def _put_back(payout: Payout, reason: str, by: str) -> Payout:
    payout.returned_at, payout.returned_by, payout.reason = clock.now(), by, reason.strip()[:300]
    payout.save(update_fields=["returned_at", "returned_by", "reason"])
    post(
        kind=Posting.PAYOUT_RETURNED,
        source=f"payout-returned:{payout.key}",
        currency=payout.currency,
        legs=mirrored(payout.transactions.get(kind=Posting.PAYOUT_RESERVED)),
        payout=payout,
        note=payout.reason,
    )
    publish(PayoutReturned(payout_id=payout.pk))
    return payout
