"""What the bank gets: written once, kept sealed, the same bytes whenever it is fetched."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from marque.console.batches.reading import Found
from marque.kit.errors import Refused
from marque.kit.sealed import Unreadable, seal, unseal
from marque.kit.sheets import csv_text
from shared_apps.integrations.sepa.numbers import is_iban, tidy
from shared_apps.integrations.sepa.pain001 import CreditTransfer, Party, written
from shared_apps.settlements.models import BatchForm, PlatformBatch

_PURPOSE, _OWNER = "settlements.batch-file", "platform"
_HEAD = ("Name", "IBAN", "BIC", "Details", "Amount", "Currency", "Reference", "Business")
KINDS = {BatchForm.SEPA: ("xml", "application/xml"), BatchForm.CSV: ("csv", "text/csv; charset=utf-8")}


class PayerUnknown(Refused):
    """The environment names no account of the platform's, or a wrong one."""

    message = _("Set PAYOUTS_PAYER_NAME and a valid PAYOUTS_PAYER_IBAN first: the bank wants to know who pays.")


def payer() -> Party:
    """The platform, as its bank knows it; raises PayerUnknown."""
    iban = tidy(settings.PAYOUTS_PAYER_IBAN)
    if not settings.PAYOUTS_PAYER_NAME or not is_iban(iban):
        raise PayerUnknown
    return Party(settings.PAYOUTS_PAYER_NAME, iban, tidy(settings.PAYOUTS_PAYER_BIC))


def file_of(batch: PlatformBatch, found: Sequence[Found], *, at: datetime) -> bytes:
    """The file of these payouts; raises PayerUnknown."""
    if batch.form == BatchForm.CSV:
        return csv_text(_HEAD, [_row(each) for each in found]).encode()
    transfers = [_transfer(each) for each in found]
    return written(reference=batch.code, made_at=at, pay_on=at.date(), payer=payer(), transfers=transfers)


def _row(found: Found) -> tuple[str, ...]:
    assert found.money is not None
    bank, money = found.bank, found.money
    to = (found.holder, bank.iban, bank.bic, bank.details)
    return (*to, str(money.decimal), money.currency, found.code, found.business)


def _transfer(found: Found) -> CreditTransfer:
    assert found.money is not None
    to = Party(found.holder, found.bank.iban, found.bank.bic)
    return CreditTransfer(to, found.money, found.code, f"{found.business} {found.code}")


def keep(batch: PlatformBatch, content: bytes) -> None:
    """Seal it onto the batch, which is saved by its caller; raises NoSecretsKey."""
    batch.sealed_file = seal(_PURPOSE, content.decode(), owner=_OWNER)
    batch.digest = hashlib.sha256(content).hexdigest()


def kept(batch: PlatformBatch) -> bytes:
    """The very bytes; raises Unreadable."""
    content = str(unseal(_PURPOSE, batch.sealed_file, owner=_OWNER)).encode()
    if hashlib.sha256(content).hexdigest() != batch.digest:
        raise Unreadable
    return content
