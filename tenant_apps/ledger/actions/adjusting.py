"""Adjusting somebody's wallet by hand, against the business's own; and taking that back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.money import Money
from marque.kit.tenancy.context import require_tenant
from shared_apps.operations.audit import record
from tenant_apps.ledger.actions.posting import Leg, Pot, lock_accounts, open_accounts, post, reverse
from tenant_apps.ledger.merchant import platform_collects
from tenant_apps.ledger.models import AccountKind, LedgerTransaction, Part, Posting
from tenant_apps.ledger.queries.adjustments import SOURCE, adjustment_of
from tenant_apps.ledger.queries.wallets import available_in, earned_accounts
from tenant_apps.people.models import Person

_MOST = 10**14
_CREATOR = Pot(AccountKind.CREATOR)


class NothingToAdjust(Refused):
    """Nothing, or more than anybody has."""

    field = "amount"
    message = _("Write an amount other than nothing.")


class ReasonMissing(Refused):
    """Nobody could explain it later."""

    field = "reason"
    message = _("Write a reason. It is kept with the books, and its owner reads it.")


class WouldGoNegative(Refused):
    """More than can be paid out would be taken."""

    field = "amount"
    message = _("%(whose)s has %(available)s that can be paid out. Take less, or say that it may go below zero.")


class NotYoursToAdjust(Refused):
    """The platform adjusts wallets only where it has the money."""

    message = _("This business collects its own sales, so it adjusts its wallets itself.")


class NoAdjustment(Refused):
    """There is none of that name."""

    message = _("There is no such adjustment.")


@transaction.atomic
def adjust_wallet(
    *,
    person: Person,
    part: str,
    money: Money,
    reason: str,
    request_key: UUID,
    by: str,
    user: Any = None,
    may_go_negative: bool = False,
    operator: bool = False,
) -> LedgerTransaction:
    """Give somebody more of the business's own earnings, or, below zero, take some back. The same key is one.

    Raises NothingToAdjust, ReasonMissing, WouldGoNegative, and NotYoursToAdjust for an operator.
    """
    _check(money, reason, operator=operator)
    source, own = f"{SOURCE}{request_key}", Pot(Part(part), person.pk)
    available = _hold(person, money.currency, own)
    known = LedgerTransaction.objects.filter(source=source).first()
    if known is not None:
        return known
    _refuse_below_zero(person, money, available, may_go_negative=may_go_negative)
    through, amount = Pot(AccountKind.ADJUSTMENT), money.amount
    legs = [Leg(_CREATOR, amount), Leg(through, -amount), Leg(through, amount), Leg(own, -amount)]
    made = post(
        kind=Posting.ADJUSTMENT, source=source, currency=money.currency, legs=legs, note=reason.strip()[:300], by=user
    )
    _audit("wallet.adjusted", made, person, money, reason, by)
    return made


@transaction.atomic
def undo_adjustment(
    *,
    adjustment: LedgerTransaction,
    reason: str,
    by: str,
    user: Any = None,
    may_go_negative: bool = False,
    operator: bool = False,
) -> LedgerTransaction:
    """Take an adjustment back by its mirror image. Calling it twice changes nothing.

    Raises NoAdjustment, ReasonMissing, WouldGoNegative, and NotYoursToAdjust for an operator.
    """
    found = adjustment_of(adjustment)
    if found is None:
        raise NoAdjustment
    back = -found.money
    _check(back, reason, operator=operator)
    available = _hold(found.person, back.currency, Pot(found.part, found.person.pk))
    known = LedgerTransaction.objects.filter(reverses=adjustment).first()
    if known is not None:
        return known
    _refuse_below_zero(found.person, back, available, may_go_negative=may_go_negative)
    source = f"{SOURCE}undone:{adjustment.key}"
    made = reverse(original=adjustment, source=source, by=user, note=reason.strip()[:300])
    _audit("wallet.adjustment-undone", made, found.person, back, reason, by)
    return made


def _check(money: Money, reason: str, *, operator: bool) -> None:
    if operator and not platform_collects():
        raise NotYoursToAdjust
    if not 0 < abs(money.amount) < _MOST:
        raise NothingToAdjust
    if not reason.strip():
        raise ReasonMissing


def _hold(person: Person, currency: str, own: Pot) -> dict[int | None, int]:
    """Lock both wallets; what can be paid out of each, the business's own under None."""
    pots = open_accounts(currency=currency, pots=[own, _CREATOR])
    rows = [*earned_accounts(person, currency), *earned_accounts(None, currency), *pots.values()]
    held, now = lock_accounts(rows), clock.now()
    return {
        owner: sum(available_in([row for row in held if row.owner_id == owner], now=now).values())
        for owner in (person.pk, None)
    }


def _refuse_below_zero(
    person: Person, money: Money, available: dict[int | None, int], *, may_go_negative: bool
) -> None:
    """Whose money is taken must have it; the creator's own is at their gateway unless the platform collects."""
    loser = person.pk if money.amount < 0 else None
    if may_go_negative or (loser is None and not platform_collects()):
        return
    if abs(money.amount) > available[loser]:
        left = Money(available[loser], money.currency).format(cents=True)
        whose = str(person) if loser else require_tenant().name
        raise WouldGoNegative(whose=whose, available=left)


def _audit(action: str, made: LedgerTransaction, person: Person, money: Money, reason: str, by: str) -> None:
    about = {"person": str(person.key), "amount": money.amount, "currency": money.currency}
    record(
        by=by, action=action, target=str(made.key), tenant_id=require_tenant().id, reason=reason.strip()[:300],
        data=about,
    )  # fmt: skip
