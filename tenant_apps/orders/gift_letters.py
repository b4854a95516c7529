"""What we write about gifts: to who gets one, and to who gave it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from marque.kit.http import tenant_url
from marque.kit.mail.send import send_email
from tenant_apps.orders.gifts import giver_path, opening_path
from tenant_apps.orders.models import Gift
from themes.brand import current_brand


def send_gift(gift: Gift) -> None:
    """The gift itself, once for each link."""
    send_email(
        to=gift.recipient_email,
        subject=_("%(giver)s has a gift for you") % {"giver": giver_of(gift)},
        template="orders/mail/gift",
        context={
            "gift": gift,
            "giver": giver_of(gift),
            "url": tenant_url(opening_path(gift, mailed=True)),
            **_offer_of(gift),
        },
        purpose="gift",
        once_key=f"gift:{gift.key}:{gift.link_version}",
        reply_to=current_brand().support_email,
    )


def tell_giver(gift: Gift) -> None:
    """That it was opened."""
    names = {"name": gift.recipient_name, "title": gift.order.title}
    send_email(
        to=gift.order.email,
        subject=_("%(name)s has opened your gift") % names,
        template="orders/mail/gift_opened",
        context={"gift": gift, "names": names, "url": tenant_url(giver_path(gift))},
        purpose="gift_opened",
        once_key=f"gift_opened:{gift.key}",
        reply_to=current_brand().support_email,
    )


def giver_of(gift: Gift) -> str:
    """How the giver is named: as on the receipt."""
    return gift.order.name or gift.order.buyer.name or gift.order.email


def _offer_of(gift: Gift) -> dict[str, Any]:
    line = gift.order.lines.select_related("offer").order_by("pk").first()
    return {"offer": line.offer if line else None}
