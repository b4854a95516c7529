"""What follows a payment besides the goods: the buyer's account and the receipt."""

from __future__ import annotations

import contextlib

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marque.kit import clock
from marque.kit.facts.registry import subscribe
from marque.kit.http import tenant_url
from marque.kit.mail.send import send_email
from marque.kit.money import Money
from tenant_apps.accounts.links import INVITATION_LIFETIME, sign_in_url
from tenant_apps.orders import (
    actions,
    awaited_letters,  # noqa: F401 listens, too
    dispute_letters,  # noqa: F401 listens, too
    following,  # noqa: F401 listens, too
    gift_letters,
    pending_letters,  # noqa: F401 listens, too
)
from tenant_apps.orders.documents import document_pdf, file_name, receipt_pdf
from tenant_apps.orders.events import DisputeLost, GiftClaimed, OrderPaid, OrderRefunded, RefundReturned, RefundSettled
from tenant_apps.orders.gifts import with_order
from tenant_apps.orders.models import Dispute, Document, Order, OrderKind, Refund
from tenant_apps.orders.queries import payment_that_paid, receipt_path
from tenant_apps.orders.sums import sums_of
from tenant_apps.orders.thanks import thanks_for
from themes.brand import current_brand


@subscribe(OrderPaid)
def open_the_buyers_account(fact: OrderPaid) -> None:
    """The checkout does this too, unless the payment settled while nobody was looking."""
    actions.open_account(order=Order.objects.get(pk=fact.order_id))


@subscribe(OrderPaid)
def issue_the_invoice(fact: OrderPaid) -> None:
    """Where one is owed and the seller has said who they are."""
    _invoice_of(Order.objects.get(pk=fact.order_id))


@subscribe(RefundSettled)
def issue_the_credit_note(fact: RefundSettled) -> None:
    """Where there is an invoice."""
    actions.issue_credit_note(refund=Refund.objects.get(pk=fact.refund_id))


@subscribe(DisputeLost)
def issue_the_credit_note_of_a_lost_dispute(fact: DisputeLost) -> None:
    """The bank gave the money back; the books of the tax office have to say so."""
    actions.issue_credit_note_of_dispute(dispute=Dispute.objects.get(pk=fact.dispute_id))


@subscribe(OrderPaid)
def send_the_receipt(fact: OrderPaid) -> None:
    """One email: receipt, PDF, and the way in."""
    if Order.objects.filter(pk=fact.order_id, kind=OrderKind.IMPORTED).exists():
        return  # whoever sold it has sent one
    # deliveries have no order among themselves, and the email needs the account
    order = actions.open_account(order=Order.objects.get(pk=fact.order_id))
    order = Order.objects.select_related("buyer__user").prefetch_related("lines").get(pk=order.pk)
    thanks = thanks_for(order)
    send_email(
        to=order.email,
        subject=_("Your receipt for %(title)s") % {"title": order.title},
        template="orders/mail/receipt",
        context={
            **_mail_context(order),
            "thanks": thanks,
            "way_in": _way_in(order, thanks.path),
            "new_account": order.opened_account is not None,
        },
        attachments=[_attached(_invoice_of(order)) or _receipt(order)],
        purpose="receipt",
        once_key=f"receipt:{order.key}",
        reply_to=current_brand().support_email,
    )


@subscribe(RefundSettled)
def send_the_refund_note(fact: RefundSettled) -> None:
    """Tell the buyer that the money is on its way."""
    order = Order.objects.select_related("buyer").prefetch_related("lines").get(pk=fact.order_id)
    refund = order.refunds.get(pk=fact.refund_id)
    # deliveries have no order among themselves, and the email carries the note
    note = actions.issue_credit_note(refund=refund)
    send_email(
        to=order.email,
        subject=_("Your refund for %(title)s") % {"title": order.title},
        template="orders/mail/refund",
        context={**_mail_context(order), "amount": _cents(refund.money), "credit_note": note},
        attachments=[attached] if (attached := _attached(note)) else [],
        purpose="refund",
        once_key=f"refund:{refund.key}",
        reply_to=current_brand().support_email,
    )


def _invoice_of(order: Order) -> Document | None:
    with contextlib.suppress(actions.NothingToInvoice, actions.SellerUnknown):
        return actions.issue_invoice(order=order)
    return None


def _attached(document: Document | None) -> tuple[str, bytes, str] | None:
    return (file_name(document), document_pdf(document), "application/pdf") if document else None


def _receipt(order: Order) -> tuple[str, bytes, str]:
    return f"receipt-{order.number}.pdf", receipt_pdf(order), "application/pdf"


@subscribe(OrderPaid)
def end_the_reminding(fact: OrderPaid) -> None:
    """Whoever bought has not left."""
    actions.note_bought(order=Order.objects.get(pk=fact.order_id))


@subscribe(OrderPaid)
def send_the_gift(fact: OrderPaid) -> None:
    """At once, where it is to arrive at once; the sweep sends the others on their day."""
    actions.send_due_gifts(now=clock.now())


@subscribe(GiftClaimed)
def tell_the_giver(fact: GiftClaimed) -> None:
    """It arrived."""
    gift_letters.tell_giver(with_order().get(pk=fact.gift_id))


@subscribe(OrderRefunded)
def end_the_teams_seats(fact: OrderRefunded) -> None:
    """What is not paid is not sat on."""
    actions.follow_money(order=Order.objects.get(pk=fact.order_id), now=clock.now())


@subscribe(DisputeLost)
def end_the_seats_the_bank_took(fact: DisputeLost) -> None:
    """Nor what the bank took back."""
    actions.follow_money(order=Order.objects.get(pk=fact.order_id), now=clock.now())


@subscribe(RefundReturned)
def bring_the_teams_seats_back(fact: RefundReturned) -> None:
    """The buyer has paid and got nothing back."""
    actions.follow_money(order=Order.objects.get(pk=fact.order_id), now=clock.now())


@subscribe(OrderRefunded)
def free_the_seats(fact: OrderRefunded) -> None:
    """Somebody else may have them."""
    actions.release_order(order=Order.objects.get(pk=fact.order_id))


@subscribe(DisputeLost)
def free_the_seats_of_a_lost_dispute(fact: DisputeLost) -> None:
    """What the bank took back is not kept."""
    actions.release_order(order=Order.objects.get(pk=fact.order_id))


def _mail_context(order: Order) -> dict[str, object]:
    payment = payment_that_paid(order)
    paid_with = _("Paid with %(card)s") % {"card": payment.card} if payment and payment.card else _("Total")
    return {
        "order": order,
        "rows": [
            *((line.named, _cents(line.money)) for line in order.lines.all()),
            *((label, _cents(amount)) for label, amount in sums_of(order)),
        ],
        "total": (paid_with, _cents(order.total)),
        "receipt_url": tenant_url(receipt_path(order)),
    }


def _cents(money: Money) -> str:
    return money.format(get_language() or "en", cents=True)


def _way_in(order: Order, path: str) -> str:
    # an account that was there before gets no link by itself: its owner signs in the usual way
    if order.opened_account is None:
        return tenant_url(path)
    return sign_in_url(order.opened_account, next_url=path, lifetime=INVITATION_LIFETIME)
