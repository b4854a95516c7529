"""Files of a business: films, recordings, documents, pictures."""

import re
from pathlib import PurePath

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import CONTENT, Serial
from tenant_apps.media.formats import Kind


def _place(asset: "Asset", name: str) -> str:
    return f"media/{asset.key}/{safe_name(name)}"


def _poster_place(asset: "Asset", name: str) -> str:
    return f"media/{asset.key}/poster.jpg"


def safe_name(name: str) -> str:
    """A file name that is dull everywhere: ASCII, short, one extension."""
    path = PurePath(name.replace("\\", "/"))
    extension = re.sub(r"[^a-z0-9]", "", path.suffix.lower())
    return f"{slugify(path.stem)[:60].strip('-') or 'file'}.{extension}"


class AssetQuerySet(models.QuerySet["Asset"]):
    """Assets, asked for in business English."""

    def films(self) -> "AssetQuerySet":
        """What a video lesson may play."""
        return self.filter(kind=Kind.VIDEO)

    def played(self) -> "AssetQuerySet":
        """What a lesson may play: films and recordings, which are prepared."""
        return self.filter(kind__in=(Kind.VIDEO, Kind.AUDIO))

    def newest_first(self) -> "AssetQuerySet":
        """As the Studio lists them."""
        return self.order_by("-created_at", "-pk")


class Asset(TenantModel):
    """A file that was checked when it came in. Visitors reach it through a signed, expiring address only."""

    file = models.FileField(_("file"), upload_to=_place, max_length=255)
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    content_type = models.CharField(_("content type"), max_length=100)
    size = models.BigIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    duration_seconds = models.PositiveIntegerField(_("length in seconds"), null=True, blank=True)
    width = models.PositiveIntegerField(_("width"), null=True, blank=True)
    height = models.PositiveIntegerField(_("height"), null=True, blank=True)
    poster = models.FileField(_("still"), upload_to=_poster_place, max_length=255, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = AssetQuerySet.as_manager()
    serial = Serial(CONTENT)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        constraints = [
            models.UniqueConstraint(fields=["sha256", "title"], name="media_asset_once"),
            models.CheckConstraint(condition=Q(size__gt=0), name="media_asset_not_empty"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> str:
        """What the file is called when it is saved."""
        return PurePath(self.file.name).name if self.file else safe_name(self.title)

    @property
    def is_elsewhere(self) -> bool:
        """A film that is kept at a host: there is no file of it here."""
        return not self.file

    @property
    def plays_inline(self) -> bool:
        """Shown in the page; anything else is a download."""
        return self.kind != Kind.DOCUMENT
