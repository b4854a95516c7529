"""What we write about payouts: to whoever asked for one, and to whoever has to decide."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marque.kit.http import tenant_url
from marque.kit.mail.send import send_email
from marque.kit.tenancy.addresses import path_to
from tenant_apps.accounts.queries import owners
from tenant_apps.ledger.documents import statement_pdf
from tenant_apps.ledger.merchant import platform_collects
from tenant_apps.ledger.models import Payout
from tenant_apps.orders.models import GatewayEvent
from themes.brand import current_brand


def tell_of_request(payout: Payout) -> None:
    """It waits: the owner decides about those of others, unless the platform has the money."""
    words = _words(payout)
    sentences = [_("You asked for %(amount)s. We write to you when it is approved and when it is paid.") % words]
    _send(payout, "requested", _("Your payout of %(amount)s is asked for") % words, sentences)
    if payout.person_id and not platform_collects():
        asked = _("%(name)s asks for %(amount)s.") % words
        rest = _("Look at the statement, then approve it or return it.")
        _to_owners(payout, "to-decide", _("%(name)s asks for a payout of %(amount)s") % words, [asked, rest])


def tell_of_approval(payout: Payout) -> None:
    """Somebody said yes."""
    words = _words(payout)
    sentences = [_("%(amount)s goes to %(account)s. Banks take one to three working days.") % words]
    _send(payout, "approved", _("Your payout of %(amount)s is approved") % words, sentences)


def tell_of_payment(payout: Payout) -> None:
    """The money is on the other side: with the statement that explains each cent."""
    words = _words(payout)
    sentences = [
        _("We sent %(amount)s to %(account)s.") % words,
        _("The statement with this email explains every cent of it."),
    ]
    statement = (f"statement-{payout.code}.pdf", statement_pdf(payout), "application/pdf")
    _send(payout, "paid", _("Your payout of %(amount)s is paid") % words, sentences, attachments=[statement])


def tell_of_return(payout: Payout) -> None:
    """It was not paid: why, and that the money is back in the wallet."""
    words = _words(payout)
    sentences = [
        _("%(amount)s was not paid: %(reason)s") % words,
        _("The money is back in your wallet. You can ask for it again."),
    ]
    _send(payout, "returned", _("Your payout of %(amount)s was not paid") % words, sentences)
    if payout.person_id:
        subject = _("The payout of %(amount)s to %(name)s was not paid") % words
        _to_owners(payout, "returned-owner", subject, [_("%(reason)s The money is back in their wallet.") % words])


def tell_of_part(payout: Payout) -> None:
    """A part of what was paid was taken back, and is in the wallet again."""
    words = _words(payout) | {"back": payout.came_back.format(get_language() or "en", cents=True)}
    subject = _("%(back)s of your payout of %(amount)s came back") % words
    sentences = [_("The transfer was taken back in part. %(back)s is in your wallet again.") % words]
    _send(payout, f"part-{payout.came_back_amount}", subject, sentences)
    if payout.person_id:
        subject = _("%(back)s of the payout of %(amount)s to %(name)s came back") % words
        _to_owners(payout, f"part-{payout.came_back_amount}-owner", subject, [_("It is back in their wallet.")])


def tell_of_refusal(event: GatewayEvent) -> None:
    """The gateway could not pay the business's own bank: its owner has to look there."""
    words = {"amount": event.money.format(get_language() or "en", cents=True), "reason": event.reason}
    subject = _("Your bank refused %(amount)s") % words
    sentences = [
        _("Your payment provider could not pay %(amount)s into your bank account. %(reason)s") % words,
        _("The money is still there. Check your bank details with the provider, then it tries again."),
    ]
    for owner in owners():
        send_email(
            to=owner.email,
            subject=subject,
            template="ledger/mail/payout",
            context={"heading": subject, "sentences": sentences, "url": tenant_url(path_to("payments:list"))},
            purpose="payout",
            once_key=f"bank-refused:{event.key}:{owner.pk}",
            reply_to=current_brand().support_email,
        )


def _words(payout: Payout) -> dict[str, str]:
    return {
        "amount": payout.money.format(get_language() or "en", cents=True),
        "name": str(payout.person or payout.account.holder),
        "account": str(payout.account),
        "reason": payout.reason,
    }


def _send(payout: Payout, what: str, subject: str, sentences: list[str], **more: object) -> None:
    if payout.person is None:
        _to_owners(payout, what, subject, sentences, **more)
        return
    path = path_to("ledger:earnings")
    _letter(payout, what, payout.person.email, subject, sentences, path, payout.person.language, **more)


def _to_owners(payout: Payout, what: str, subject: str, sentences: list[str], **more: object) -> None:
    path = path_to("money_studio:payout", payout.code)
    for owner in owners():
        _letter(payout, f"{what}:{owner.pk}", owner.email, subject, sentences, path, "", **more)


def _letter(
    payout: Payout, what: str, to: str, subject: str, sentences: list[str], path: str, language: str, **more: object
) -> None:
    send_email(
        to=to,
        subject=subject,
        template="ledger/mail/payout",
        context={"heading": subject, "sentences": sentences, "url": tenant_url(path), "payout": payout},
        purpose="payout",
        once_key=f"payout:{payout.key}:{what}",
        language=language or None,
        reply_to=current_brand().support_email,
        **more,  # type: ignore[arg-type]
    )
