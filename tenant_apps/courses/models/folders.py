"""A folder or a zip on its way to becoming modules and lessons."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import UniqueConstraint
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import RUNTIME, Serial
from tenant_apps.courses.models.outlines import Course, Lesson, LessonKind, Module

_STAYS = "whoever imports goes on, or begins again"


class FolderSource(models.TextChoices):
    """Where the files come from."""

    FOLDER = "folder", _("A folder")
    ZIP = "zip", _("A zip")


class FolderImport(TenantModel):
    """What shall become of a folder's files. A zip is read first; nothing is made before somebody says so."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="folder_imports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False)
    source = models.CharField(max_length=8, choices=FolderSource)
    name = models.CharField(max_length=255)
    upload = models.ForeignKey("media.Upload", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    as_drafts = models.BooleanField(default=False)
    # a zip: when its list of files was read, or why it was not
    read_at = models.DateTimeField(null=True, blank=True)
    refused = models.CharField(max_length=400, blank=True)
    begun_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    serial = Serial(RUNTIME, personal=("name",), remade=_STAYS)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name


class FolderFile(TenantModel):
    """One file of a folder: the lesson it shall become, or why it becomes none."""

    parent = models.ForeignKey(FolderImport, models.CASCADE, related_name="files", db_index=False)
    number = models.PositiveIntegerField()
    path = models.CharField(max_length=1000)
    size = models.BigIntegerField()
    module_title = models.CharField(max_length=120)
    title = models.CharField(max_length=160)
    kind = models.CharField(max_length=12, choices=LessonKind, blank=True)
    note = models.CharField(max_length=300, blank=True)
    refused = models.CharField(max_length=400, blank=True)
    home = models.ForeignKey(Module, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    lesson = models.ForeignKey(Lesson, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    done_at = models.DateTimeField(null=True, blank=True)

    serial = Serial(RUNTIME, personal=("path", "title"), remade=_STAYS)

    class Meta:
        ordering = ["number"]
        constraints = [UniqueConstraint(fields=["parent", "number"], name="folder_file_once")]

    def __str__(self) -> str:
        return self.path

    @property
    def is_waiting(self) -> bool:
        """Whether it is still to become a lesson."""
        return not self.refused and self.done_at is None
