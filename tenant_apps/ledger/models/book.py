"""The book: accounts, transactions and their entries. Debits are positive, credits negative.

That a transaction sums to zero is held by the database, without triggers. Each entry carries the sum before and after
itself; it names the entry before it by transaction, place and sum; the transaction names its last entry by place and
the sum zero. So a book that does not balance, lacks an entry or has one too many cannot be committed.
"""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marque.kit.constraints import ReferenceConstraint
from marque.kit.models import TenantModel
from marque.kit.money import Money
from marque.kit.serialise.declaration import RUNTIME, Serial
from tenant_apps.orders.models import Order
from tenant_apps.people.models import Person


class AccountKind(models.TextChoices):
    """What an account keeps."""

    CASH = "cash", _("Cash at the gateway")
    TAX = "tax", _("Tax owed")
    GATEWAY_FEES = "gateway_fees", _("Gateway fees")
    PLATFORM_FEE = "platform_fee", _("Platform fee")
    CREATOR = "creator", _("Creator's earnings")
    AUTHOR = "author", _("Author's share")
    VENDOR = "vendor", _("Vendor's share")
    AFFILIATE = "affiliate", _("Affiliate's share")
    ESCROW = "escrow", _("Escrow")
    REFUNDS = "refunds", _("Refunds")
    DISPUTES = "disputes", _("Disputed, kept by the gateway")
    HELD = "held", _("Held for disputes")
    IN_TRANSIT = "in_transit", _("Payouts in transit")
    ADJUSTMENT = "adjustment", _("Adjustments")


EARNED = (AccountKind.CREATOR, AccountKind.AUTHOR, AccountKind.VENDOR, AccountKind.AFFILIATE)
SHARES = (*EARNED, AccountKind.ESCROW, AccountKind.TAX, AccountKind.PLATFORM_FEE)
_SOMEBODYS = ("author", "vendor", "affiliate", "escrow")
_ANYBODYS = ("held", "in_transit")
_AT_A_GATEWAY = ("cash", "disputes")


class LedgerAccount(TenantModel):
    """One pot in one currency. Its balance is the sum of its entries, kept beside them and proven every night."""

    kind = models.CharField(_("kind"), max_length=16, choices=AccountKind.choices)
    owner = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="ledger_accounts")
    gateway = models.CharField(_("gateway"), max_length=32, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    balance = models.BigIntegerField(default=0)

    serial = Serial(RUNTIME, key=("key",))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "owner", "gateway", "currency"], nulls_distinct=False, name="ledger_account_once"
            ),
            models.UniqueConstraint(fields=["id", "currency"], name="ledger_account_in_currency"),
            models.CheckConstraint(condition=Q(currency__regex="^[A-Z]{3}$"), name="ledger_account_currency_code"),
            models.CheckConstraint(condition=Q(kind__in=AccountKind.values), name="ledger_account_known_kind"),
            models.CheckConstraint(
                condition=Q(kind__in=_SOMEBODYS, owner__isnull=False)
                | Q(kind__in=_ANYBODYS)
                | (~Q(kind__in=(*_SOMEBODYS, *_ANYBODYS)) & Q(owner__isnull=True)),
                name="ledger_account_owned_by_kind",
            ),
            models.CheckConstraint(
                condition=Q(gateway="") ^ Q(kind__in=_AT_A_GATEWAY), name="ledger_account_gateway_by_kind"
            ),
        ]

    def __str__(self) -> str:
        words = [str(AccountKind(self.kind).label), self.gateway, str(self.owner) if self.owner_id else ""]
        return " · ".join(filter(None, [*words, self.currency]))

    @property
    def owed(self) -> Money:
        """What the business owes the account's owner: a credit shown as people count it."""
        return Money(-self.balance, self.currency)


class Posting(models.TextChoices):
    """Why a transaction was written."""

    SALE = "sale", _("Sale")
    FEE = "fee", _("Gateway fee")
    REFUND = "refund", _("Refund")
    DISPUTE_OPENED = "dispute_opened", _("Dispute opened")
    DISPUTE_WON = "dispute_won", _("Dispute won")
    DISPUTE_LOST = "dispute_lost", _("Dispute lost")
    ESCROW_RELEASED = "escrow_released", _("Released from escrow")
    PAYOUT_RESERVED = "payout_reserved", _("Payout reserved")
    PAYOUT_PAID = "payout_paid", _("Payout paid")
    PAYOUT_RETURNED = "payout_returned", _("Payout returned")
    TRANSFER = "transfer", _("Transfer between accounts")
    ADJUSTMENT = "adjustment", _("Adjustment")
    REVERSAL = "reversal", _("Reversal")


class WrittenForGood(TypeError):
    """Somebody tried to change the book: a bug, not a refusal."""


class BookQuerySet(models.QuerySet[Any]):
    """Rows of the book can be read, and written by the posting action alone."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Never."""
        raise WrittenForGood("The book is never changed. Reverse the transaction instead.")

    def delete(self) -> NoReturn:
        """Never."""
        raise WrittenForGood("Nothing is taken out of the book. Reverse the transaction instead.")


class BookModel(TenantModel):
    """A row of the book: once written it stays as it is."""

    objects = BookQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it, once."""
        if not self._state.adding:
            raise WrittenForGood("The book is never changed. Reverse the transaction instead.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Never."""
        raise WrittenForGood("Nothing is taken out of the book. Reverse the transaction instead.")


class LedgerTransaction(BookModel):
    """Entries that belong together. `source` says what they are for, once: `order:<key>`, `refund:<key>`."""

    kind = models.CharField(_("kind"), max_length=16, choices=Posting.choices)
    source = models.CharField(max_length=80)
    fact = models.CharField(max_length=64, blank=True)
    order = models.ForeignKey(Order, null=True, on_delete=models.PROTECT, related_name="ledger_transactions")
    payout = models.ForeignKey("ledger.Payout", null=True, on_delete=models.PROTECT, related_name="transactions")
    reverses = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="reversal")
    currency = models.CharField(max_length=3)
    entry_count = models.PositiveSmallIntegerField()
    sum_amount = models.BigIntegerField(default=0)
    note = models.CharField(max_length=300, blank=True)
    occurred_at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    serial = Serial(RUNTIME, key=("key",), personal=("note",))

    class Meta:
        verbose_name = _("ledger transaction")
        verbose_name_plural = _("ledger transactions")
        indexes = [models.Index(fields=["occurred_at"], name="ledger_transaction_when")]
        constraints = [
            models.UniqueConstraint(fields=["source"], name="ledger_transaction_source_once"),
            models.UniqueConstraint(fields=["id", "currency"], name="ledger_transaction_in_currency"),
            models.UniqueConstraint(fields=["id", "entry_count"], name="ledger_transaction_of_so_many"),
            models.CheckConstraint(condition=Q(sum_amount=0), name="ledger_transaction_sums_to_zero"),
            models.CheckConstraint(condition=Q(entry_count__gte=2), name="ledger_transaction_two_entries"),
            models.CheckConstraint(condition=~Q(source=""), name="ledger_transaction_has_source"),
            models.CheckConstraint(condition=Q(kind__in=Posting.values), name="ledger_transaction_known_kind"),
            models.CheckConstraint(condition=Q(reverses=None) ^ Q(kind="reversal"), name="ledger_transaction_reverses"),
            ReferenceConstraint(
                name="ledger_transaction_last_entry",
                fields=["id", "entry_count", "sum_amount"],
                to="ledger.LedgerEntry",
                to_fields=["transaction", "position", "after_amount"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.source})"


class LedgerEntry(BookModel):
    """One line of a transaction: so much onto (debit, positive) or out of (credit, negative) one account."""

    # the references of several columns below hold more than one column could
    transaction = models.ForeignKey(
        LedgerTransaction, on_delete=models.PROTECT, related_name="entries", db_constraint=False, db_index=False
    )
    account = models.ForeignKey(
        LedgerAccount, on_delete=models.PROTECT, related_name="entries", db_constraint=False, db_index=False
    )
    hold = models.ForeignKey("ledger.EscrowHold", null=True, on_delete=models.PROTECT, related_name="entries")
    position = models.PositiveSmallIntegerField()
    previous = models.PositiveSmallIntegerField(null=True)
    entry_count = models.PositiveSmallIntegerField()
    before_amount = models.BigIntegerField()
    amount = models.BigIntegerField(_("amount"))
    after_amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    available_at = models.DateTimeField(null=True)

    serial = Serial(RUNTIME, key=("key",))

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        indexes = [
            models.Index(fields=["account", "id"], name="ledger_entry_of_account"),
            models.Index(
                fields=["account", "available_at"],
                condition=Q(available_at__isnull=False),
                name="ledger_entry_not_yet",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["transaction", "position", "after_amount"], name="ledger_entry_place_once"),
            models.CheckConstraint(condition=~Q(amount=0), name="ledger_entry_of_something"),
            models.CheckConstraint(
                condition=Q(after_amount=F("before_amount") + F("amount")), name="ledger_entry_adds_up"
            ),
            models.CheckConstraint(
                condition=Q(position=1, previous__isnull=True, before_amount=0)
                | Q(position__gt=1, previous__isnull=False, position=F("previous") + 1),
                name="ledger_entry_follows",
            ),
            models.CheckConstraint(condition=Q(position__lte=F("entry_count")), name="ledger_entry_none_too_many"),
            ReferenceConstraint(
                name="ledger_entry_after_previous",
                fields=["transaction", "previous", "before_amount"],
                to="ledger.LedgerEntry",
                to_fields=["transaction", "position", "after_amount"],
            ),
            ReferenceConstraint(
                name="ledger_entry_of_transaction",
                fields=["transaction", "entry_count"],
                to="ledger.LedgerTransaction",
                to_fields=["id", "entry_count"],
            ),
            ReferenceConstraint(
                name="ledger_entry_in_its_currency",
                fields=["transaction", "currency"],
                to="ledger.LedgerTransaction",
                to_fields=["id", "currency"],
            ),
            ReferenceConstraint(
                name="ledger_entry_in_accounts_currency",
                fields=["account", "currency"],
                to="ledger.LedgerAccount",
                to_fields=["id", "currency"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.transaction_id}/{self.position}: {self.money.format(cents=True)}"

    @property
    def money(self) -> Money:
        """The amount, debits positive."""
        return Money(self.amount, self.currency)

    @property
    def credit(self) -> Money:
        """The amount as a credit, counted positive."""
        return Money(-self.amount, self.currency)
