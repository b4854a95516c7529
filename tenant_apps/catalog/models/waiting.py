"""People who wait for an offer that is sold out."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import RUNTIME, Serial
from tenant_apps.catalog.models.offer import Offer
from tenant_apps.people.models import Person


class WaitingQuerySet(models.QuerySet["Waiting"]):
    """How the business asks for those who wait."""

    def in_line(self) -> WaitingQuerySet:
        """Not invited yet, first come first."""
        return self.filter(invited_at__isnull=True).order_by("pk")

    def invited(self) -> WaitingQuerySet:
        """Hold a seat and have not bought."""
        return self.filter(invited_at__isnull=False, bought_at__isnull=True, lapsed_at__isnull=True)

    def overdue(self, now: datetime) -> WaitingQuerySet:
        """Hold a seat and let the time pass."""
        return self.invited().filter(held_until__lte=now).order_by("pk")


class Waiting(TenantModel):
    """One person's place in the line of a sold-out offer. An invitation holds a seat until it lapses."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="waiting", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="waiting")
    invited_at = models.DateTimeField(_("invited"), null=True, blank=True)
    held_until = models.DateTimeField(_("seat held until"), null=True, blank=True)
    bought_at = models.DateTimeField(_("bought"), null=True, blank=True)
    lapsed_at = models.DateTimeField(_("lapsed"), null=True, blank=True)

    objects = WaitingQuerySet.as_manager()
    serial = Serial(RUNTIME, key=("key",))

    class Meta:
        verbose_name = _("place in the line")
        verbose_name_plural = _("places in the line")
        constraints = [
            models.UniqueConstraint(fields=["offer", "person"], name="catalog_waiting_once"),
            models.CheckConstraint(
                condition=Q(invited_at__isnull=True, held_until__isnull=True)
                | Q(invited_at__isnull=False, held_until__isnull=False),
                name="catalog_waiting_held_when_invited",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.offer_id}: {self.person_id}"
