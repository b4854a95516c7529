"""Checkouts that somebody left: kept only with their consent, and no longer than it takes to remind them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from marque.kit.money import Money
from marque.kit.tenancy.context import require_tenant
from shared_apps.operations import audit
from tenant_apps.catalog.models import CouponCode, Offer
from tenant_apps.orders.events import CheckoutAbandoned
from tenant_apps.orders.models import CheckoutSettings, LeftCheckout, Order
from tenant_apps.people import actions as people

# as long as somebody may look for their card
QUIET_FOR = timedelta(hours=1)
# what was not bought by then is nobody's business any more
KEPT_FOR = timedelta(days=90)
AT_ONCE = 200


class NoSuchCode(Refused):
    """The reminder would bring a code that does nothing."""

    message = _("There is no coupon with this code. Make it first, under Coupons.")
    field = "coupon"


@transaction.atomic
def remember_checkout(
    *, offer: Offer, email: str, name: str, choice: dict[str, Any], money: Money, now: datetime
) -> LeftCheckout:
    """Keep how far somebody came who agreed to be reminded; the same person and offer are one row."""
    person = people.meet(email=email, name=name)
    seen = {"choice": choice, "amount": money.amount, "currency": money.currency, "seen_at": now}
    kept, _new = LeftCheckout.objects.update_or_create(
        offer=offer, person=person, order=None, defaults=seen, create_defaults={**seen, "consented_at": now}
    )
    return kept


def forget_checkout(*, key: str) -> None:
    """Keep it no longer: the box was unticked."""
    LeftCheckout.objects.open().filter(key=key).delete()


def declare_left(*, now: datetime, at_once: int = AT_ONCE) -> int:
    """Say of every checkout that went quiet that it was left; how many. Twice says it once."""
    quiet = LeftCheckout.objects.quiet(now - QUIET_FOR).values_list("pk", flat=True)[:at_once]
    return sum(_declare(pk, now) for pk in list(quiet))


@transaction.atomic
def _declare(pk: int, now: datetime) -> int:
    left = LeftCheckout.objects.select_for_update(skip_locked=True).quiet(now - QUIET_FOR).filter(pk=pk).first()
    if left is None:
        return 0
    # a bank may take longer than an hour to say yes
    orders = Order.objects.awaiting_payment().filter(buyer_id=left.person_id, lines__offer_id=left.offer_id)
    if orders.filter(payments__state__in=["started", "challenged"]).exists():
        return 0
    left.left_at = now
    left.save(update_fields=["left_at"])
    publish(CheckoutAbandoned(left_checkout_id=left.pk, person_id=left.person_id))
    return 1


@transaction.atomic
def note_bought(*, order: Order) -> int:
    """Whoever was away and has bought is recovered; whoever never left leaves nothing behind. Safe to repeat."""
    offers = list(order.lines.values_list("offer_id", flat=True))
    begun = LeftCheckout.objects.open().filter(person_id=order.buyer_id, offer_id__in=offers)
    begun.filter(left_at__isnull=True).delete()
    return begun.update(order=order)


def forget_left(*, now: datetime) -> int:
    """Delete what was left and not bought, in time."""
    return LeftCheckout.objects.open().filter(seen_at__lt=now - KEPT_FOR).delete()[0]


@transaction.atomic
def set_reminding(*, asks_to_remind: bool, coupon: str, by: Any) -> CheckoutSettings:
    """Whether the checkout asks, and what the reminder's link brings. What holds already is not saved again.

    Raises NoSuchCode.
    """
    code = CouponCode.objects.filter(code=coupon.strip().upper()).first() if coupon.strip() else None
    if coupon.strip() and code is None:
        raise NoSuchCode
    there = CheckoutSettings.objects.first() or CheckoutSettings()
    if (there.asks_to_remind, there.coupon_id) == (asks_to_remind, code.pk if code else None):
        return there
    rules, _new = CheckoutSettings.objects.update_or_create(
        name="default", defaults={"asks_to_remind": asks_to_remind, "coupon": code}
    )
    tenant = require_tenant()
    data = {"asks_to_remind": asks_to_remind, "coupon": code.code if code else ""}
    audit.record(by=str(by), action="checkout.set_reminding", target=tenant.slug, tenant_id=tenant.id, data=data)
    return rules
