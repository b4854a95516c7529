"""Invoices are paid with the card on file: intent written, provider asked, answer written (DESIGN §3)."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from marque.kit import clock
from shared_apps.billing.actions.dunning import declined, settled
from shared_apps.billing.actions.issuing import lock
from shared_apps.billing.errors import NoCard, OutcomeUnknown, PaymentRefused
from shared_apps.billing.models import Invoice, Payment, PaymentState
from shared_apps.billing.provider import our_provider
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.platform_billing import Bill, BillFact, BillResult, BillState

logger = logging.getLogger(__name__)
_ASK_AGAIN = timedelta(minutes=10)


def collect(*, invoice_id: UUID, now: datetime) -> Invoice:
    """Try to have an open invoice paid. An attempt whose answer was lost is asked again, not made again."""
    bill = _intend(invoice_id, now)
    if bill is not None:
        try:
            result = our_provider().collect(bill)
        except ProviderError as error:
            # nobody's card said no: a wrong key or a bad day of the provider's suspends no tenant
            logger.warning("invoice %s waits: %s", bill.number, error.message)
            result = BillResult(BillState.PENDING)
        record_result(invoice_id=invoice_id, payment_id=UUID(bill.key), result=result, now=now)
    return Invoice.objects.get(id=invoice_id)


@transaction.atomic(using="control")
def _intend(invoice_id: UUID, now: datetime) -> Bill | None:
    held = lock(Invoice.objects.values_list("tenant_id", flat=True).get(id=invoice_id))
    invoice = Invoice.objects.select_for_update().get(id=invoice_id)
    if held is None or invoice.state != "open":
        return None
    asked = invoice.payments.filter(state=PaymentState.ASKED).first()
    again = asked is not None or invoice.attempts > 0
    if asked is None:
        if held.card is None:
            declined(held, invoice, why=_("There is no card on file."), now=now)
            return None
        asked = Payment.objects.create(
            invoice=invoice, card=str(held.card), customer=held.card_customer, token=held.card_token, asked_at=now
        )
    invoice.next_try_at = now + _ASK_AGAIN
    invoice.save(update_fields=["next_try_at"])
    return Bill(
        key=str(asked.id), invoice=str(invoice.id), number=str(invoice), title=invoice.lines[0]["title"],
        money=invoice.total, customer=asked.customer, token=asked.token, again=again,
    )  # fmt: skip


@transaction.atomic(using="control")
def record_result(*, invoice_id: UUID, payment_id: UUID, result: BillResult, now: datetime) -> None:
    """Write down how an attempt ended. Said twice, or late, it changes nothing more."""
    held = lock(Invoice.objects.values_list("tenant_id", flat=True).get(id=invoice_id))
    invoice = Invoice.objects.select_for_update().get(id=invoice_id)
    payment = Payment.objects.get(id=payment_id)
    if held is None or payment.state != PaymentState.ASKED or result.state is BillState.PENDING:
        return
    paid = result.state is BillState.PAID
    payment.state = PaymentState.PAID if paid else PaymentState.DECLINED
    payment.reference, payment.failure, payment.ended_at = result.reference, result.message[:300], now
    payment.save(update_fields=["state", "reference", "failure", "ended_at"])
    if paid:
        settled(held, invoice, now=now)
    else:
        declined(held, invoice, why=result.message, now=now)


@transaction.atomic(using="control")
def hear(*, fact: BillFact, now: datetime) -> None:
    """A provider said something of an invoice. Said twice, late, or of what is settled, it changes nothing."""
    if fact.result.state is BillState.PENDING or not fact.invoice:
        return
    if not Invoice.objects.filter(id=fact.invoice).exists():
        return
    payment = _attempt_of(UUID(fact.invoice), fact.result, now)
    if payment is not None:
        record_result(invoice_id=payment.invoice_id, payment_id=payment.id, result=fact.result, now=now)


def _attempt_of(invoice_id: UUID, result: BillResult, now: datetime) -> Payment | None:
    """The attempt that waits; where none does and it was paid all the same (on the provider's page), a new one."""
    lock(Invoice.objects.values_list("tenant_id", flat=True).get(id=invoice_id))
    invoice = Invoice.objects.select_for_update().get(id=invoice_id)
    asked = invoice.payments.filter(state=PaymentState.ASKED).first()
    if asked is not None or result.state is not BillState.PAID or invoice.state != "open":
        return asked
    return Payment.objects.create(invoice=invoice, customer="", token="", asked_at=now)


def pay_open(*, tenant_id: UUID, by: str) -> list[Invoice]:
    """Collect everything a tenant owes now; raises NoCard, OutcomeUnknown, or PaymentRefused with why."""
    now = clock.now()
    ids = list(Invoice.objects.open().filter(tenant_id=tenant_id).order_by("number").values_list("id", flat=True))
    with transaction.atomic(using="control"):
        held = lock(tenant_id)
        if ids and (held is None or held.card is None):
            raise NoCard
    paid = [collect(invoice_id=invoice_id, now=now) for invoice_id in ids]
    left = next((invoice for invoice in paid if invoice.state == "open"), None)
    if left is not None:
        last = left.payments.order_by("-asked_at").first()
        if last is not None and last.state == PaymentState.ASKED:
            raise OutcomeUnknown
        raise PaymentRefused((last and last.failure) or None)
    return paid
