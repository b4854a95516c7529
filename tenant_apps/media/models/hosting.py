"""Films that are kept at a host: the business's account there, each film, and what is to be removed."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import RUNTIME, Serial
from tenant_apps.media.models.assets import Asset


class FilmHosting(TenantModel):
    """A business's account at a host of films. Its keys are sealed, and leave this row for the host alone."""

    host = models.CharField(max_length=16, unique=True)
    sealed_keys = models.TextField(editable=False)
    key_hint = models.CharField(max_length=24, blank=True)
    connected_by = models.EmailField()
    checked_at = models.DateTimeField()
    problem = models.CharField(max_length=500, blank=True)
    # whether films that are added go there
    used_since = models.DateTimeField(null=True)

    serial = Serial(
        RUNTIME,
        key=("host",),
        personal=("connected_by",),
        remade="its owner connects it again: keys travel in no manifest, fork or capsule",
    )

    class Meta:
        verbose_name = _("host of films")
        verbose_name_plural = _("hosts of films")

    def __str__(self) -> str:
        return self.host


class HostedFilmQuerySet(models.QuerySet["HostedFilm"]):
    """Films elsewhere, asked for in business English."""

    def due(self, now: datetime) -> HostedFilmQuerySet:
        """Those to be asked about, the longest waiting first."""
        return self.filter(look_at__lte=now).order_by("look_at", "pk")

    def told_of(self, *, upload: str, reference: str) -> HostedFilmQuerySet:
        """What a host's notice is about."""
        about = Q(upload=upload) if upload else Q()
        about |= Q(reference=reference) if reference else Q()
        return self.filter(about) if upload or reference else self.none()


class HostedFilm(TenantModel):
    """Where a film is that has no file here. `kept_for` says whose it is: a copy elsewhere only plays it."""

    asset = models.OneToOneField(Asset, models.CASCADE, related_name="hosted")
    host = models.CharField(max_length=16)
    upload = models.CharField(max_length=120, blank=True)
    reference = models.CharField(max_length=120, blank=True)
    playback = models.CharField(max_length=120, blank=True)
    kept_for = models.CharField(max_length=32)
    # when the host is asked next; null when there is nothing to ask
    look_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    objects = HostedFilmQuerySet.as_manager()
    serial = Serial(RUNTIME)

    class Meta:
        indexes = [
            models.Index(fields=["look_at"], condition=Q(look_at__isnull=False), name="media_hosted_due"),
            models.Index(fields=["upload"], name="media_hosted_upload"),
            models.Index(fields=["reference"], name="media_hosted_reference"),
        ]

    def __str__(self) -> str:
        return f"{self.host} {self.reference or self.upload}"


class HostedRemovalQuerySet(models.QuerySet["HostedRemoval"]):
    """Removals, asked for in business English."""

    def due(self, now: datetime) -> HostedRemovalQuerySet:
        """Those the host has to be told of, the longest waiting first."""
        return self.filter(try_at__lte=now).order_by("try_at", "pk")


class HostedRemoval(TenantModel):
    """A film that is gone here, and to be removed at its host."""

    host = models.CharField(max_length=16)
    upload = models.CharField(max_length=120, blank=True)
    reference = models.CharField(max_length=120, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    # null: given up, until its owner asks again
    try_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=500, blank=True)

    objects = HostedRemovalQuerySet.as_manager()
    serial = Serial(RUNTIME, remade="a copy elsewhere removes nothing at a host")

    class Meta:
        indexes = [models.Index(fields=["try_at"], name="media_removal_due")]

    def __str__(self) -> str:
        return f"{self.host} {self.reference or self.upload}"
