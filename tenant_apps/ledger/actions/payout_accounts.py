"""Where payouts go, and stopping them."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.money import minor_units
from shared_apps.integrations.sepa.numbers import is_bic, is_iban, tidy
from tenant_apps.ledger.banks import Bank, bank_of, sealed
from tenant_apps.ledger.models import PayoutAccount, PayoutHold, PayoutMethod, PayoutTerms, Schedule
from tenant_apps.people.models import Person


class BadIban(Refused):
    """Its check digits are wrong, or it is none at all."""

    field = "iban"
    message = _("This is not a valid IBAN. Check it against your bank statement.")


class BadBic(Refused):
    """Not eight or eleven letters and digits."""

    field = "bic"
    message = _("A BIC has 8 or 11 letters and digits.")


class NowhereToPay(Refused):
    """No account number of any kind."""

    field = "iban"
    message = _("Write an IBAN, or other bank details.")


class UnknownCurrency(Refused):
    """No currency of that code."""

    field = "currency"
    message = _("There is no such currency.")


@transaction.atomic
def save_payout_account(
    *,
    person: Person | None,
    currency: str,
    holder: str,
    iban: str = "",
    bic: str = "",
    details: str = "",
    method: str = PayoutMethod.MANUAL,
    reference: str = "",
    by: Any = None,
) -> PayoutAccount:
    """Where this person's payouts in this currency go from now on; nobody's is the business's own.

    Payouts under way keep the account they were asked with. Raises BadIban, BadBic, NowhereToPay, UnknownCurrency.
    """
    iban, bic = tidy(iban), tidy(bic)
    try:
        minor_units(currency)
    except ValueError:
        raise UnknownCurrency from None
    if not (iban or details.strip() or reference):
        raise NowhereToPay
    if iban and not is_iban(iban):
        raise BadIban
    if bic and not is_bic(bic):
        raise BadBic
    bank = Bank(iban, bic, details.strip())
    values = {"holder": holder.strip(), "method": method, "reference": reference}
    current = PayoutAccount.objects.select_for_update().filter(
        person=person, currency=currency, archived_at__isnull=True
    )
    known = current.first()
    same = known is not None and all(getattr(known, name) == value for name, value in values.items())
    if known is not None and same and bank_of(known) == bank:
        return known
    current.update(archived_at=clock.now())
    return PayoutAccount.objects.create(person=person, currency=currency, **values, **sealed(bank))


def seal_accounts(*, at_once: int = 500) -> int:
    """Seal numbers that were kept before they were sealed; how many. Safe to stop and run again."""
    plain = PayoutAccount.objects.filter(~Q(iban="") | ~Q(bic="") | ~Q(details=""))[:at_once]
    for account in plain:
        kept = sealed(Bank(account.iban, account.bic, account.details))
        PayoutAccount.objects.filter(pk=account.pk).update(iban="", bic="", details="", **kept)
    return len(plain)


@transaction.atomic
def place_hold(*, person: Person | None, reason: str, by: str) -> PayoutHold:
    """Stop somebody's payouts until it is lifted. A second hold keeps the first one's reason."""
    hold, _new = PayoutHold.objects.get_or_create(
        person=person, lifted_at=None, defaults={"reason": reason.strip(), "placed_by": by}
    )
    return hold


@transaction.atomic
def lift_hold(*, person: Person | None, by: str) -> None:
    """Let payouts go on. Calling it twice changes nothing."""
    PayoutHold.objects.filter(person=person, lifted_at=None).update(lifted_at=clock.now(), lifted_by=by)


@transaction.atomic
def set_terms(*, schedule: str, minimum_amount: int, hold_days: int, by: Any = None) -> PayoutTerms:
    """The business's payout terms from now on; earnings that are pending keep their day."""
    values = {"schedule": Schedule(schedule), "minimum_amount": minimum_amount, "hold_days": hold_days}
    return PayoutTerms.objects.update_or_create(name="payouts", defaults=values)[0]
