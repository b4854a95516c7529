"""Files for the platform's bank: payouts of many businesses that leave together."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marque.kit import ids
from marque.kit.money import Money


class BatchForm(models.TextChoices):
    """What the bank gets."""

    SEPA = "sepa", _("SEPA (pain.001)")
    CSV = "csv", _("CSV")


class BatchState(models.TextChoices):
    """What the timestamps of a batch add up to."""

    BEGUN = "begun", _("Not finished")
    MADE = "made", _("Made")
    SENT = "sent", _("Sent to the bank")
    SETTLED = "settled", _("Settled")
    VOID = "void", _("Void")


class PlatformBatch(models.Model):
    """One file of one currency. What was made once is kept sealed, and fetched again byte for byte."""

    # the form's own, so that a form sent twice is one batch
    key = models.UUIDField(unique=True, editable=False)
    code = models.CharField(max_length=12, unique=True, default=ids.code, editable=False)
    currency = models.CharField(max_length=3)
    form = models.CharField(max_length=4, choices=BatchForm.choices)
    began_at = models.DateTimeField()
    began_by = models.CharField(max_length=254)
    made_at = models.DateTimeField(null=True)
    sealed_file = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    sent_at = models.DateTimeField(null=True)
    sent_by = models.CharField(max_length=254, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=254, blank=True)
    void_at = models.DateTimeField(null=True)
    void_by = models.CharField(max_length=254, blank=True)
    void_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(form__in=BatchForm.values), name="settlements_batch_known_form"),
            models.CheckConstraint(
                condition=Q(made_at=None) | ~Q(sealed_file=""), name="settlements_batch_made_has_file"
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(made_at__isnull=False), name="settlements_batch_made_first"
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None) | Q(sent_at__isnull=False, void_at=None),
                name="settlements_batch_sent_first",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def state(self) -> BatchState:
        """What the timestamps add up to."""
        if self.void_at:
            return BatchState.VOID
        if self.settled_at:
            return BatchState.SETTLED
        if self.sent_at:
            return BatchState.SENT
        return BatchState.MADE if self.made_at else BatchState.BEGUN


class BatchLineQuerySet(models.QuerySet["BatchLine"]):
    """How operators ask for lines."""

    def live(self) -> BatchLineQuerySet:
        """Those that hold their payout."""
        return self.filter(released_at=None)

    def unwritten(self) -> BatchLineQuerySet:
        """Decided, and not in the business's books yet."""
        return self.filter(written_at=None).exclude(outcome="")


class BatchLine(models.Model):
    """A payout in a file: held by it until it is left out or the file is void. Names and numbers are in the file."""

    class Outcome(models.TextChoices):
        """What became of it."""

        OPEN = "", _("Open")
        PAID = "paid", _("Paid")
        FAILED = "failed", _("Not paid")

    batch = models.ForeignKey(PlatformBatch, on_delete=models.PROTECT, related_name="lines")
    tenant_id = models.UUIDField()
    payout_key = models.UUIDField()
    code = models.CharField(max_length=12)
    amount = models.BigIntegerField()
    # why it is not in the file
    problem = models.CharField(max_length=300, blank=True)
    released_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=6, choices=Outcome.choices, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    decided_by = models.CharField(max_length=254, blank=True)
    decided_at = models.DateTimeField(null=True)
    # in the business's books; what stands in the way meanwhile
    written_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, blank=True)

    objects = BatchLineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["payout_key"], condition=Q(released_at=None), name="settlements_payout_in_one_batch"
            ),
            models.UniqueConstraint(fields=["batch", "payout_key"], name="settlements_line_once"),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "paid", "failed"]), name="settlements_line_known_outcome"
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(released_at=None, decided_at__isnull=False),
                name="settlements_line_decided_while_held",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def money(self) -> Money:
        """What is to be paid."""
        return Money(self.amount, self.batch.currency)
