"""Where payouts go, and by which way."""

from __future__ import annotations

from django.db import models
from django.db.models import Q, Value
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import RUNTIME, Serial
from tenant_apps.people.models import Person


class PayoutMethod(models.TextChoices):
    """How the money travels."""

    MANUAL = "manual", _("Bank transfer by hand")
    STRIPE = "stripe", _("Stripe")


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
