"""What we write to affiliates, and to the business about them; each letter once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marque.kit.http import tenant_url
from marque.kit.mail.send import send_email
from marque.kit.money import Money
from marque.kit.tenancy.addresses import path_to
from tenant_apps.affiliates.links import home_link
from tenant_apps.affiliates.models import Affiliate
from tenant_apps.affiliates.queries import Sale
from themes.brand import current_brand
from themes.clocks import business_zone


@dataclass(frozen=True)
class Letter:
    """An email of a heading, some sentences and a button; sent once for each occasion."""

    purpose: str
    once: str
    subject: str
    text: list[str]
    button: tuple[str, str]


def send(affiliate: Affiliate, letter: Letter, *, to: str = "") -> None:
    """Send a letter about an affiliate; to them, unless said otherwise."""
    label, path = letter.button
    send_email(
        to=to or affiliate.person.email,
        subject=letter.subject,
        template="affiliates/mail/letter",
        context={"letter": letter, "label": label, "url": tenant_url(path)},
        purpose=letter.purpose,
        once_key=f"{letter.purpose}:{affiliate.key}:{letter.once}",
        language=None if to else affiliate.person.language or None,
        reply_to=affiliate.person.email if to else current_brand().support_email,
    )


def _to_them(write: Callable[..., Letter]) -> Callable[..., None]:
    """Send the affiliate what is written, in their own language."""

    @wraps(write)
    def tell(affiliate: Affiliate, *about: Any) -> None:
        with translation.override(affiliate.person.language or get_language()):
            letter = write(affiliate, *about)
        send(affiliate, letter)

    return tell


def applied(affiliate: Affiliate) -> None:
    """To both: it is here, and it waits."""
    _thanks(affiliate)
    owner = current_brand().support_email
    if owner:
        wishes = Letter(
            "affiliate_waiting",
            "waiting",
            _("%(name)s wants to be your affiliate") % {"name": affiliate},
            [affiliate.about or _("They wrote nothing about how they will tell people."), _("They wait for a yes.")],
            (_("Decide in the Studio"), path_to("affiliates_studio:detail", affiliate.key)),
        )
        send(affiliate, wishes, to=owner)


@_to_them
def _thanks(affiliate: Affiliate) -> Letter:
    return Letter(
        "affiliate_applied",
        "applied",
        _("Your application is here"),
        [
            _("Thank you for wanting to tell people about us. We read every application ourselves."),
            _("You hear from us as soon as it is decided. Until then your link does not count yet."),
        ],
        (_("See your application"), path_to("affiliates:programme")),
    )


@_to_them
def approved(affiliate: Affiliate) -> Letter:
    """Their links count."""
    return Letter(
        "affiliate_approved",
        str(affiliate.approved_at),
        _("You are in: here is your link"),
        [
            _("Share this address: %(link)s") % {"link": home_link(affiliate)},
            _("Whoever comes by it and buys counts as your sale. Your desk has a link for each offer."),
        ],
        (_("Go to your desk"), path_to("affiliates:desk")),
    )


@_to_them
def rejected(affiliate: Affiliate) -> Letter:
    """Not this time. Why is a note for the business, and stays there."""
    return Letter(
        "affiliate_rejected",
        str(affiliate.rejected_at),
        _("Your application as an affiliate"),
        [
            _("We could not take you on this time. Thank you for asking."),
            _("Reply to this email if you would like to tell us more."),
        ],
        (_("See your application"), path_to("affiliates:programme")),
    )


@_to_them
def earned(affiliate: Affiliate, sale: Sale) -> Letter:
    """A sale, and when its share can be paid out. Who bought is not the affiliate's business."""
    amount = {"amount": _cents(sale.earned), "title": sale.order.title, "price": _cents(sale.order.total)}
    day = _day(sale) if sale.state == "pending" else ""
    return Letter(
        "affiliate_earned",
        str(sale.order.key),
        _("You earned %(amount)s") % amount,
        [
            _("Somebody you sent bought %(title)s for %(price)s. Your share is %(amount)s.") % amount,
            _("It can be paid out from %(day)s.") % {"day": day} if day else _("It is in your wallet."),
        ],
        (_("See your sales"), path_to("affiliates:desk")),
    )


def _cents(money: Money) -> str:
    return money.format(get_language() or "en", cents=True)


def _day(sale: Sale) -> str:
    assert sale.available_at is not None
    return date_format(sale.available_at.astimezone(business_zone()), "j F Y")
