"""What a person may have, and why."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import RUNTIME, Serial
from tenant_apps.catalog.models import Product
from tenant_apps.people.models import Person


class EntitlementQuerySet(models.QuerySet["Entitlement"]):
    """How the business asks for entitlements."""

    def open(self, now: datetime) -> EntitlementQuerySet:
        """Give access at this moment."""
        return self.filter(revoked_at__isnull=True, suspended_at__isnull=True).filter(
            Q(expires_at__isnull=True) | Q(expires_at__gt=now)
        )

    def lapsed(self, now: datetime) -> EntitlementQuerySet:
        """Ran out and nobody has taken the thing back yet."""
        return self.filter(revoked_at__isnull=True, expires_at__lte=now)

    def of(self, person: Person, product: Product) -> EntitlementQuerySet:
        """Every reason this person has for this product."""
        return self.filter(person=person, product=product)


class Entitlement(TenantModel):
    """One reason why a person may have a product. Several sources stand beside each other."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="entitlements", db_index=False)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="entitlements")
    source = models.CharField(_("source"), max_length=80)
    # a person's words, where a person gave it; what an order gave needs none
    reason = models.CharField(_("reason"), max_length=300, blank=True, db_default="")
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    granted_at = models.DateTimeField(_("granted"))
    suspended_at = models.DateTimeField(_("suspended"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    # the team took it away, or moved it elsewhere: what gave it does not bring it back by itself
    taken_at = models.DateTimeField(_("taken away"), null=True, blank=True)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)

    objects = EntitlementQuerySet.as_manager()
    serial = Serial(RUNTIME, key=("key",), personal=("reason",))

    class Meta:
        verbose_name = _("entitlement")
        verbose_name_plural = _("entitlements")
        constraints = [
            # also the index for "what does this person have"
            models.UniqueConstraint(fields=["person", "product", "source"], name="entitlements_once_per_source"),
            models.CheckConstraint(condition=~Q(source=""), name="entitlements_has_source"),
        ]
        indexes = [
            models.Index(
                fields=["expires_at"],
                condition=Q(revoked_at__isnull=True, expires_at__isnull=False),
                name="entitlements_to_expire",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.product_id} ({self.source})"
