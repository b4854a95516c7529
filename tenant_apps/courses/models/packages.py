"""Courses on their way out as packages, and in."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import RUNTIME, Serial
from tenant_apps.courses.models.outlines import Course

KEPT = timedelta(days=2)


class PackageWork(TenantModel):
    """What a worker does about one package, how far it is, and how often one began."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False)
    course = models.ForeignKey(Course, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    name = models.CharField(max_length=255)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    begun = models.PositiveSmallIntegerField(default=0)
    heard_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    refused = models.CharField(max_length=400, blank=True)

    class Meta:
        abstract = True
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name

    @property
    def percent(self) -> int:
        """How much of its bytes are dealt with."""
        return min(100, 100 * self.done // self.total) if self.total else 0

    @property
    def is_under_way(self) -> bool:
        """Whether a worker is at it, or is to be."""
        return self.finished_at is None and not self.refused

    @property
    def tries(self) -> int:
        """How often it was begun since somebody asked for it."""
        return self.begun


class PackageExport(PackageWork):
    """A package somebody asked for of `course`; `done` bytes of it are written."""

    serial = Serial(RUNTIME, personal=("name",), remade="whoever exports asks again")

    @property
    def place(self) -> str:
        """Where it is kept for two days, below the tenant's files."""
        return f"exports/{self.key}"


class PackageImport(PackageWork):
    """A package that arrived; `course` is what was made of it, by `done` bytes so far."""

    upload = models.OneToOneField("media.Upload", models.SET_NULL, null=True, blank=True, related_name="+")
    # the tries before somebody asked for it once more: `begun` is a try's number, and is never given out twice
    forgiven = models.PositiveSmallIntegerField(default=0, db_default=0)

    serial = Serial(RUNTIME, personal=("name",), remade="whoever imports uploads it again")

    @property
    def tries(self) -> int:
        """How often it was begun since somebody asked for it, or asked once more."""
        return self.begun - self.forgiven
