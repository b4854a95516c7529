"""Paying out: asked for, approved, paid; or returned to the wallet."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from marque.kit.money import Money
from shared_apps.settlements.queries import live_batches
from tenant_apps.ledger.actions.posting import Leg, Pot, lock_accounts, open_accounts, post
from tenant_apps.ledger.banks import can_be_paid
from tenant_apps.ledger.events import PayoutApproved, PayoutPaid, PayoutRequested
from tenant_apps.ledger.merchant import platform_collects
from tenant_apps.ledger.models import (
    AccountKind,
    LedgerAccount,
    Payout,
    PayoutAccount,
    PayoutHold,
    PayoutState,
    Posting,
)
from tenant_apps.ledger.models.book import EARNED
from tenant_apps.ledger.queries.terms import current_terms
from tenant_apps.ledger.queries.wallets import available_in, earned_accounts
from tenant_apps.people.models import Person
from themes.brand import current_brand


class NoPayoutAccount(Refused):
    """Nowhere to send it."""

    message = _("Say first where your payouts go.")


class PayoutsOnHold(Refused):
    """Somebody stopped this person's payouts."""

    message = _("Payouts are on hold: %(reason)s")


class MoreThanAvailable(Refused):
    """The wallet has less."""

    field = "amount"
    message = _("%(available)s can be paid out now. Write that much or less.")


class LessThanMinimum(Refused):
    """Too little to be worth a transfer."""

    field = "amount"
    message = _("The smallest payout is %(minimum)s.")


class PaidByTheGateway(Refused):
    """The creator is the merchant: their money is at their own gateway already."""

    message = _("Your gateway pays your own earnings straight to your bank.")


class NotWaiting(Refused):
    """Somebody decided before."""

    message = _("This payout is %(state)s already.")


class InABatch(Refused):
    """Operators pay it with others in one file."""

    message = _("This payout is in the platform's file %(code)s for its bank, and is decided there.")


class NotYoursToApprove(Refused):
    """Who has the money decides."""

    message = _("Whoever collects the money approves its payouts.")


@transaction.atomic
def request_payout(*, person: Person | None, money: Money, request_key: UUID, by: str) -> Payout:
    """Take money out of a wallet, to be approved and paid. The same key is the same payout.

    Raises NoPayoutAccount, PayoutsOnHold, MoreThanAvailable, LessThanMinimum, PaidByTheGateway.
    """
    if person is None and not platform_collects():
        raise PaidByTheGateway
    wallet = lock_wallet(person, money.currency)
    known = Payout.objects.filter(request_key=request_key).first()
    if known is not None:
        return known
    account = _account_of(person, money.currency)
    taken = _take(wallet, money)
    payout = Payout.objects.create(
        person=person,
        account=account,
        currency=money.currency,
        amount=money.amount,
        request_key=request_key,
        requested_at=clock.now(),
        requested_by=by,
    )
    owner = person.pk if person else None
    post(
        kind=Posting.PAYOUT_RESERVED,
        source=f"payout:{payout.key}",
        currency=money.currency,
        legs=[*taken, Leg(Pot(AccountKind.IN_TRANSIT, owner), -money.amount)],
        payout=payout,
    )
    publish(PayoutRequested(payout_id=payout.pk))
    return payout


def lock_wallet(person: Person | None, currency: str, *more: Pot) -> list[LedgerAccount]:
    """All that a payout moves, held at once: who asks at the same time waits here, and then sees what is left."""
    transit = Pot(AccountKind.IN_TRANSIT, person.pk if person else None)
    pots = open_accounts(currency=currency, pots=[transit, *more])
    return lock_accounts([*earned_accounts(person, currency), *pots.values()])


def _account_of(person: Person | None, currency: str) -> PayoutAccount:
    hold = PayoutHold.objects.filter(person=person, lifted_at=None).first()
    if hold is not None:
        raise PayoutsOnHold(reason=hold.reason)
    account = PayoutAccount.objects.filter(person=person, currency=currency, archived_at=None).first()
    if account is None or not can_be_paid(account):
        raise NoPayoutAccount
    return account


def _take(wallet: list[LedgerAccount], money: Money) -> list[Leg]:
    earned = [account for account in wallet if account.kind in EARNED]
    available = available_in(earned, now=clock.now())
    most = Money(max(sum(available.values()), 0), money.currency)
    terms = current_terms()
    minimum = terms.minimum_amount if money.currency == current_brand().currency else 0
    if money > most:
        raise MoreThanAvailable(available=most.format(cents=True))
    if money.amount < max(minimum, 1):
        raise LessThanMinimum(minimum=Money(max(minimum, 1), money.currency).format(cents=True))
    legs, left = [], money.amount
    for account in earned:
        part = min(left, max(available[account.pk], 0))
        legs.append(Leg(Pot(account.kind, account.owner_id), part))
        left -= part
    return legs


@transaction.atomic
def approve_payout(*, payout: Payout, by: str, operator: bool = False) -> Payout:
    """Let it be paid. Calling it twice changes nothing; raises NotYoursToApprove and NotWaiting."""
    if operator != platform_collects():
        raise NotYoursToApprove
    payout = Payout.objects.select_for_update().get(pk=payout.pk)
    if payout.returned_at:
        raise NotWaiting(state=PayoutState.RETURNED.label)
    if payout.approved_at is None:
        payout.approved_at, payout.approved_by = clock.now(), by
        payout.save(update_fields=["approved_at", "approved_by"])
        publish(PayoutApproved(payout_id=payout.pk))
    return payout


@transaction.atomic
def mark_paid(*, payout: Payout, by: str, reference: str = "", batch: str = "") -> Payout:
    """The money has reached its owner. Calling it twice changes nothing; raises NotWaiting and InABatch."""
    cash = Pot(AccountKind.CASH, gateway=payout.account.method)
    lock_wallet(payout.person, payout.currency, cash)
    payout = Payout.objects.select_for_update().get(pk=payout.pk)
    if payout.returned_at or payout.approved_at is None:
        raise NotWaiting(state=payout.state.label)
    if payout.paid_at:
        return payout
    refuse_in_batch(payout, batch)
    payout.paid_at, payout.paid_by, payout.reference = clock.now(), by, reference[:120]
    payout.save(update_fields=["paid_at", "paid_by", "reference"])
    post(
        kind=Posting.PAYOUT_PAID,
        source=f"payout-paid:{payout.key}",
        currency=payout.currency,
        legs=[
            Leg(Pot(AccountKind.IN_TRANSIT, payout.person_id), payout.amount),
            Leg(cash, -payout.amount),
        ],
        payout=payout,
    )
    publish(PayoutPaid(payout_id=payout.pk))
    return payout


def refuse_in_batch(payout: Payout, batch: str) -> None:
    """Whoever has locked a payout to pay or return it asks here; `batch` is the file on whose behalf they do it."""
    held = live_batches([payout.key]).get(payout.key, "")
    if held != batch:
        raise InABatch(code=held or batch)
