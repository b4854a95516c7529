"""What is offered beside or after something else."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import CONTENT, Serial
from tenant_apps.catalog.models.offer import Offer


class ExtraPlace(models.TextChoices):
    """Where it is offered."""

    BUMP = "bump", _("On the checkout")
    UPSELL = "upsell", _("After the purchase")
    DOWNSELL = "downsell", _("When that is declined")


class Extra(TenantModel):
    """An offer shown to who buys another one, for less if the creator likes."""

    beside = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="extras", db_index=False)
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="+", db_index=False)
    place = models.CharField(_("place"), max_length=8, choices=ExtraPlace.choices, default=ExtraPlace.BUMP)
    percent_off = models.PositiveSmallIntegerField(_("per cent off"), default=0)
    pitch = models.CharField(_("pitch"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    serial = Serial(CONTENT, key=("key",))

    class Meta:
        verbose_name = _("extra")
        verbose_name_plural = _("extras")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["beside", "offer", "place"], name="catalog_extra_once"),
            models.CheckConstraint(condition=Q(percent_off__lte=100), name="catalog_extra_percent"),
            models.CheckConstraint(condition=~Q(beside=F("offer")), name="catalog_extra_is_another"),
            models.CheckConstraint(condition=Q(place__in=ExtraPlace.values), name="catalog_extra_known_place"),
        ]

    def __str__(self) -> str:
        return f"{self.beside_id}: {self.offer_id}"
