"""Letters about money that comes by itself, each once; and to the owner about a refund that came back."""

from __future__ import annotations

from django.utils.translation import gettext as _

from marque.kit.facts.registry import subscribe
from marque.kit.http import tenant_url
from marque.kit.mail.send import send_email
from marque.kit.tenancy.addresses import path_to
from tenant_apps.accounts.queries import owners
from tenant_apps.orders.events import (
    MoneyArrived,
    PaymentAwaited,
    PaymentReminderDue,
    PaymentWaitEnded,
    RefundReturned,
    SurplusReturned,
)
from tenant_apps.orders.instructions import Instructions, awaited_of, instructions_for
from tenant_apps.orders.letters import cents
from tenant_apps.orders.models import GatewayEvent, Order, Payment, Refund
from tenant_apps.orders.queries import receipt_path
from themes.brand import current_brand


@subscribe(PaymentAwaited, name="orders.say_how_to_pay")
def say_how_to_pay(fact: PaymentAwaited) -> None:
    """Where to send it, with which reference, by when."""
    payment, how = _still_awaited(fact.payment_id)
    if how is not None:
        words = {"title": payment.order.title, "amount": cents(how.missing), "date": how.due}
        sentences = [_("%(amount)s is due by %(date)s. It opens as soon as the money is here.") % words, how.words]
        send(payment, _("How to pay for %(title)s") % words, sentences, how, once="asked")


@subscribe(PaymentReminderDue, name="orders.ask_again")
def ask_again(fact: PaymentReminderDue) -> None:
    """Unless it came meanwhile."""
    payment, how = _still_awaited(fact.payment_id)
    if how is None:
        return
    words = {"title": payment.order.title, "amount": cents(how.missing), "date": how.due}
    sentences = [_("%(amount)s for %(title)s is due by %(date)s.") % words]
    if fact.number > 1:
        sentences = [
            _("%(amount)s for %(title)s was due on %(date)s and is not here yet.") % words,
            _("If you have paid, it is on its way and you need do nothing."),
        ]
    send(payment, _("%(title)s waits for your payment") % words, sentences, how, once=f"reminder-{fact.number}")


@subscribe(MoneyArrived, name="orders.say_what_is_missing")
def say_what_is_missing(fact: MoneyArrived) -> None:
    """What came in full is told by the receipt."""
    payment, how = _still_awaited(fact.payment_id)
    if how is None or not how.arrived:
        return
    words = {"came": cents(how.arrived), "amount": cents(how.missing), "title": payment.order.title}
    sentences = [
        _("We have %(came)s. %(amount)s is still missing.") % words,
        _("Send the rest with the same reference."),
    ]
    send(
        payment,
        _("%(amount)s is still missing for %(title)s") % words,
        sentences,
        how,
        once=f"part-{how.arrived.amount}",
    )


@subscribe(PaymentWaitEnded, name="orders.say_that_nobody_waits")
def say_that_nobody_waits(fact: PaymentWaitEnded) -> None:
    """The place went to somebody else, perhaps."""
    payment = payment_of(fact.payment_id)
    words = {"title": payment.order.title}
    sentences = [
        _("Your payment for %(title)s did not come, so the order is cancelled. Nothing is owed.") % words,
        _("If you have sent it, write to us: it is yours."),
    ]
    send(payment, _("Your order of %(title)s is cancelled") % words, sentences, once="ended")


@subscribe(RefundReturned, name="orders.tell_owners_of_the_refund")
def tell_owners_of_the_refund(fact: RefundReturned) -> None:
    """The buyer believes that money is coming."""
    refund = Refund.objects.select_related("order").get(pk=fact.refund_id)
    words = {"amount": cents(refund.money), "order": refund.order, "buyer": refund.order.name or refund.order.email}
    sentences = [
        _("The gateway could not give %(amount)s of order %(order)s back to %(buyer)s. The money is with you again.")
        % words,
        _("What it says: %(why)s") % {"why": refund.failure_message},
        _("The order counts as paid again and is open to its buyer. Refund it again, or send the money another way."),
    ]
    _tell_owners(refund.order, words, sentences, once=f"refund-returned:{refund.key}")


@subscribe(SurplusReturned, name="orders.tell_owners_of_the_surplus")
def tell_owners_of_the_surplus(fact: SurplusReturned) -> None:
    """The buyer paid twice and has not got the second payment back; no order says so."""
    order, event = payment_of(fact.payment_id).order, GatewayEvent.objects.get(pk=fact.event_id)
    words = {"amount": cents(event.money), "order": order, "buyer": order.name or order.email}
    sentences = [
        _("%(buyer)s paid twice for order %(order)s. The gateway could not give the second %(amount)s back.") % words,
        _("What it says: %(why)s") % {"why": event.reason},
        _("The money is with you and is not yours: send it to the buyer another way."),
    ]
    _tell_owners(order, words, sentences, once=f"surplus-returned:{event.gateway}:{event.subject}")


def _tell_owners(order: Order, words: dict[str, object], text: list[str], *, once: str) -> None:
    for owner in owners():
        send_email(
            to=owner.email,
            subject=_("A refund of %(amount)s came back") % words,
            template="orders/mail/awaited",
            context={
                "heading": _("A refund came back"),
                "text": text,
                "rows": [],
                "label": _("See the order"),
                "url": tenant_url(path_to("orders_studio:detail", order.code)),
            },
            purpose="refund_returned",
            once_key=f"{once}:{owner.pk}",
        )


def _still_awaited(payment_id: int) -> tuple[Payment, Instructions | None]:
    payment = payment_of(payment_id)
    awaited = awaited_of(payment)
    return payment, instructions_for(awaited) if awaited and awaited.missing else None


def payment_of(payment_id: int) -> Payment:
    """The payment, with whose order it is for."""
    return Payment.objects.select_related("order__buyer").get(pk=payment_id)


def send(
    payment: Payment,
    subject: str,
    text: list[str],
    how: Instructions | None = None,
    *,
    once: str,
    about: str = "awaited",
) -> None:
    """A letter to the buyer with a way to the order, once."""
    order: Order = payment.order
    send_email(
        to=order.email,
        subject=subject,
        template="orders/mail/awaited",
        context={
            "heading": subject,
            "text": [sentence for sentence in text if sentence],
            "rows": how.rows if how else [],
            "label": _("See your order"),
            "url": tenant_url(receipt_path(order)),
        },
        purpose=f"payment_{about}",
        once_key=f"{about}:{payment.key}:{once}",
        language=order.buyer.language or None,
        reply_to=current_brand().support_email,
    )
