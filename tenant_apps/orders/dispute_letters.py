"""To the owners, of a dispute: a bank gives some days to answer in, and later its decision."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marque.kit.facts.registry import subscribe
from marque.kit.http import tenant_url
from marque.kit.mail.send import send_email
from marque.kit.tenancy.addresses import path_to
from tenant_apps.accounts.queries import owners
from tenant_apps.orders.events import DisputeLost, DisputeOpened, DisputeWon
from tenant_apps.orders.models import Dispute


@subscribe(DisputeOpened, name="orders.tell_owners_of_a_dispute")
def tell_owners_of_a_dispute(fact: DisputeOpened) -> None:
    """What the bank says and until when it listens; nothing where it has decided meanwhile."""
    dispute = _dispute(fact.dispute_id)
    if dispute.state != "open":
        return
    words = _words(dispute)
    sentences = [
        _("The bank of %(buyer)s questions %(amount)s of order %(order)s. It says: %(reason)s.") % words,
        _("The money is held until the bank has decided."),
    ]
    if dispute.evidence_due_at:
        day = date_format(dispute.evidence_due_at, "j F Y, H:i e")
        sentences.append(_("Answer by %(day)s. Without an answer the buyer keeps the money.") % {"day": day})
    _send(dispute, _("%(buyer)s’s bank questions %(amount)s") % words, sentences, _("Answer it"), once="opened")


@subscribe(DisputeWon, name="orders.tell_owners_of_a_won_dispute")
def tell_owners_of_a_won_dispute(fact: DisputeWon) -> None:
    """The money is back."""
    dispute = _dispute(fact.dispute_id)
    words = _words(dispute)
    sentences = [_("The bank of %(buyer)s has decided for you. %(amount)s of order %(order)s is yours again.") % words]
    _send(dispute, _("You won the dispute about %(amount)s") % words, sentences, _("See it"), once="won")


@subscribe(DisputeLost, name="orders.tell_owners_of_a_lost_dispute")
def tell_owners_of_a_lost_dispute(fact: DisputeLost) -> None:
    """The money is gone, and what it paid for is closed."""
    dispute = _dispute(fact.dispute_id)
    words = _words(dispute)
    sentences = [
        _("The bank of %(buyer)s has decided for the buyer. %(amount)s of order %(order)s is gone.") % words,
        _("What it paid for is closed to them."),
    ]
    _send(dispute, _("You lost the dispute about %(amount)s") % words, sentences, _("See it"), once="lost")


def _dispute(pk: int) -> Dispute:
    return Dispute.objects.select_related("order").get(pk=pk)


def _words(dispute: Dispute) -> dict[str, str]:
    return {
        "amount": dispute.money.format(get_language() or "en", cents=True),
        "order": str(dispute.order),
        "buyer": dispute.order.name or dispute.order.email,
        "reason": dispute.words,
    }


def _send(dispute: Dispute, subject: str, text: list[str], label: str, *, once: str) -> None:
    for owner in owners():
        send_email(
            to=owner.email,
            subject=subject,
            template="orders/mail/awaited",
            context={
                "heading": subject,
                "text": text,
                "rows": [],
                "label": label,
                "url": tenant_url(path_to("disputes_studio:detail", dispute.key)),
            },
            purpose="dispute",
            once_key=f"dispute:{dispute.key}:{once}:{owner.pk}",
        )
