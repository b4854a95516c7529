"""What a lesson's page holds besides what the lesson is."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Deferrable, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import CONTENT, Serial
from tenant_apps.courses.models.outlines import Lesson


class BlockKind(models.TextChoices):
    """What a block shows; `OWN` is the place of what the lesson is, and of its text."""

    OWN = "lesson", _("The lesson itself")
    TEXT = "text", _("Text")
    IMAGE = "image", _("Picture")
    VIDEO = "video", _("Video")
    AUDIO = "audio", _("Audio")
    PDF = "pdf", _("PDF")
    SLIDES = "slides", _("Slides")
    DOWNLOAD = "download", _("File")
    CODE = "code", _("Code")
    EMBED = "embed", _("From another site")
    HOTSPOTS = "hotspots", _("Picture with spots")
    PROJECT = "project", _("Project in steps")
    SURVEY = "survey", _("Survey")
    LIVE = "live", _("Live session")
    DISCUSSION = "discussion", _("Discussion")


# nothing without their file
BLOCKS_WITH_FILE = (
    BlockKind.IMAGE,
    BlockKind.VIDEO,
    BlockKind.AUDIO,
    BlockKind.PDF,
    BlockKind.SLIDES,
    BlockKind.DOWNLOAD,
    BlockKind.HOTSPOTS,
)
# the place of spots, steps, questions or a session, which are the lesson's own
BLOCKS_OF_KINDS = (BlockKind.HOTSPOTS, BlockKind.PROJECT, BlockKind.SURVEY, BlockKind.LIVE)
# what somebody may have to watch, or hear
BLOCKS_PLAYED = (BlockKind.VIDEO, BlockKind.AUDIO)
# a lesson has one of each
BLOCKS_ONCE = (BlockKind.OWN, BlockKind.DISCUSSION, *BLOCKS_OF_KINDS)
# a place and nothing else
BLOCKS_BARE = tuple(kind for kind in BLOCKS_ONCE if kind not in BLOCKS_WITH_FILE)
MOST_BLOCKS, LONGEST_BLOCK = 60, 40_000
# columns of plain words, as far as a kind has them
BLOCK_WORDS = ("title", "text", "language", "address")
BLOCKS_OF_WORDS = (BlockKind.TEXT, BlockKind.CODE)


class LessonBlock(TenantModel):
    """A part of a lesson's page, in its place. A lesson without blocks shows what it is, and its text."""

    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="page_blocks", db_index=False)
    kind = models.CharField(max_length=12, choices=BlockKind)
    # what stands below a picture, the name of a file of code, the name of a recording
    title = models.CharField(_("Title"), max_length=160, blank=True)
    # rich text, or code
    text = models.TextField(_("Text"), max_length=LONGEST_BLOCK, blank=True)
    language = models.CharField(_("Language"), max_length=24, blank=True)
    asset = models.ForeignKey("media.Asset", models.PROTECT, null=True, blank=True, related_name="lesson_blocks")
    address = models.URLField(_("Address"), max_length=500, blank=True)
    # what the other site said of the address: provider, title, frame, width, height
    shown = models.JSONField(default=dict, blank=True)
    # of a film or a recording: how much of it the lesson asks for
    least_percent = models.PositiveSmallIntegerField(_("Must be watched, in percent"), null=True, blank=True)
    position = models.PositiveSmallIntegerField()

    serial = Serial(CONTENT)

    class Meta:
        ordering = ["position"]
        constraints = [
            UniqueConstraint(
                fields=["lesson", "position"], name="lesson_block_position_once", deferrable=Deferrable.DEFERRED
            ),
            UniqueConstraint(
                fields=["lesson", "kind"], condition=Q(kind__in=BLOCKS_ONCE), name="lesson_block_kind_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=BLOCKS_WITH_FILE, asset__isnull=False)
                | (~Q(kind__in=BLOCKS_WITH_FILE) & Q(asset__isnull=True)),
                name="lesson_block_has_its_file",
            ),
            models.CheckConstraint(condition=~Q(kind__in=BLOCKS_OF_WORDS, text=""), name="lesson_block_has_its_words"),
            models.CheckConstraint(condition=~Q(kind=BlockKind.EMBED, address=""), name="lesson_block_has_its_address"),
            models.CheckConstraint(
                condition=Q(least_percent__isnull=True) | Q(kind__in=BLOCKS_PLAYED, least_percent__range=(1, 100)),
                name="lesson_block_percent",
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(self.get_kind_display())

    def as_value(self) -> dict[str, Any]:
        """What it holds, its file by its key (`tenant_apps.courses.blocks`)."""
        value: dict[str, Any] = {"key": str(self.key), "kind": self.kind, "file": None, "shown": self.shown}
        value["least_percent"] = self.least_percent
        if self.asset:
            value["file"] = str(self.asset.key)
        return value | {name: getattr(self, name) for name in BLOCK_WORDS}
