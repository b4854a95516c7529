"""What is sold."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import CONTENT, Serial


class Product(TenantModel):
    """A thing that can be sold: it points at what its owner delivers."""

    kind = models.CharField(_("kind"), max_length=32)
    title = models.CharField(_("title"), max_length=200)
    thing_key = models.UUIDField(_("thing"))

    serial = Serial(CONTENT, key=("key",))

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        constraints = [
            models.UniqueConstraint(fields=["kind", "thing_key"], name="catalog_product_thing_once"),
            models.CheckConstraint(condition=~Q(title=""), name="catalog_product_has_title"),
        ]

    def __str__(self) -> str:
        return self.title
