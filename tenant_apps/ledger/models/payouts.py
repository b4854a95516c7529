"""What is paid out: to whom, where to, on which terms."""

from __future__ import annotations

from django.db import models
from django.db.models import Q, Value
from django.utils.translation import gettext_lazy as _

from marque.kit import ids
from marque.kit.models import TenantModel
from marque.kit.money import Money
from marque.kit.serialise.declaration import CONFIG, RUNTIME, Serial
from tenant_apps.people.models import Person


class Schedule(models.TextChoices):
    """When payouts are made."""

    REQUEST = "request", _("When asked for")
    WEEKLY = "weekly", _("Every Monday")
    MONTHLY = "monthly", _("On the first of the month")


class PayoutMethod(models.TextChoices):
    """How the money travels."""

    MANUAL = "manual", _("Bank transfer by hand")
    STRIPE = "stripe", _("Stripe")


class PayoutState(models.TextChoices):
    """What the timestamps of a payout add up to."""

    REQUESTED = "requested", _("Waiting for approval")
    APPROVED = "approved", _("Approved")
    PAID = "paid", _("Paid")
    RETURNED = "returned", _("Not paid")


class PayoutTerms(TenantModel):
    """The business's own terms. One row; without it the defaults hold."""

    name = models.CharField(max_length=8, default="payouts", editable=False)
    schedule = models.CharField(_("when"), max_length=8, choices=Schedule.choices, default=Schedule.REQUEST)
    minimum_amount = models.BigIntegerField(_("at least"), default=0)
    hold_days = models.PositiveSmallIntegerField(_("days until earnings are available"), default=7)

    serial = Serial(CONFIG, key=("name",))

    class Meta:
        verbose_name = _("payout terms")
        verbose_name_plural = _("payout terms")
        constraints = [
            models.UniqueConstraint(fields=["name"], name="ledger_terms_once"),
            models.CheckConstraint(condition=Q(minimum_amount__gte=0), name="ledger_terms_minimum_not_negative"),
            models.CheckConstraint(condition=Q(hold_days__lte=180), name="ledger_terms_hold_half_a_year"),
            models.CheckConstraint(condition=Q(schedule__in=Schedule.values), name="ledger_terms_known_schedule"),
        ]

    def __str__(self) -> str:
        return str(self.get_schedule_display())


def masked(number: str) -> str:
    """Its beginning and its end."""
    return f"{number[:4]} …{number[-4:]}" if len(number) > 8 else "…"


class PayoutAccount(TenantModel):
    """Where somebody's money goes; nobody's is the business's own."""

    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="payout_accounts")
    method = models.CharField(_("way"), max_length=12, choices=PayoutMethod.choices, default=PayoutMethod.MANUAL)
    currency = models.CharField(_("currency"), max_length=3)
    holder = models.CharField(_("account holder"), max_length=120)
    # numbers of accounts are sealed; these columns held them before, and are emptied by `seal_accounts`
    iban = models.CharField(_("IBAN"), max_length=34, blank=True)
    bic = models.CharField(_("BIC"), max_length=11, blank=True)
    details = models.TextField(_("other bank details"), blank=True, max_length=500)
    sealed_bank = models.TextField(blank=True, db_default="", editable=False)
    hint = models.CharField(max_length=24, blank=True, db_default="", editable=False)
    # the way's own name of the account, such as Stripe's acct_…
    reference = models.CharField(max_length=120, blank=True)
    # of an account that the platform opened: whether money can be sent there, and what is still asked
    ready_at = models.DateTimeField(null=True, blank=True, editable=False)
    due = models.JSONField(default=list, db_default=Value([], output_field=models.JSONField()), editable=False)
    archived_at = models.DateTimeField(null=True, blank=True)

    serial = Serial(
        RUNTIME,
        key=("key",),
        personal=("holder", "iban", "bic", "details", "hint", "reference"),
        # only the business that sealed it opens it: a copy asks again
        remade_fields=("sealed_bank",),
    )

    class Meta:
        verbose_name = _("payout account")
        verbose_name_plural = _("payout accounts")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "currency"],
                condition=Q(archived_at__isnull=True),
                nulls_distinct=False,
                name="ledger_payoutaccount_one_at_a_time",
            ),
            models.CheckConstraint(condition=Q(method__in=PayoutMethod.values), name="ledger_payoutaccount_known_way"),
        ]

    def __str__(self) -> str:
        return f"{self.holder} {self.masked}".strip()

    @property
    def masked(self) -> str:
        """As much as tells one account from another: DE89 …3000."""
        return self.hint or masked(self.iban or self.reference or self.details)

    @property
    def by_stripe(self) -> bool:
        """Paid out by Stripe, into an account there."""
        return self.method == PayoutMethod.STRIPE


class PayoutHold(TenantModel):
    """Somebody's payouts are stopped: by whom and why, until it is lifted."""

    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="payout_holds")
    reason = models.CharField(_("reason"), max_length=300)
    placed_by = models.CharField(max_length=254)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.CharField(max_length=254, blank=True)

    serial = Serial(RUNTIME, key=("key",), personal=("reason",))

    class Meta:
        verbose_name = _("payout hold")
        verbose_name_plural = _("payout holds")
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(lifted_at__isnull=True), nulls_distinct=False, name="ledger_hold_one"
            )
        ]

    def __str__(self) -> str:
        return self.reason


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
