"""Where payouts go, and stopping them."""

from __future__ import annotations

import re
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.money import minor_units
from tenant_apps.ledger.models import PayoutAccount, PayoutHold, PayoutMethod, PayoutTerms, Schedule
from tenant_apps.people.models import Person

_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?")


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
    iban, bic = (re.sub(r"\s", "", text).upper() for text in (iban, bic))
    try:
        minor_units(currency)
    except ValueError:
        raise UnknownCurrency from None
    if not (iban or details.strip() or reference):
        raise NowhereToPay
    if iban and not is_iban(iban):
        raise BadIban
    if bic and not _BIC.fullmatch(bic):
        raise BadBic
    values = {"iban": iban, "bic": bic, "details": details.strip(), "method": method, "reference": reference}
    values["holder"] = holder.strip()
    current = PayoutAccount.objects.select_for_update().filter(
        person=person, currency=currency, archived_at__isnull=True
    )
    known = current.first()
    if known is not None and all(getattr(known, name) == value for name, value in values.items()):
        return known
    current.update(archived_at=clock.now())
    return PayoutAccount.objects.create(person=person, currency=currency, **values)


def is_iban(text: str) -> bool:
    """Whether the check digits are right (ISO 13616: letters as numbers, four places moved, 1 modulo 97)."""
    if not _IBAN.fullmatch(text):
        return False
    digits = "".join(str(int(sign, 36)) for sign in text[4:] + text[:4])
    return int(digits) % 97 == 1


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
