"""Where a business's programs are told what happens, and what they were told."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import RUNTIME, Serial

# the dialect of endpoints that nobody said another of
WEBHOOKS = "webhooks"
# of one message somebody may have written nonsense; of so many in a row it is the endpoint that wants none
REFUSES_AFTER = 3
_STAYS = "its owner adds it again: secrets travel in no manifest, fork or capsule, and no copy tells anybody anything"


class Because(models.TextChoices):
    """Why an endpoint is off."""

    OWNER = "owner", _("Switched off by hand")
    GONE = "gone", _("It answered 410: nobody is there any more")
    FAILING = "failing", _("It failed for days")


class EndpointQuerySet(models.QuerySet["WebhookEndpoint"]):
    """How the business asks for endpoints."""

    def speaking(self, dialect: str) -> EndpointQuerySet:
        """Those that are spoken to so."""
        return self.filter(speaks=dialect)

    def on(self) -> EndpointQuerySet:
        """Those that are told."""
        return self.filter(disabled_at__isnull=True)

    def free(self, now: datetime) -> EndpointQuerySet:
        """On, with no worker on them and no pause left."""
        unheld = Q(held_until__isnull=True) | Q(held_until__lte=now)
        return self.on().filter(unheld, Q(rests_until__isnull=True) | Q(rests_until__lte=now))

    def with_work(self, now: datetime) -> EndpointQuerySet:
        """Free, and something is due."""
        due = WebhookDelivery.objects.due(now).filter(endpoint=models.OuterRef("pk"))
        return self.free(now).filter(models.Exists(due))


class WebhookEndpoint(TenantModel):
    """An address that is told of events. Its secret is sealed and signs what is sent there."""

    url = models.CharField(_("address"), max_length=500)
    description = models.CharField(_("what it is for"), max_length=120, blank=True)
    speaks = models.CharField(max_length=12, default=WEBHOOKS, db_default=WEBHOOKS, editable=False)
    # empty: every type
    types = models.JSONField(default=list, blank=True)
    sealed_secret = models.TextField(editable=False)
    sealed_previous = models.TextField(blank=True, editable=False)
    previous_until = models.DateTimeField(null=True, blank=True)
    disabled_at = models.DateTimeField(null=True, blank=True)
    disabled_because = models.CharField(max_length=8, choices=Because.choices, blank=True)
    # how it is: failures in a row, since when, and how long it rests
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True, blank=True)
    rests_until = models.DateTimeField(null=True, blank=True)
    # how many messages in a row it answered for, and did not want: it is there, and keeps nothing
    refusals = models.PositiveIntegerField(default=0, db_default=0)
    delivered_at = models.DateTimeField(null=True, blank=True)
    # one worker at a time
    held_until = models.DateTimeField(null=True, blank=True)

    objects = EndpointQuerySet.as_manager()
    serial = Serial(RUNTIME, key=("key",), personal=("url",), remade=_STAYS)

    class Meta:
        verbose_name = _("webhook endpoint")
        verbose_name_plural = _("webhook endpoints")
        constraints = [
            models.CheckConstraint(
                condition=Q(disabled_at__isnull=True, disabled_because="")
                | Q(disabled_at__isnull=False, disabled_because__in=Because.values),
                name="webhooks_endpoint_off_for_a_reason",
            ),
            # what begins like a secret was stored as it is
            models.CheckConstraint(condition=~Q(sealed_secret__regex="^whsec_"), name="webhooks_endpoint_sealed"),  # noqa: S106
        ]

    def __str__(self) -> str:
        return self.description or self.url

    def wants(self, type: str) -> bool:
        """Whether it is told of events of a type."""
        return not self.types or type in self.types

    @property
    def state(self) -> str:
        """on, refusing, failing, resting or off."""
        if self.disabled_at:
            return "off"
        if self.rests_until and self.rests_until > clock.now():
            return "resting"
        if self.failures:
            return "failing"
        return "refusing" if self.refuses else "on"

    @property
    def refuses(self) -> bool:
        """Whether it takes nothing of what is sent, though it is there."""
        return self.refusals >= (REFUSES_AFTER if self.delivered_at else 1)


class WebhookDeliveryQuerySet(models.QuerySet["WebhookDelivery"]):
    """How the business asks for deliveries."""

    def waiting(self) -> WebhookDeliveryQuerySet:
        """Neither delivered nor given up."""
        return self.filter(delivered_at__isnull=True, failed_at__isnull=True)

    def due(self, now: datetime) -> WebhookDeliveryQuerySet:
        """To be tried now."""
        return self.waiting().filter(next_at__lte=now)

    def failed(self) -> WebhookDeliveryQuerySet:
        """Given up."""
        return self.filter(failed_at__isnull=False)

    def in_state(self, state: str) -> WebhookDeliveryQuerySet:
        """waiting, delivered or failed; an unknown word changes nothing."""
        match state:
            case "waiting":
                return self.waiting()
            case "failed":
                return self.failed()
            case "delivered":
                return self.filter(delivered_at__isnull=False)
        return self


class WebhookDelivery(TenantModel):
    """One event for one endpoint, with every try. Its id and its bytes stay the same however often it is sent."""

    endpoint = models.ForeignKey(WebhookEndpoint, on_delete=models.CASCADE, related_name="deliveries", db_index=False)
    message = models.UUIDField()
    type = models.CharField(max_length=60)
    body = models.TextField()
    happened_at = models.DateTimeField()
    # of this round: sending it again by hand begins another
    begun_at = models.DateTimeField(default=clock.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    tries = models.JSONField(default=list)
    next_at = models.DateTimeField(default=clock.now)
    delivered_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    objects = WebhookDeliveryQuerySet.as_manager()
    serial = Serial(RUNTIME, key=("key",), personal=("body", "tries"), remade=_STAYS)

    class Meta:
        verbose_name = _("webhook delivery")
        verbose_name_plural = _("webhook deliveries")
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "message"], name="webhooks_delivery_once"),
            models.CheckConstraint(
                condition=Q(delivered_at__isnull=True) | Q(failed_at__isnull=True), name="webhooks_delivery_ends_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["endpoint", "next_at"],
                condition=Q(delivered_at__isnull=True, failed_at__isnull=True),
                name="webhooks_delivery_waiting",
            ),
            models.Index(fields=["endpoint", "-id"], name="webhooks_delivery_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.type} to {self.endpoint_id}"

    @property
    def message_id(self) -> str:
        """As the receiver sees it; there is no full stop in it, which the signature needs."""
        return f"msg_{self.message.hex}"

    @property
    def state(self) -> str:
        """delivered, failed or waiting."""
        if self.delivered_at:
            return "delivered"
        return "failed" if self.failed_at else "waiting"

    @property
    def is_test(self) -> bool:
        """Whether somebody pressed for it: it is sent once, and says nothing of the endpoint's health."""
        return self.type.endswith(".test")

    @property
    def answer(self) -> str:
        """The beginning of what the last try was answered."""
        return str(self.tries[-1]["answer"]) if self.tries else ""

    @property
    def took(self) -> timedelta | None:
        """From the event until it was taken."""
        return self.delivered_at - self.happened_at if self.delivered_at else None
