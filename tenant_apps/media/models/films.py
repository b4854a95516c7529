"""What belongs to a film beyond its file: how it was prepared, its captions, its chapters."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import CONTENT, RUNTIME, Serial
from tenant_apps.media.models.assets import Asset


class FilmQuerySet(models.QuerySet["Film"]):
    """Films, asked for in business English."""

    def unfinished(self) -> "FilmQuerySet":
        """Neither ready nor given up."""
        return self.filter(ready_at=None, failed_at=None)


class Film(TenantModel):
    """A film being prepared, prepared, or given up. Whoever works on it says so every few seconds (`heard_at`)."""

    asset = models.OneToOneField(Asset, models.CASCADE, related_name="film")
    heard_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    percent = models.PositiveSmallIntegerField(default=0)
    ready_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)
    # the prepared film as the host described it: renditions, storyboard, whether there is sound
    prepared = models.JSONField(default=dict)

    objects = FilmQuerySet.as_manager()
    serial = Serial(RUNTIME)

    class Meta:
        indexes = [
            models.Index(
                fields=["heard_at"],
                condition=Q(ready_at__isnull=True, failed_at__isnull=True),
                name="media_film_waiting",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ready_at__isnull=True) | Q(failed_at__isnull=True), name="media_film_ready_or_failed"
            ),
        ]

    def __str__(self) -> str:
        return str(self.asset_id)

    @property
    def folder(self) -> str:
        """Where its renditions are, below the tenant's files."""
        return f"films/{self.key}"


class Caption(TenantModel):
    """What is said in a film, in one language, as WebVTT."""

    asset = models.ForeignKey(Asset, models.CASCADE, related_name="captions", db_index=False)
    language = models.CharField(_("language"), max_length=16)
    text = models.TextField()

    serial = Serial(CONTENT)

    class Meta:
        ordering = ["language"]
        constraints = [models.UniqueConstraint(fields=["asset", "language"], name="media_caption_once")]

    def __str__(self) -> str:
        return f"{self.asset_id} {self.language}"


class Chapter(TenantModel):
    """A part of a film with a name of its own, from a second on."""

    asset = models.ForeignKey(Asset, models.CASCADE, related_name="chapters", db_index=False)
    seconds = models.PositiveIntegerField()
    title = models.CharField(max_length=120)

    serial = Serial(CONTENT)

    class Meta:
        ordering = ["seconds"]
        constraints = [models.UniqueConstraint(fields=["asset", "seconds"], name="media_chapter_once")]

    def __str__(self) -> str:
        return self.title
