"""How to pay by hand, in the business's own words: on the order's page and in the letters."""

from __future__ import annotations

from dataclasses import dataclass

import segno
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from stdnum import iban as ibans

from marque.kit.money import Money
from shared_apps.integrations.manual.epc import epc_text
from tenant_apps.orders.models import Awaited, ByHand, Payment
from tenant_apps.payments.gateways import known_keys


@dataclass(frozen=True)
class Instructions:
    """What to pay, by when, and how. `code` is a drawing that banking apps read, where there is one."""

    awaited: Awaited
    missing: Money
    arrived: Money
    words: str
    rows: list[tuple[str, str]]
    code: str

    @property
    def due(self) -> str:
        """The day."""
        return date_format(self.awaited.due_at, "j F Y")


def awaited_of(payment: Payment | None) -> Awaited | None:
    """What a payment waits for, if it does."""
    if payment is None:
        return None
    return Awaited.objects.select_related("payment__order").filter(payment=payment, payment__state="started").first()


def instructions_for(awaited: Awaited) -> Instructions:
    """What its buyer has to know."""
    known, missing = known_keys("manual"), awaited.missing
    transfer = awaited.method != ByHand.CASH
    holder, iban = known.get("holder", ""), ibans.compact(known.get("iban", ""))
    code = ""
    if transfer:
        reference = awaited.payment.reference
        code = epc_text(holder=holder, iban=iban, bic=known.get("bic", ""), money=missing, reference=reference)
    return Instructions(
        awaited=awaited,
        missing=missing,
        arrived=awaited.arrived,
        words=_words(awaited, known),
        rows=_rows(awaited, known, missing) if transfer else [],
        code=_drawn(code) if code else "",
    )


def _words(awaited: Awaited, known: dict[str, str]) -> str:
    if awaited.method == ByHand.TRANSFER:
        return _("Transfer the amount with this reference. Without it we cannot tell whose money it is.")
    return known.get(awaited.method, "")


def _rows(awaited: Awaited, known: dict[str, str], missing: Money) -> list[tuple[str, str]]:
    iban = known.get("iban", "")
    found = [
        (_("Account holder"), known.get("holder", "")),
        (_("IBAN"), ibans.format(iban) if iban else ""),
        (_("BIC"), known.get("bic", "")),
        (_("Bank details"), known.get("details", "")),
        (_("Reference"), awaited.payment.reference),
        (_("Amount"), missing.format(cents=True)),
    ]
    return [(label, value) for label, value in found if value]


def _drawn(text: str) -> str:
    # the standard asks for this error correction, and black on white
    code = segno.make(text, error="m", micro=False, boost_error=False)
    return code.svg_inline(border=4, dark="#000000", light="#ffffff", omitsize=True, svgclass=None, lineclass=None)
