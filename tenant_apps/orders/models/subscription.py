"""What a person pays for again and again, until one of the two ends it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marque.kit import ids
from marque.kit.models import TenantModel
from marque.kit.money import Money
from marque.kit.serialise.declaration import RUNTIME, Serial
from tenant_apps.catalog.models import Offer
from tenant_apps.orders.models.line import OrderLine
from tenant_apps.orders.models.order import Order
from tenant_apps.orders.rhythm import Interval, step
from tenant_apps.orders.terms import Terms, rhythm_words
from tenant_apps.payments.models import SavedMethod
from tenant_apps.people.models import Person


class SubscriptionState(models.TextChoices):
    """What the timestamps of a subscription add up to."""

    AWAITING = "awaiting", _("Not begun")
    TRIALING = "trialing", _("On trial")
    ACTIVE = "active", _("Active")
    PAST_DUE = "past_due", _("Payment overdue")
    PAUSED = "paused", _("Paused")
    CANCELLED = "cancelled", _("Ends soon")
    ENDED = "ended", _("Ended")


class Ending(models.TextChoices):
    """Why a subscription ended."""

    CANCELLED = "cancelled", _("Cancelled")
    LAPSED = "lapsed", _("Not paid")
    REFUNDED = "refunded", _("Refunded")
    COMPLETED = "completed", _("Paid in full")


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    """How the business asks for subscriptions."""

    def begun(self) -> SubscriptionQuerySet:
        """Their first order is paid."""
        return self.filter(started_at__isnull=False)

    def running(self) -> SubscriptionQuerySet:
        """Begun and not ended."""
        return self.begun().filter(ended_at__isnull=True)

    def due(self, now: datetime) -> SubscriptionQuerySet:
        """Something has to happen to them, longest waiting first."""
        return self.running().filter(due_at__lte=now).order_by("due_at", "pk")

    def trials_ending(self, now: datetime, within: timedelta) -> SubscriptionQuerySet:
        """On trial for a little longer, and not told yet."""
        soon = self.running().filter(reminded_at__isnull=True, cancelled_at__isnull=True, terms_paid=0)
        return soon.filter(trial_ends_at__gt=now, trial_ends_at__lte=now + within).order_by("trial_ends_at", "pk")

    def to_win_back(self, now: datetime, after: timedelta) -> SubscriptionQuerySet:
        """Ended for want of money or wish some days ago, and not written to since."""
        gone = self.filter(ended_because__in=[Ending.CANCELLED, Ending.LAPSED], won_back_at__isnull=True)
        return gone.filter(ended_at__lte=now - after, ended_at__gt=now - 4 * after - timedelta(days=7)).order_by("pk")

    def in_state(self, state: str) -> SubscriptionQuerySet:
        """Subscriptions in one of SubscriptionState's states; an unknown word finds none."""
        live = self.running()
        trial = Q(trial_ends_at__isnull=False, terms_paid=0)
        calm = live.filter(paused_at__isnull=True, past_due_since__isnull=True, cancelled_at__isnull=True)
        found = {
            "awaiting": self.filter(started_at__isnull=True),
            "ended": self.filter(ended_at__isnull=False),
            "paused": live.filter(paused_at__isnull=False),
            "past_due": live.filter(paused_at__isnull=True, past_due_since__isnull=False),
            "cancelled": live.filter(paused_at__isnull=True, past_due_since__isnull=True, cancelled_at__isnull=False),
            "trialing": calm.filter(trial),
            "active": calm.exclude(trial),
        }
        return found.get(state, self.none())

    def matching(self, text: str) -> SubscriptionQuerySet:
        """By person, code or what it is for."""
        text = text.strip()
        by_words = Q(person__email__icontains=text) | Q(person__name__icontains=text) | Q(line__title__icontains=text)
        return self.filter(by_words | Q(code=ids.read_code(text)))

    def newest_first(self) -> SubscriptionQuerySet:
        """The order a person expects in a list."""
        return self.order_by("-pk")


class Subscription(TenantModel):
    """An agreement to pay an amount for each period, with the terms of the day it was made."""

    code = models.CharField(_("code"), max_length=12, default=ids.code, editable=False, db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="subscriptions")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="subscriptions")
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="subscriptions")
    first_line = models.OneToOneField(OrderLine, on_delete=models.CASCADE, related_name="began")
    # what is delivered now: another line after a change of plan
    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="+", db_index=False)
    method = models.ForeignKey(SavedMethod, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    amount = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)
    interval = models.CharField(_("every"), max_length=5, choices=Interval.choices)
    interval_count = models.PositiveSmallIntegerField(default=1)
    trial_days = models.PositiveSmallIntegerField(_("days of trial"), default=0)
    setup_amount = models.BigIntegerField(_("setup fee"), default=0)
    minimum_terms = models.PositiveSmallIntegerField(_("minimum periods"), default=0)
    instalments = models.PositiveSmallIntegerField(_("payments"), null=True, blank=True)
    time_zone = models.CharField(max_length=64)

    started_at = models.DateTimeField(_("began"), null=True, blank=True)
    trial_ends_at = models.DateTimeField(_("trial ends"), null=True, blank=True)
    # periods are counted from here
    anchor_at = models.DateTimeField(null=True, blank=True)
    anchor_index = models.PositiveIntegerField(default=0)
    period_starts_at = models.DateTimeField(null=True, blank=True)
    period_ends_at = models.DateTimeField(_("paid until"), null=True, blank=True)
    terms_paid = models.PositiveIntegerField(default=0)
    # when the sweep has to look: a charge, another try, an end
    due_at = models.DateTimeField(null=True, blank=True)
    past_due_since = models.DateTimeField(_("overdue since"), null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    paused_at = models.DateTimeField(_("paused"), null=True, blank=True)
    resumes_at = models.DateTimeField(_("resumes"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_because = models.CharField(max_length=10, choices=Ending.choices, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)
    won_back_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = SubscriptionQuerySet.as_manager()
    serial = Serial(RUNTIME, key=("key",))

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        permissions = [("manage_subscription", "Can cancel, pause and change subscriptions")]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(ended_at__isnull=True, due_at__isnull=False), name="orders_sub_due"
            ),
            models.Index(
                fields=["trial_ends_at"],
                condition=Q(ended_at__isnull=True, reminded_at__isnull=True, trial_ends_at__isnull=False),
                name="orders_sub_trial_ends",
            ),
            models.Index(
                fields=["ended_at"],
                condition=Q(ended_at__isnull=False, won_back_at__isnull=True),
                name="orders_sub_win_back",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["code"], name="orders_sub_code_once"),
            models.CheckConstraint(
                condition=Q(amount__gt=0, setup_amount__gte=0, interval_count__gte=1), name="orders_sub_of_something"
            ),
            models.CheckConstraint(condition=Q(interval__in=Interval.values), name="orders_sub_known_interval"),
            models.CheckConstraint(condition=Q(currency__regex="^[A-Z]{3}$"), name="orders_sub_currency_code"),
            models.CheckConstraint(
                condition=Q(instalments__isnull=True)
                | Q(instalments__isnull=False, instalments__gte=2, terms_paid__lte=F("instalments"), trial_days=0),
                name="orders_sub_plan_of_parts",
            ),
            models.CheckConstraint(
                condition=Q(
                    started_at__isnull=True, anchor_at__isnull=True, period_starts_at__isnull=True, due_at__isnull=True
                )
                | Q(
                    started_at__isnull=False,
                    anchor_at__isnull=False,
                    period_starts_at__isnull=False,
                    period_ends_at__isnull=False,
                    period_ends_at__gt=F("period_starts_at"),
                ),
                name="orders_sub_period_once_begun",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_because="")
                | Q(ended_at__isnull=False, ended_because__in=Ending.values, due_at__isnull=True),
                name="orders_sub_ended_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, ends_at__isnull=True)
                | Q(cancelled_at__isnull=False, ends_at__isnull=False),
                name="orders_sub_cancelled_to_an_end",
            ),
            models.CheckConstraint(
                condition=Q(past_due_since__isnull=True, failures=0) | Q(past_due_since__isnull=False, failures__gte=1),
                name="orders_sub_overdue_after_failures",
            ),
            models.CheckConstraint(
                condition=Q(resumes_at__isnull=True) | Q(paused_at__isnull=False), name="orders_sub_resumes_from_pause"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def title(self) -> str:
        """What it is for."""
        return self.line.title

    @property
    def money(self) -> Money:
        """What each period costs."""
        return Money(self.amount, self.currency)

    @property
    def setup(self) -> Money:
        """Asked once, with the first order."""
        return Money(self.setup_amount, self.currency)

    @property
    def terms(self) -> Terms:
        """What was agreed."""
        return Terms(
            amount=self.amount,
            currency=self.currency,
            interval=self.interval,
            interval_count=self.interval_count,
            trial_days=self.trial_days,
            setup_amount=self.setup_amount,
            minimum_terms=self.minimum_terms,
            instalments=self.instalments,
        )

    @property
    def rhythm(self) -> str:
        """`a month`."""
        return rhythm_words(self.interval, self.interval_count)

    @property
    def left(self) -> int:
        """How many instalments are still to come."""
        return self.instalments - self.terms_paid if self.instalments else 0

    @property
    def rest(self) -> Money:
        """What is still to pay of a plan."""
        return Money(self.amount * self.left, self.currency)

    @property
    def on_trial(self) -> bool:
        """Begun, and nothing was asked for a period yet."""
        return self.trial_ends_at is not None and self.terms_paid == 0

    def boundary(self, steps: int) -> datetime:
        """The end of so many periods more than are paid."""
        assert self.anchor_at is not None
        return step(
            self.anchor_at,
            steps=self.anchor_index + steps,
            interval=self.interval,
            count=self.interval_count,
            zone=self.time_zone,
        )

    @property
    def state(self) -> SubscriptionState:
        """What the timestamps add up to."""
        moments = (
            (self.ended_at, SubscriptionState.ENDED),
            (self.started_at is None, SubscriptionState.AWAITING),
            (self.paused_at, SubscriptionState.PAUSED),
            (self.past_due_since, SubscriptionState.PAST_DUE),
            (self.cancelled_at, SubscriptionState.CANCELLED),
            (self.on_trial, SubscriptionState.TRIALING),
        )
        return next((state for reached, state in moments if reached), SubscriptionState.ACTIVE)

    @property
    def next_charge_at(self) -> datetime | None:
        """When money is asked for next; None when nothing more is."""
        if self.ended_at or self.started_at is None or self.paused_at:
            return None
        if self.ends_at and self.period_ends_at and self.period_ends_at >= self.ends_at:
            return None
        return self.due_at if self.past_due_since else self.period_ends_at
