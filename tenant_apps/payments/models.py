"""Which gateway a business uses, how it gets in there, and which cards people let it keep."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q, Value
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import CONFIG, RUNTIME, Serial
from tenant_apps.people.models import Person


class MerchantModel(models.TextChoices):
    """Whose sale it is."""

    CREATOR = "creator", _("You are the merchant")
    PLATFORM = "platform", _("The platform collects for you")


class PaymentSettings(TenantModel):
    """What a business chose. One row; without it, practice."""

    name = models.CharField(max_length=16, default="default", editable=False)
    gateway = models.CharField(_("gateway"), max_length=32, default="sandbox")
    merchant = models.CharField(
        _("merchant"), max_length=12, choices=MerchantModel.choices, default=MerchantModel.CREATOR
    )
    # names of further gateways; the buyer picks
    also = models.JSONField(_("also offered"), default=list, db_default=[], blank=True)
    # on the gateway's own page instead of ours, where it has one
    hosted = models.BooleanField(_("paid on the gateway's page"), default=False, db_default=False)
    # buttons of wallets above the checkout's form, where the gateway has them
    wallets = models.BooleanField(_("buttons of wallets"), default=True, db_default=True)

    serial = Serial(CONFIG, key=("name",))

    class Meta:
        verbose_name = _("payment settings")
        verbose_name_plural = _("payment settings")
        constraints = [
            models.UniqueConstraint(fields=["name"], name="payments_settings_once"),
            models.CheckConstraint(condition=Q(merchant__in=["creator", "platform"]), name="payments_known_merchant"),
        ]

    def __str__(self) -> str:
        return self.gateway


class GatewayConnection(TenantModel):
    """A business's account at a gateway. Its keys are sealed, and leave this row for the gateway alone."""

    gateway = models.CharField(_("gateway"), max_length=32)
    account = models.CharField(_("account"), max_length=120, blank=True)
    account_name = models.CharField(max_length=200, blank=True)
    sealed_keys = models.TextField(blank=True, editable=False)
    key_hint = models.CharField(max_length=24, blank=True)
    live_since = models.DateTimeField(null=True)
    connected_by = models.EmailField()
    checked_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=500, blank=True)
    # of an account the platform opened: what the gateway lets it do, and what it still wants to know
    charges_enabled = models.BooleanField(null=True)
    payouts_enabled = models.BooleanField(null=True)
    transfers_enabled = models.BooleanField(null=True)
    due = models.JSONField(default=list, db_default=Value([], output_field=models.JSONField()))
    due_at = models.DateTimeField(null=True)

    serial = Serial(
        RUNTIME,
        key=("gateway",),
        personal=("connected_by",),
        remade="its owner connects it again: keys travel in no manifest, fork or capsule",
    )

    class Meta:
        verbose_name = _("gateway connection")
        verbose_name_plural = _("gateway connections")
        constraints = [
            models.UniqueConstraint(fields=["gateway"], name="payments_connection_once"),
            # what begins like a secret key was stored as it is
            models.CheckConstraint(condition=~Q(sealed_keys__contains="sk_"), name="payments_connection_sealed"),
        ]

    def __str__(self) -> str:
        return f"{self.gateway} {self.account}"

    @property
    def through_platform(self) -> bool:
        """Opened through the platform: it has no keys of its own here."""
        return bool(self.account) and not self.sealed_keys


class WalletDomainQuerySet(models.QuerySet["WalletDomain"]):
    """How the business asks for the domains of its wallets."""

    def due(self, now: datetime) -> WalletDomainQuerySet:
        """Those the gateway has to be told of, the longest waiting first."""
        return self.filter(try_at__lte=now).order_by("try_at", "pk")


class WalletDomain(TenantModel):
    """A domain of the checkout, as far as a gateway's account knows of it: wallets show only where it does."""

    gateway = models.CharField(max_length=32)
    account = models.CharField(max_length=120, blank=True)
    domain = models.CharField(max_length=253)
    reference = models.CharField(max_length=120, blank=True, editable=False)
    registered_at = models.DateTimeField(null=True)
    # what the gateway said against it, in its own words
    problem = models.CharField(max_length=500, blank=True)
    # no longer the business's: to be switched off there, and then forgotten here
    gone_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    try_at = models.DateTimeField(null=True)

    objects = WalletDomainQuerySet.as_manager()
    serial = Serial(
        RUNTIME, key=("gateway", "account", "domain"), remade="domains are registered again where they lead next"
    )

    class Meta:
        verbose_name = _("domain of wallets")
        verbose_name_plural = _("domains of wallets")
        constraints = [
            models.UniqueConstraint(fields=["gateway", "account", "domain"], name="payments_walletdomain_once"),
        ]

    def __str__(self) -> str:
        return self.domain

    @property
    def state(self) -> str:
        """`waiting`, `registered`, `partly` (some wallets show) or `refused`."""
        if self.registered_at:
            return "partly" if self.problem else "registered"
        return "refused" if self.problem else "waiting"


class SavedMethodQuerySet(models.QuerySet["SavedMethod"]):
    """How the business asks for saved methods."""

    def usable(self) -> SavedMethodQuerySet:
        """Not taken away by their owners, newest first."""
        return self.filter(removed_at=None).order_by("-pk")

    def to_forget(self) -> SavedMethodQuerySet:
        """Taken away, and the gateway does not know yet."""
        return self.filter(removed_at__isnull=False, forgotten_at=None).order_by("pk")


class SavedMethod(TenantModel):
    """A card a person lets the business charge again. The token means nothing without the gateway's keys."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="saved_methods")
    gateway = models.CharField(max_length=32)
    token = models.CharField(max_length=200, editable=False)
    brand = models.CharField(max_length=32, blank=True)
    last4 = models.CharField(max_length=4, blank=True)
    exp_month = models.PositiveSmallIntegerField(null=True)
    exp_year = models.PositiveSmallIntegerField(null=True)
    removed_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)

    objects = SavedMethodQuerySet.as_manager()
    serial = Serial(RUNTIME, key=("key",), personal=("token", "last4"))

    class Meta:
        verbose_name = _("saved payment method")
        verbose_name_plural = _("saved payment methods")
        constraints = [
            models.UniqueConstraint(fields=["gateway", "token"], name="payments_savedmethod_once"),
            models.CheckConstraint(
                condition=Q(exp_month__isnull=True) | Q(exp_month__range=(1, 12)), name="payments_savedmethod_month"
            ),
            models.CheckConstraint(condition=Q(last4__regex=r"^[0-9A-Za-z]{0,4}$"), name="payments_savedmethod_last4"),
        ]

    def __str__(self) -> str:
        return _("%(brand)s ending %(last4)s") % {"brand": self.brand, "last4": self.last4}
