"""Who shares in what is sold: contributors, the rules, what each sale gave, and what waits in escrow."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.money import Money
from marque.kit.serialise.declaration import CONFIG, RUNTIME, Serial
from tenant_apps.catalog.models import Product
from tenant_apps.ledger.models.book import LedgerAccount, LedgerTransaction
from tenant_apps.orders.models import Order
from tenant_apps.people.models import Person

WHOLE = 10_000


class Part(models.TextChoices):
    """The part somebody plays in a sale."""

    AUTHOR = "author", _("Author")
    VENDOR = "vendor", _("Vendor")
    AFFILIATE = "affiliate", _("Affiliate")


class Until(models.TextChoices):
    """Until when a share waits in escrow."""

    NONE = "", _("Not in escrow")
    DATE = "date", _("For a number of days")
    COMPLETION = "completion", _("Until the buyer has finished")


class Contributor(TenantModel):
    """Somebody who made a product or sells it here, with a weight among those who do the same."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="contributors")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contributions")
    part = models.CharField(_("part"), max_length=12, choices=Part.choices[:2], default=Part.AUTHOR)
    weight = models.PositiveIntegerField(_("weight"), default=1)

    # points at a person, and people are runtime
    serial = Serial(RUNTIME, key=("key",))

    class Meta:
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")
        constraints = [
            models.UniqueConstraint(fields=["product", "person", "part"], name="ledger_contributor_once"),
            models.CheckConstraint(condition=Q(weight__gte=1), name="ledger_contributor_has_weight"),
            models.CheckConstraint(condition=Q(part__in=["author", "vendor"]), name="ledger_contributor_known_part"),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_part_display()})"


class CommissionRuleQuerySet(models.QuerySet["CommissionRule"]):
    """How the ledger asks for rules."""

    def in_force(self, at: datetime) -> CommissionRuleQuerySet:
        """Begun and not ended at that moment."""
        return self.filter(Q(starts_at__lte=at) & (Q(ends_at__isnull=True) | Q(ends_at__gt=at)))


class CommissionRule(TenantModel):
    """How much of a sale goes to those who play a part in it. The most specific rule in force wins."""

    part = models.CharField(_("who gets it"), max_length=12, choices=Part.choices)
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("person")
    )
    product = models.ForeignKey(
        Product, null=True, blank=True, on_delete=models.CASCADE, related_name="+", verbose_name=_("product")
    )
    category = models.CharField(_("kind of product"), max_length=32, blank=True)
    basis_points = models.PositiveSmallIntegerField(_("share"))
    until = models.CharField(_("escrow"), max_length=12, choices=Until.choices, blank=True, default=Until.NONE)
    hold_days = models.PositiveSmallIntegerField(_("days on hold"), null=True, blank=True)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)

    objects = CommissionRuleQuerySet.as_manager()
    serial = Serial(CONFIG, key=("key",))

    class Meta:
        verbose_name = _("commission rule")
        verbose_name_plural = _("commission rules")
        constraints = [
            models.CheckConstraint(condition=Q(basis_points__lte=WHOLE), name="ledger_rule_not_more_than_all"),
            models.CheckConstraint(condition=Q(part__in=Part.values), name="ledger_rule_known_part"),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")), name="ledger_rule_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(product__isnull=True) | Q(category=""), name="ledger_rule_product_or_category"
            ),
            models.CheckConstraint(
                condition=~Q(until="date") | Q(hold_days__isnull=False), name="ledger_rule_escrow_has_days"
            ),
        ]

    def __str__(self) -> str:
        about = self.product or self.category or _("everything")
        who = self.person or Part(self.part).label
        return f"{self.percent}: {who}, {about}"

    @property
    def percent(self) -> str:
        """70 %, 12.5 %."""
        return f"{self.basis_points / 100:g} %"

    @property
    def narrowness(self) -> tuple[bool, bool, bool]:
        """A product's rule goes before a person's, that before a category's, that before one for all."""
        return (self.product_id is not None, self.person_id is not None, bool(self.category))


class Commission(TenantModel):
    """What a sale gave one person, and why: the rule is kept in words and figures as it was then."""

    transaction = models.ForeignKey(LedgerTransaction, on_delete=models.PROTECT, related_name="commissions")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="commissions")
    part = models.CharField(_("part"), max_length=12, choices=Part.choices)
    product = models.ForeignKey(Product, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    rule = models.ForeignKey(CommissionRule, null=True, on_delete=models.SET_NULL, related_name="commissions")
    title = models.CharField(_("for"), max_length=200)
    words = models.CharField(_("rule"), max_length=300)
    base_amount = models.BigIntegerField(_("of"))
    basis_points = models.PositiveSmallIntegerField(_("share"))
    amount = models.BigIntegerField(_("amount"))
    currency = models.CharField(max_length=3)

    serial = Serial(RUNTIME, key=("key",))

    class Meta:
        verbose_name = _("commission")
        verbose_name_plural = _("commissions")
        constraints = [
            models.UniqueConstraint(
                fields=["transaction", "person", "part", "product"], name="ledger_commission_once_a_product"
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0, amount__lte=F("base_amount")), name="ledger_commission_within_base"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.money.format(cents=True)}"

    @property
    def money(self) -> Money:
        """What they got."""
        return Money(self.amount, self.currency)

    @property
    def base(self) -> Money:
        """What it is a share of."""
        return Money(self.base_amount, self.currency)


class EscrowHoldQuerySet(models.QuerySet["EscrowHold"]):
    """How the ledger asks for what is held."""

    def waiting(self) -> EscrowHoldQuerySet:
        """Not released yet."""
        return self.filter(released_at__isnull=True)

    def due(self, now: datetime) -> EscrowHoldQuerySet:
        """Their day has come."""
        return self.waiting().filter(release_on__lte=now)


class EscrowHold(TenantModel):
    """A share that waits: for a day, or for the buyer to finish what they bought."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="escrow_holds")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    # where it goes when it is released
    account = models.ForeignKey(LedgerAccount, on_delete=models.PROTECT, related_name="escrow_holds")
    release_on = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    objects = EscrowHoldQuerySet.as_manager()
    serial = Serial(RUNTIME, key=("key",))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "product", "account"], name="ledger_escrow_once"),
        ]
        indexes = [
            models.Index(
                fields=["release_on"],
                condition=Q(released_at__isnull=True, release_on__isnull=False),
                name="ledger_escrow_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.product_id}"
