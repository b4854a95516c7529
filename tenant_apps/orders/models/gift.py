"""What was bought for somebody else."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marque.kit import ids
from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import RUNTIME, Serial
from tenant_apps.orders.models.order import Order
from tenant_apps.people.models import Person


class GiftState(models.TextChoices):
    """What the timestamps of a gift and its order add up to."""

    UNPAID = "unpaid", _("Not paid")
    SCHEDULED = "scheduled", _("Waits for its day")
    SENT = "sent", _("Sent, not opened yet")
    CLAIMED = "claimed", _("Opened")
    TAKEN_BACK = "taken_back", _("Taken back")


class GiftQuerySet(models.QuerySet["Gift"]):
    """How the business asks for gifts."""

    def paid(self) -> GiftQuerySet:
        """Paid and not given back."""
        return self.filter(order__paid_at__isnull=False, order__refunded_at__isnull=True)

    def due(self, now: datetime) -> GiftQuerySet:
        """Paid, and their day has come, longest waiting first."""
        return self.paid().filter(send_at__lte=now, sent_at__isnull=True, claimed_at__isnull=True).order_by("send_at")

    def unclaimed(self) -> GiftQuerySet:
        """Paid, and nobody has opened them."""
        return self.kept().filter(claimed_at__isnull=True)

    def kept(self) -> GiftQuerySet:
        """Paid, not given back, not lost to a bank."""
        return self.paid().exclude(order__disputes__lost_at__isnull=False)

    def in_state(self, state: str) -> GiftQuerySet:
        """Gifts in one of GiftState's states; an unknown word finds none."""
        found = {
            "unpaid": self.filter(order__paid_at__isnull=True),
            "scheduled": self.unclaimed().filter(sent_at__isnull=True),
            "sent": self.unclaimed().filter(sent_at__isnull=False),
            "claimed": self.kept().filter(claimed_at__isnull=False),
            "taken_back": self.exclude(pk__in=self.kept().values("pk")).exclude(order__paid_at__isnull=True),
        }
        return found.get(state, self.none())

    def matching(self, text: str) -> GiftQuerySet:
        """By either of the two people, or by code."""
        text = text.strip()
        by_words = Q(recipient_email__icontains=text) | Q(recipient_name__icontains=text)
        by_buyer = Q(order__email__icontains=text) | Q(order__name__icontains=text)
        return self.filter(by_words | by_buyer | Q(code=ids.read_code(text)))


class Gift(TenantModel):
    """An order for somebody else. Its buyer stays the buyer; what it holds is the recipient's once they claim it."""

    code = models.CharField(_("code"), max_length=12, default=ids.code, editable=False, db_index=False)
    order = models.OneToOneField(Order, on_delete=models.CASCADE, related_name="gift")
    recipient_name = models.CharField(_("for"), max_length=120)
    recipient_email = models.EmailField(_("their email"))
    message = models.TextField(_("message"), max_length=600, blank=True)
    send_at = models.DateTimeField(_("on"))
    time_zone = models.CharField(max_length=64)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    # the link that opens it: another recipient gets another one, and the old one opens nothing
    link_version = models.PositiveSmallIntegerField(default=1, editable=False)
    claimed_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="gifts_received", db_index=False
    )
    claimed_at = models.DateTimeField(_("opened"), null=True, blank=True)

    objects = GiftQuerySet.as_manager()
    serial = Serial(RUNTIME, key=("key",), personal=("recipient_name", "recipient_email", "message"))

    class Meta:
        verbose_name = _("gift")
        verbose_name_plural = _("gifts")
        indexes = [
            models.Index(
                fields=["send_at"], condition=Q(sent_at__isnull=True, claimed_at__isnull=True), name="orders_gift_due"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["code"], name="orders_gift_code_once"),
            models.CheckConstraint(condition=~Q(recipient_email=""), name="orders_gift_for_somebody"),
            models.CheckConstraint(
                condition=Q(claimed_at__isnull=True, claimed_by__isnull=True)
                | Q(claimed_at__isnull=False, claimed_by__isnull=False),
                name="orders_gift_claimed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def state(self) -> GiftState:
        """What the timestamps add up to."""
        if self.order.refunded_at or any(dispute.lost_at for dispute in self.order.disputes.all()):
            return GiftState.TAKEN_BACK
        if self.order.paid_at is None:
            return GiftState.UNPAID
        if self.claimed_at:
            return GiftState.CLAIMED
        return GiftState.SENT if self.sent_at else GiftState.SCHEDULED

    @property
    def waits(self) -> bool:
        """Paid, kept, and not opened by anybody?"""
        return self.state in (GiftState.SCHEDULED, GiftState.SENT)
