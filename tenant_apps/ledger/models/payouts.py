"""What is paid out, alone or with others in one file."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marque.kit import ids
from marque.kit.models import TenantModel
from marque.kit.money import Money
from marque.kit.serialise.declaration import RUNTIME, Serial
from tenant_apps.ledger.models.payout_accounts import PayoutAccount
from tenant_apps.people.models import Person


class PayoutState(models.TextChoices):
    """What the timestamps of a payout add up to."""

    REQUESTED = "requested", _("Waiting for approval")
    APPROVED = "approved", _("Approved")
    PAID = "paid", _("Paid")
    RETURNED = "returned", _("Not paid")


class PayoutBatch(TenantModel):
    """Payouts that leave together, as one file for the bank."""

    code = models.CharField(max_length=12, default=ids.code, editable=False, db_index=False)
    currency = models.CharField(max_length=3)
    made_by = models.CharField(max_length=254)

    serial = Serial(RUNTIME, key=("key",))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code"], name="ledger_batch_code_once")]

    def __str__(self) -> str:
        return self.code


class PayoutQuerySet(models.QuerySet["Payout"]):
    """How the business asks for payouts."""

    def requested(self) -> PayoutQuerySet:
        """Waiting for approval."""
        return self.filter(approved_at__isnull=True, returned_at__isnull=True)

    def approved(self) -> PayoutQuerySet:
        """Approved, and not under way yet."""
        return self.filter(approved_at__isnull=False, paid_at__isnull=True, returned_at__isnull=True)

    def open(self) -> PayoutQuerySet:
        """Neither paid nor returned."""
        return self.filter(paid_at__isnull=True, returned_at__isnull=True)

    def paid(self) -> PayoutQuerySet:
        """On the other side."""
        return self.filter(paid_at__isnull=False)


class Payout(TenantModel):
    """Money that leaves a wallet: requested, approved, paid; or returned to the wallet with a reason."""

    code = models.CharField(max_length=12, default=ids.code, editable=False, db_index=False)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="payouts")
    account = models.ForeignKey(PayoutAccount, on_delete=models.PROTECT, related_name="payouts")
    batch = models.ForeignKey(PayoutBatch, null=True, on_delete=models.PROTECT, related_name="payouts")
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField(_("amount"))
    request_key = models.UUIDField(editable=False)
    requested_at = models.DateTimeField(_("requested"))
    requested_by = models.CharField(max_length=254, blank=True)
    approved_at = models.DateTimeField(_("approved"), null=True)
    approved_by = models.CharField(max_length=254, blank=True)
    # when a way that pays by itself was asked; asking again is harmless, the key is the same
    sent_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(_("paid"), null=True)
    paid_by = models.CharField(max_length=254, blank=True)
    reference = models.CharField(_("reference"), max_length=120, blank=True)
    returned_at = models.DateTimeField(_("returned"), null=True)
    returned_by = models.CharField(max_length=254, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    # what the way took back after it was paid; all of it, and the payout is returned
    came_back_amount = models.BigIntegerField(default=0, db_default=0, editable=False)

    objects = PayoutQuerySet.as_manager()
    serial = Serial(
        RUNTIME, key=("key",), personal=("requested_by", "approved_by", "paid_by", "returned_by", "reason", "reference")
    )

    class Meta:
        verbose_name = _("payout")
        verbose_name_plural = _("payouts")
        permissions = [("approve_payout", "Can approve payouts"), ("view_money", "Can see all the money")]
        constraints = [
            models.UniqueConstraint(fields=["code"], name="ledger_payout_code_once"),
            models.UniqueConstraint(fields=["request_key"], name="ledger_payout_asked_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="ledger_payout_of_something"),
            models.CheckConstraint(
                condition=Q(paid_at__isnull=True) | Q(approved_at__isnull=False), name="ledger_payout_approved_first"
            ),
            models.CheckConstraint(
                condition=Q(paid_at__isnull=True) | Q(returned_at__isnull=True), name="ledger_payout_paid_or_returned"
            ),
            models.CheckConstraint(
                condition=Q(came_back_amount__gte=0, came_back_amount__lte=models.F("amount")),
                name="ledger_payout_no_more_came_back",
            ),
        ]
        indexes = [
            models.Index(
                fields=["requested_at"],
                condition=Q(paid_at__isnull=True, returned_at__isnull=True),
                name="ledger_payout_open",
            )
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def money(self) -> Money:
        """What is paid out."""
        return Money(self.amount, self.currency)

    @property
    def came_back(self) -> Money:
        """What of it was taken back after it was paid."""
        return Money(self.came_back_amount, self.currency)

    @property
    def state(self) -> PayoutState:
        """What the timestamps add up to."""
        if self.returned_at:
            return PayoutState.RETURNED
        if self.paid_at:
            return PayoutState.PAID
        return PayoutState.APPROVED if self.approved_at else PayoutState.REQUESTED
