"""Letters about payments whose bank takes days: that it was asked, and that it said no. The receipt tells of a yes."""

from __future__ import annotations

from django.utils.translation import gettext as _

from marque.kit.facts.registry import subscribe
from tenant_apps.orders.awaited_letters import payment_of, send
from tenant_apps.orders.events import PaymentBounced, PaymentPending
from tenant_apps.orders.letters import cents
from tenant_apps.orders.models import Payment, PaymentState


@subscribe(PaymentPending, name="orders.say_that_the_bank_was_asked")
def say_that_the_bank_was_asked(fact: PaymentPending) -> None:
    """Unless it has answered meanwhile. What is renewed by itself is told of once it is paid, or was not."""
    payment = payment_of(fact.payment_id)
    if not payment.pending or payment.off_session:
        return
    words = _words(payment)
    sentences = [
        _("Your bank was asked for %(amount)s for %(title)s. Some take five working days to answer.") % words,
        _("It opens as soon as the money is here. You need not pay again."),
    ]
    send(payment, _("We are waiting for your bank: %(title)s") % words, sentences, once="asked", about="pending")


@subscribe(PaymentBounced, name="orders.say_that_the_bank_said_no")
def say_that_the_bank_said_no(fact: PaymentBounced) -> None:
    """To a buyer who counts on it; subscribers hear of a renewal with what follows from it."""
    payment = payment_of(fact.payment_id)
    if payment.state != PaymentState.FAILED or payment.off_session or payment.order.paid_at:
        return
    words = _words(payment)
    sentences = [
        _("Your bank did not pay %(amount)s for %(title)s. Nothing was charged, and nothing is owed.") % words,
        _("If you still want it, pay again, perhaps another way."),
    ]
    send(
        payment, _("Your payment for %(title)s did not go through") % words, sentences, once="refused", about="pending"
    )


def _words(payment: Payment) -> dict[str, str]:
    return {"title": payment.order.title, "amount": cents(payment.money)}
