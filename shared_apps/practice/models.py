"""The books of the practice gateway: what a real provider would keep on its own side.

They stand in the registry, behind another connection than the business's own rows: what was charged stays charged when
the business's transaction is rolled back, as with any provider. `account` is the tenant's id. No card number is here.
"""

from django.db import models
from django.db.models import Q

from marque.kit import clock
from marque.kit.money import Money


class _Book(models.Model):
    account = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        abstract = True


class PracticeMethod(_Book):
    """A test card kept for a person. `fails_later` is how charging it again without them ends."""

    token = models.CharField(max_length=60)
    brand = models.CharField(max_length=32)
    last4 = models.CharField(max_length=4)
    fails_later = models.CharField(max_length=32, blank=True)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "token"], name="practice_method_once")]

    def __str__(self) -> str:
        return self.token


class PracticePayment(_Book):
    """One charge. `becomes` is the failure a question or a delay ends with, empty for success."""

    idempotency_key = models.CharField(max_length=100)
    reference = models.CharField(max_length=60)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    fee = models.BigIntegerField(default=0)
    state = models.CharField(max_length=12)
    failure_code = models.CharField(max_length=32, blank=True)
    becomes = models.CharField(max_length=32, blank=True)
    settles_at = models.DateTimeField(null=True)
    brand = models.CharField(max_length=32)
    last4 = models.CharField(max_length=4)
    method = models.ForeignKey(PracticeMethod, models.SET_NULL, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "idempotency_key"], name="practice_payment_tried_once"),
            models.UniqueConstraint(fields=["account", "reference"], name="practice_payment_reference_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="practice_payment_of_something"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def money(self) -> Money:
        """What was charged."""
        return Money(self.amount, self.currency)


class PracticeMovement(_Book):
    """One change of an account's balance."""

    payment = models.ForeignKey(PracticePayment, models.CASCADE, null=True, related_name="movements")
    kind = models.CharField(max_length=16)
    subject = models.CharField(max_length=60)
    amount = models.BigIntegerField()
    fee = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "kind", "subject"], name="practice_movement_once"),
        ]
        indexes = [models.Index(fields=["account", "created_at"], name="practice_movement_of_account")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class PracticeEvent(_Book):
    """A webhook, and how often it was sent."""

    event_id = models.CharField(max_length=60)
    kind = models.CharField(max_length=32)
    reference = models.CharField(max_length=60)
    body = models.TextField()
    times_sent = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    answer = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "event_id"], name="practice_event_once")]
        indexes = [models.Index(fields=["account", "-created_at"], name="practice_event_of_account")]

    def __str__(self) -> str:
        return self.event_id
