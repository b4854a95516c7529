"""Other sites that may show this business's checkout."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import CONFIG, Serial


class EmbeddingSite(TenantModel):
    """A site the creator allows to open the checkout in a window of its own: `https://example.com`."""

    origin = models.CharField(_("site"), max_length=280, db_index=False)
    allowed_at = models.DateTimeField(_("allowed"))

    serial = Serial(CONFIG, key=("origin",))

    class Meta:
        verbose_name = _("site with a checkout button")
        verbose_name_plural = _("sites with a checkout button")
        ordering = ["origin"]
        constraints = [models.UniqueConstraint(fields=["origin"], name="orders_embeddingsite_once")]

    def __str__(self) -> str:
        return self.origin
