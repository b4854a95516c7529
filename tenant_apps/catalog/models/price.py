"""For how much, and on what terms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.money import Money
from marque.kit.serialise.declaration import CONTENT, Serial
from tenant_apps.catalog.terms import FULL, Interval, PriceKind, Terms

if TYPE_CHECKING:
    from tenant_apps.catalog.models.offer import Offer

_NO_RHYTHM = Q(interval="", interval_count=0, trial_days=0, setup_amount=0, minimum_terms=0, instalments=0)
_RHYTHM = Q(interval__in=Interval.values, interval_count__gte=1, amount__gt=0, floor_amount=0)


class PriceQuerySet(models.QuerySet["Price"]):
    """How the business asks for prices."""

    def active(self) -> PriceQuerySet:
        """The prices asked today: options in their order, the newest first."""
        return self.filter(active_until__isnull=True).order_by("position", "-active_from", "-pk")


class Price(TenantModel):
    """An amount asked for an offer over a time. A changed price is a new row: history stays true.

    An offer has options, each in one or more currencies: in full, in three payments, monthly. `amount` is what each
    charge asks; for pay-what-you-want it is what we suggest.
    """

    offer: models.ForeignKey[Offer, Offer] = models.ForeignKey(
        "catalog.Offer", on_delete=models.CASCADE, related_name="prices", db_index=False
    )
    option = models.SlugField(_("option"), max_length=40, default=FULL, db_default=FULL, db_index=False)
    label = models.CharField(_("name"), max_length=60, blank=True, db_default="")
    position = models.PositiveSmallIntegerField(default=0, db_default=0)
    kind = models.CharField(
        _("kind"),
        max_length=12,
        choices=PriceKind.choices,
        default=PriceKind.ONE_TIME,
        db_default=PriceKind.ONE_TIME,
    )
    amount = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)
    interval = models.CharField(_("every"), max_length=5, choices=Interval.choices, blank=True, db_default="")
    interval_count = models.PositiveSmallIntegerField(_("how many"), default=0, db_default=0)
    trial_days = models.PositiveSmallIntegerField(_("days of trial"), default=0, db_default=0)
    setup_amount = models.BigIntegerField(_("setup fee"), default=0, db_default=0)
    minimum_terms = models.PositiveSmallIntegerField(_("minimum periods"), default=0, db_default=0)
    instalments = models.PositiveSmallIntegerField(_("payments"), default=0, db_default=0)
    floor_amount = models.BigIntegerField(_("at least"), default=0, db_default=0)
    active_from = models.DateTimeField()
    active_until = models.DateTimeField(null=True, blank=True)

    objects = PriceQuerySet.as_manager()
    serial = Serial(CONTENT, key=("key",))

    class Meta:
        verbose_name = _("price")
        verbose_name_plural = _("prices")
        indexes = [models.Index(fields=["offer", "active_until"], name="catalog_price_of_offer")]
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "option", "currency"],
                condition=Q(active_until__isnull=True),
                name="catalog_price_one_active_per_option",
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="catalog_price_not_negative"),
            models.CheckConstraint(
                condition=Q(setup_amount__gte=0, floor_amount__gte=0, amount__gte=F("floor_amount")),
                name="catalog_price_parts_not_negative",
            ),
            models.CheckConstraint(condition=~Q(option=""), name="catalog_price_has_option"),
            models.CheckConstraint(
                condition=Q(_NO_RHYTHM, kind="one_time", floor_amount=0)
                | Q(_NO_RHYTHM, kind="free", amount=0, floor_amount=0)
                | Q(_NO_RHYTHM, kind="open")
                | Q(_RHYTHM, kind="subscription", instalments=0)
                | Q(_RHYTHM, kind="instalments", instalments__gte=2, trial_days=0, minimum_terms=0),
                name="catalog_price_terms_fit_kind",
            ),
            models.CheckConstraint(condition=Q(currency__regex="^[A-Z]{3}$"), name="catalog_price_currency_code"),
            models.CheckConstraint(
                condition=Q(active_until__isnull=True) | Q(active_until__gte=F("active_from")),
                name="catalog_price_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def money(self) -> Money:
        """What each charge asks."""
        return Money(self.amount, self.currency)

    @property
    def setup(self) -> Money:
        """Asked once, with the first charge."""
        return Money(self.setup_amount, self.currency)

    @property
    def floor(self) -> Money:
        """The least a buyer may name."""
        return Money(self.floor_amount, self.currency)

    @property
    def terms(self) -> Terms:
        """When it is paid."""
        return Terms(
            kind=self.kind,
            interval=self.interval,
            interval_count=self.interval_count,
            trial_days=self.trial_days,
            minimum_terms=self.minimum_terms,
            instalments=self.instalments,
        )

    @property
    def due_today(self) -> Money:
        """What the first order asks: the setup fee, and the first charge unless a trial comes first."""
        return self.setup if self.trial_days else self.setup + self.money

    @property
    def words(self) -> str:
        """`$490`, `3 × $175`, `$49 a month`, `Free`, `From $5`."""
        locale = get_language() or "en"
        shown = self.money.format(locale)
        match self.kind:
            case PriceKind.SUBSCRIPTION:
                return f"{shown} {self.terms.rhythm}"
            case PriceKind.INSTALMENTS:
                return f"{self.instalments} × {shown}"
            case PriceKind.OPEN:
                return _now("From %(amount)s") % {"amount": self.floor.format(locale)}
            case _:
                return shown if self.amount else _now("Free")

    @property
    def name(self) -> str:
        """What the option is called: the creator's word, or what the terms say."""
        if self.label:
            return self.label
        return {
            PriceKind.ONE_TIME: _now("Pay in full"),
            PriceKind.SUBSCRIPTION: self.terms.rhythm[:1].upper() + self.terms.rhythm[1:],
            PriceKind.INSTALMENTS: _now("%(n)s payments") % {"n": self.instalments},
            PriceKind.FREE: _now("Free"),
            PriceKind.OPEN: _now("Pay what you want"),
        }[PriceKind(self.kind)]

    def snapshot(self) -> dict[str, Any]:
        """What was agreed, kept with what was sold: later prices change nothing about it."""
        return {
            **self.terms.as_data(),
            "option": self.option,
            "amount": self.amount,
            "setup_amount": self.setup_amount,
            "floor_amount": self.floor_amount,
            "currency": self.currency,
        }
