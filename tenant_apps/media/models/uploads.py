"""Files on their way in."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import RUNTIME, Serial
from tenant_apps.media.models.assets import Asset


class UploadQuerySet(models.QuerySet["Upload"]):
    """Uploads, asked for in business English."""

    def under_way(self) -> "UploadQuerySet":
        """Neither a file yet nor refused: these need room."""
        return self.filter(asset=None, refused="")

    def unsettled(self) -> "UploadQuerySet":
        """Under way to become a file of the business."""
        return self.under_way().filter(is_kept=False)


class Upload(TenantModel):
    """A file that arrives in pieces. How much is here is asked of the draft on disk, which no crash undoes."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=255)
    size = models.BigIntegerField()
    # a complete one stays as it came, for whoever asked for it, and becomes no file of the business
    is_kept = models.BooleanField(default=False, db_default=False)
    complete_at = models.DateTimeField(null=True, blank=True)
    # the outcome of a complete one
    asset = models.ForeignKey(Asset, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    refused = models.CharField(max_length=400, blank=True)

    objects = UploadQuerySet.as_manager()
    serial = Serial(RUNTIME, personal=("name",), remade="whoever uploads goes on, or begins again")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(size__gt=0), name="media_upload_not_empty")]

    def __str__(self) -> str:
        return self.name

    @property
    def draft(self) -> str:
        """Where what has arrived is kept, below the tenant's files."""
        return f"drafts/{self.key}"

    @property
    def is_settled(self) -> bool:
        """Whether it became a file or was refused."""
        return bool(self.asset_id or self.refused)
