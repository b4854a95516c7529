"""Invoices for paid orders, credit notes for what went back: numbered without gaps, each once."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.money import Money
from tenant_apps.orders.actions.settling import next_number
from tenant_apps.orders.models import CreditNote, Dispute, Invoice, Order, OrderKind, Refund
from tenant_apps.orders.seller import TheSeller, the_seller

# invoiced by whoever sold it
INVOICED_ELSEWHERE = (OrderKind.IMPORTED,)


class NothingToInvoice(Refused):
    """No money changed hands here."""

    message = _("There is nothing to invoice: this order is not paid, cost nothing, or was invoiced elsewhere.")


class SellerUnknown(Refused):
    """An invoice needs who sells and where they are."""

    message = _("Fill in your legal name, address and country under Settings, Invoices and tax. Then make the invoice.")


def may_be_invoiced(order: Order) -> bool:
    """Did this order bring money that an invoice is owed for?"""
    return order.paid_at is not None and order.total_amount > 0 and order.kind not in INVOICED_ELSEWHERE


@transaction.atomic
def issue_invoice(*, order: Order, by: Any = None) -> Invoice:
    """The invoice of a paid order, and credit notes for what went back already. Asking twice changes nothing.

    Raises NothingToInvoice and SellerUnknown.
    """
    order = Order.objects.select_for_update().get(pk=order.pk)
    known = Invoice.objects.filter(order=order).first()
    if known is not None:
        return known
    if not may_be_invoiced(order):
        raise NothingToInvoice
    seller = the_seller()
    if not seller.complete:
        raise SellerUnknown
    invoice = Invoice.objects.create(**_facts_of(order, seller), number=next_number("invoice"))
    for refund in order.refunds.settled().order_by("settled_at", "pk"):
        issue_credit_note(refund=refund)
    return invoice


def _facts_of(order: Order, seller: TheSeller) -> dict[str, Any]:
    return {
        "order": order,
        "prefix": seller.invoice_prefix,
        "issued_at": clock.now(),
        "currency": order.currency,
        "subtotal_amount": order.subtotal_amount,
        "discount_amount": order.discount_amount,
        "tax_amount": order.tax_amount,
        "tax_included": order.tax_included,
        "total_amount": order.total_amount,
        "seller": seller.written(),
        "buyer": _buyer_of(order),
        "lines": [
            {
                "title": line.title,
                "quantity": line.quantity,
                "amount": line.amount,
                "discount": line.discount_amount,
                "tax": line.tax_amount,
            }
            for line in order.lines.order_by("pk")
        ],
        "taxes": _taxes_of(order),
    }


def _buyer_of(order: Order) -> dict[str, Any]:
    buyer = {"name": order.name, "email": order.email, "order": order.code}
    billing = getattr(order, "billing", None)
    if billing is not None:
        place = ("country", "region", "address", "tax_id", "reverse_charged")
        buyer |= {name: getattr(billing, name) for name in place}
    return buyer


def _taxes_of(order: Order) -> list[dict[str, Any]]:
    billing = getattr(order, "billing", None)
    return billing.taxes if billing is not None else []


@transaction.atomic
def issue_credit_note(*, refund: Refund) -> CreditNote | None:
    """The credit note of a settled refund, once; None where nothing was invoiced, or nothing went back."""
    Order.objects.select_for_update().get(pk=refund.order_id)
    invoice = Invoice.objects.filter(order=refund.order_id).first()
    known = CreditNote.objects.filter(refund=refund).first()
    if known is not None or invoice is None or refund.settled_at is None or not refund.amount:
        return known
    owed = _owed_already(invoice, beside=refund)
    amount = refund.amount - min(owed, refund.amount)
    return _credit(invoice, amount, refund=refund) if amount else None


@transaction.atomic
def issue_credit_note_of_dispute(*, dispute: Dispute) -> CreditNote | None:
    """The credit note for what a bank gave to the buyer for good, once; None where nothing was invoiced, or is left."""
    Order.objects.select_for_update().get(pk=dispute.order_id)
    invoice = Invoice.objects.filter(order=dispute.order_id).first()
    known = CreditNote.objects.filter(dispute=dispute).first()
    if known is not None or invoice is None or dispute.lost_at is None:
        return known
    left = invoice.total_amount - sum(note.total_amount for note in invoice.credit_notes.all())
    amount = min(dispute.amount, left)
    return _credit(invoice, amount, dispute=dispute) if amount > 0 else None


def _owed_already(invoice: Invoice, *, beside: Refund) -> int:
    """What credit notes promised and nobody got: their refunds came back, and none since has used them up."""
    failed = invoice.credit_notes.filter(refund__returned_at__isnull=False)
    promised = sum(note.total_amount for note in failed)
    settled = invoice.order.refunds.settled().exclude(pk=beside.pk).select_related("credit_note")
    paid = sum(each.amount - (each.credit_note.total_amount if _has_note(each) else 0) for each in settled)
    return max(promised - paid, 0)


def _has_note(refund: Refund) -> bool:
    return getattr(refund, "credit_note", None) is not None


def _credit(invoice: Invoice, amount: int, **what: Any) -> CreditNote:
    before = list(invoice.credit_notes.all())
    tax, taxes = _share_of_tax(invoice, before, amount)
    seller = the_seller()
    return CreditNote.objects.create(
        **what,
        invoice=invoice,
        number=next_number("credit_note"),
        prefix=seller.credit_prefix,
        issued_at=clock.now(),
        currency=invoice.currency,
        total_amount=amount,
        tax_amount=tax,
        tax_included=invoice.tax_included,
        seller=invoice.seller,
        buyer=invoice.buyer,
        lines=_share_of_lines(invoice, amount),
        taxes=taxes,
    )


def _share_of_tax(invoice: Invoice, before: list[CreditNote], amount: int) -> tuple[int, list[dict[str, Any]]]:
    """What of each rate goes back: all the notes together give the invoice's tax to the cent, in any split."""
    back = sum(note.total_amount for note in before) + amount
    taxes = []
    for place, rate in enumerate(invoice.taxes):
        due = {name: rate[name] * back // invoice.total_amount for name in ("taxable", "amount")}
        given = {name: sum(note.taxes[place][name] for note in before) for name in due}
        taxes.append(rate | {name: due[name] - given[name] for name in due})
    return sum(rate["amount"] for rate in taxes), taxes


def _share_of_lines(invoice: Invoice, amount: int) -> list[dict[str, Any]]:
    on_top = 0 if invoice.tax_included else 1
    weights = [line["amount"] - line["discount"] + on_top * line["tax"] for line in invoice.lines]
    shares = Money(amount, invoice.currency).allocate(weights)
    lines = zip(invoice.lines, shares, strict=True)
    return [{"title": line["title"], "quantity": line["quantity"], "amount": share.amount} for line, share in lines]
