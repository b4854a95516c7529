"""Reads on checkouts that were left, and the links that lead back into them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Sum

from marque.kit import signing
from marque.kit.money import Money
from marque.kit.reading import read_once
from tenant_apps.catalog.models import Offer
from tenant_apps.orders.links import checkout_path
from tenant_apps.orders.models import CheckoutSettings, LeftCheckout, LeftCheckoutQuerySet

BACK = "orders.back"
LEADS_BACK = timedelta(days=90)


@read_once
def checkout_settings() -> CheckoutSettings:
    """What the business chose; one that chose nothing asks nobody."""
    return CheckoutSettings.objects.select_related("coupon").first() or CheckoutSettings()


def left_checkouts() -> LeftCheckoutQuerySet:
    """Those somebody left, with what a list of them shows."""
    return LeftCheckout.objects.left().select_related("person", "offer", "order").order_by("-left_at", "-pk")


def back_path(left: LeftCheckout) -> str:
    """The checkout as it was left: it travels in reminders only. With the creator's coupon, if there is one."""
    coupon = checkout_settings().coupon
    chosen = {**left.choice, "codes": [coupon.code]} if coupon else left.choice
    return checkout_path(left.offer.slug, chosen, back=signing.sign(BACK, str(left.key), expires_in=LEADS_BACK))


def left_of_link(token: str, offer: Offer) -> LeftCheckout | None:
    """The checkout a link leads back into; None when it is forged, foreign, old or bought."""
    try:
        key = UUID(signing.unsign(BACK, token))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return LeftCheckout.objects.open().select_related("person").filter(key=key, offer=offer).first()


@dataclass(frozen=True)
class Recovery:
    """What came of reminding, in one currency."""

    left: int
    lost: Money
    recovered: int
    revenue: Money


def recovery(*, since: datetime) -> list[Recovery]:
    """Left and recovered since then, the most used currency first."""
    rows = LeftCheckout.objects.left().filter(left_at__gte=since).values("currency")
    came = rows.filter(order__paid_at__isnull=False, order__refunded_at__isnull=True)
    back = {row["currency"]: row for row in came.annotate(n=Count("pk"), sum=Sum("order__total_amount"))}
    gone = rows.annotate(n=Count("pk"), sum=Sum("amount")).order_by("-n", "currency")
    return [
        Recovery(
            row["n"],
            Money(row["sum"], row["currency"]),
            back.get(row["currency"], {}).get("n", 0),
            Money(back.get(row["currency"], {}).get("sum", 0), row["currency"]),
        )
        for row in gone
    ]
