"""A batch of payouts as one order to the bank."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.tenancy.context import require_tenant
from shared_apps.integrations.sepa.pain001 import CreditTransfer, NotSepa, Party, written
from tenant_apps.ledger.banks import bank_of
from tenant_apps.ledger.models import Payout, PayoutAccount, PayoutBatch


class NoSepa(Refused):
    """Not everybody in it has an IBAN, or it is not in euros."""

    message = _("A SEPA file needs euros and an IBAN for every payout. Use the CSV for this one.")


class PayerUnknown(Refused):
    """The business has not said from which account it pays."""

    message = _("Write down your own IBAN first, below Your payouts: the bank wants to know who pays.")


def sepa_file(batch: PayoutBatch) -> bytes:
    """The batch as pain.001; raises NoSepa and PayerUnknown."""
    own = PayoutAccount.objects.filter(person=None, currency="EUR", archived_at=None).first()
    payer = bank_of(own) if own else None
    if own is None or payer is None or not payer.iban:
        raise PayerUnknown
    payouts = batch.payouts.select_related("account").order_by("pk")
    now = clock.now()
    try:
        return written(
            reference=batch.code,
            made_at=now,
            pay_on=now.date(),
            payer=Party(own.holder, payer.iban, payer.bic),
            transfers=[_transfer(payout) for payout in payouts],
        )
    except NotSepa:
        raise NoSepa from None


def _transfer(payout: Payout) -> CreditTransfer:
    bank = bank_of(payout.account)
    to = Party(payout.account.holder, bank.iban, bank.bic)
    return CreditTransfer(to, payout.money, payout.code, f"{require_tenant().name} {payout.code}")
