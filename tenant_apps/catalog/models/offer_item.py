"""What is in an offer."""

from __future__ import annotations

from django.db import models

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import CONTENT, Serial
from tenant_apps.catalog.models.offer import Offer
from tenant_apps.catalog.models.product import Product


class OfferItem(TenantModel):
    """One product inside an offer."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="items")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField(default=0)

    serial = Serial(CONTENT, key=("key",))

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "product"], name="catalog_offeritem_product_once"),
        ]

    def __str__(self) -> str:
        return f"{self.offer_id}: {self.product_id}"
