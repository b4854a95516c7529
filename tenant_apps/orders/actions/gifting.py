"""Gifts: wished for at the checkout, sent on their day, opened by somebody else."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from tenant_apps.orders import gift_letters, ownership
from tenant_apps.orders.events import GiftClaimed, GiftSent
from tenant_apps.orders.models import Gift, Order
from tenant_apps.orders.standing import stands
from tenant_apps.orders.wishes import Wish
from tenant_apps.people.models import Person

FURTHEST = timedelta(days=366)
AT_ONCE = 200
# a link that anybody may have asked for too often is a way to write to strangers
MOST_LINKS = 20


class NoGift(Refused):
    """The offer, or this way of paying for it, cannot be given."""

    message = _("This cannot be bought as a gift. Choose a price that is paid once, or buy it for yourself.")


class OwnGift(Refused):
    """A gift to oneself."""

    message = _("This is your own email. Buy it for yourself, or name somebody else.")
    field = "recipient_email"


class TooFarAhead(Refused):
    """A day nobody can promise."""

    message = _("Choose a day within a year from now.")
    field = "send_on"


class GiftNotWaiting(Refused):
    """It was opened, or the money went back."""

    message = _("This gift does not wait any more: it was opened, or taken back.")


class GiftMoved(Refused):
    """The link was replaced while somebody looked at the page it opened."""

    message = _("This link opens nothing any more: the gift was sent again. Use the newest link.")


class GiftOpened(Refused):
    """Somebody else was first."""

    message = _("Somebody else has opened this gift.")


class GiftOwned(Refused):
    """The recipient has everything in it."""

    message = _("You have this already. The gift waits: pass it on, and nobody loses anything.")


class TooManyLinks(Refused):
    """Sent again and again."""

    message = _("This gift was sent very often. Copy its link and send it yourself.")


def follow_wish(*, order: Order, wish: Wish | None, now: datetime) -> None:
    """Make a gift of an order that is being placed, or of one that was to be a gift an order for its buyer again.

    Raises NoGift, OwnGift and TooFarAhead.
    """
    if wish is None:
        Gift.objects.filter(order=order).delete()
        return
    lines = list(order.lines.select_related("offer", "price"))
    if not lines[0].offer.giftable or any(line.price is not None and line.price.terms.over_time for line in lines):
        raise NoGift
    _refuse_recipient(order, wish.email)
    if wish.send_at > now + FURTHEST:
        raise TooFarAhead
    said = {"message": wish.message.strip()[:600], "send_at": wish.send_at, "time_zone": wish.time_zone}
    Gift.objects.update_or_create(order=order, defaults={**said, **_recipient(wish.name, wish.email)})


def _recipient(name: str, email: str) -> dict[str, str]:
    return {"recipient_name": name.strip()[:120], "recipient_email": email.strip().lower()}


def _refuse_recipient(order: Order, email: str) -> None:
    if email.strip().lower() == order.email.lower():
        raise OwnGift


def send_due_gifts(*, now: datetime, at_once: int = AT_ONCE) -> int:
    """Send the gifts whose day has come; how many went. Safe to repeat and to kill."""
    due = Gift.objects.due(now).values_list("pk", flat=True)[:at_once]
    return sum(_send(pk, now) for pk in list(due))


@transaction.atomic
def _send(pk: int, now: datetime) -> int:
    """The letter and the mark are one transaction: a killed worker has sent both or neither."""
    gift = Gift.objects.select_for_update(of=("self",), skip_locked=True).due(now).filter(pk=pk).first()
    if gift is None or not stands(gift.order):
        return 0
    gift.sent_at = now
    gift.save(update_fields=["sent_at"])
    _deliver(gift)
    return 1


@transaction.atomic
def send_gift_again(*, gift: Gift, now: datetime, by: Any = None) -> Gift:
    """Send the link once more, at once, also before its day. Raises GiftNotWaiting and TooManyLinks."""
    gift = _waiting(gift)
    _new_link(gift)
    gift.sent_at = now
    gift.save(update_fields=["sent_at", "link_version"])
    _deliver(gift)
    return gift


@transaction.atomic
def pass_gift_on(*, gift: Gift, name: str, email: str, now: datetime, by: Any = None) -> Gift:
    """Let whoever has the link give it to another address, if `gift` still has the link it was read by.

    Raises GiftNotWaiting, GiftMoved, OwnGift and TooManyLinks.
    """
    if _waiting(gift).link_version != gift.link_version:
        raise GiftMoved
    return readdress_gift(gift=gift, name=name, email=email, now=now, by=by)


@transaction.atomic
def readdress_gift(*, gift: Gift, name: str, email: str, now: datetime, by: Any = None) -> Gift:
    """Give it to another address: the old link opens nothing from now on. Raises GiftNotWaiting and OwnGift.

    A gift that was sent is sent again, one whose day is to come waits for it.
    """
    gift = _waiting(gift)
    _refuse_recipient(gift.order, email)
    _new_link(gift)
    for column, value in _recipient(name, email).items():
        setattr(gift, column, value)
    if gift.sent_at:
        gift.sent_at = now
    gift.save(update_fields=["recipient_name", "recipient_email", "link_version", "sent_at"])
    if gift.sent_at:
        _deliver(gift)
    return gift


def _deliver(gift: Gift) -> None:
    gift_letters.send_gift(gift)
    publish(GiftSent(gift_id=gift.pk, order_id=gift.order_id))


def _new_link(gift: Gift) -> None:
    if gift.link_version >= MOST_LINKS:
        raise TooManyLinks
    gift.link_version += 1


@transaction.atomic
def claim_gift(*, gift: Gift, person: Person, now: datetime | None = None) -> Gift:
    """Make what was bought this person's, if `gift` still has the link it was read by. Doing it twice changes nothing.

    Raises GiftNotWaiting, GiftOpened, GiftMoved, OwnGift and GiftOwned.
    """
    link, gift = gift.link_version, Gift.objects.select_for_update(of=("self",)).select_related("order").get(pk=gift.pk)
    if not stands(gift.order):
        raise GiftNotWaiting
    if gift.claimed_by_id == person.pk:
        return gift
    if gift.claimed_by_id:
        raise GiftOpened
    if gift.link_version != link:
        raise GiftMoved
    if gift.order.buyer_id == person.pk:
        raise OwnGift(_("You bought this gift. It waits for the person you named."))
    if all(ownership.owned_already(person, line.offer) for line in gift.order.lines.select_related("offer")):
        raise GiftOwned
    gift.claimed_by, gift.claimed_at = person, now or clock.now()
    gift.save(update_fields=["claimed_by", "claimed_at"])
    publish(GiftClaimed(gift_id=gift.pk, order_id=gift.order_id, person_id=person.pk))
    return gift


def _waiting(gift: Gift) -> Gift:
    held = Gift.objects.select_for_update(of=("self",)).select_related("order").get(pk=gift.pk)
    if held.claimed_at or not stands(held.order):
        raise GiftNotWaiting
    return held
