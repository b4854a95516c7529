"""Course > Module > Lesson: what is taught, in which order, and when it opens."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Deferrable, Q, UniqueConstraint
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import CONTENT, Serial
from tenant_apps.courses import rules


class Level(models.TextChoices):
    """Who a course is for."""

    EVERYONE = "everyone", _("All levels")
    BEGINNER = "beginner", _("Beginner")
    PRACTISED = "practised", _("Some practice")
    ADVANCED = "advanced", _("Advanced")


class CoverStyle(models.TextChoices):
    """How a generated cover is drawn."""

    PAPER = "paper", _("Cut paper")
    RISO = "riso", _("Print")
    CONTOUR = "contour", _("Contour")
    MESH = "mesh", _("Soft light")


class LessonKind(models.TextChoices):
    """What a lesson is made of."""

    VIDEO = "video", _("Video")
    TEXT = "text", _("Text")
    QUIZ = "quiz", _("Quiz")
    DOWNLOAD = "download", _("File")
    IMAGE = "image", _("Picture")
    ASSIGNMENT = "assignment", _("Assignment")
    AUDIO = "audio", _("Audio")
    PDF = "pdf", _("PDF")
    SLIDES = "slides", _("Slides")
    HOTSPOTS = "hotspots", _("Picture with spots")
    PROJECT = "project", _("Project in steps")
    CODE = "code", _("Code")
    EMBED = "embed", _("From another site")
    SURVEY = "survey", _("Survey")
    LIVE = "live", _("Live session")
    DISCUSSION = "discussion", _("Discussion")
    SCORM = "scorm", _("SCORM package")


# nothing without their file
FILED = (
    LessonKind.VIDEO,
    LessonKind.DOWNLOAD,
    LessonKind.IMAGE,
    LessonKind.AUDIO,
    LessonKind.PDF,
    LessonKind.SLIDES,
    LessonKind.HOTSPOTS,
    LessonKind.SCORM,
)
# what learners leave in them is kept with the learner
NEVER_PREVIEW = (LessonKind.QUIZ, LessonKind.SURVEY, LessonKind.DISCUSSION, LessonKind.SCORM)
# what assessments grades, with dates of its own
GRADED = (LessonKind.QUIZ, LessonKind.ASSIGNMENT)
# what ends with a score: a package reports its own
SCORED = (*GRADED, LessonKind.SCORM)


class NewLessons(models.TextChoices):
    """From when a wait counts for people who were there before the lesson was."""

    PAST = "past", _("Open at once for those who have waited long enough already")
    ADDED = "added", _("Let everybody wait from the day it was added")


class CourseQuerySet(models.QuerySet["Course"]):
    """Courses, in business English."""

    def published(self) -> CourseQuerySet:
        """The ones a visitor may see."""
        return self.filter(published_at__isnull=False)

    def matching(self, words: str) -> CourseQuerySet:
        """The ones whose title, summary or author says this."""
        return self.filter(Q(title__icontains=words) | Q(summary__icontains=words) | Q(author__name__icontains=words))


class Course(TenantModel):
    """A course, on sale through its product."""

    title = models.CharField(_("Title"), max_length=120)
    slug = models.SlugField(_("Address"), max_length=80, db_index=False)
    summary = models.CharField(_("Summary"), max_length=280, blank=True)
    description = models.TextField(_("Description"), blank=True)
    level = models.CharField(_("Level"), max_length=12, choices=Level, default=Level.EVERYONE)
    image_style = models.CharField(_("Cover"), max_length=12, choices=CoverStyle, default=CoverStyle.PAPER)
    author = models.ForeignKey("people.Person", models.SET_NULL, null=True, blank=True, related_name="courses_taught")
    product = models.OneToOneField("catalog.Product", models.PROTECT, related_name="course")
    published_at = models.DateTimeField(null=True, blank=True)
    new_lessons = models.CharField(
        _("A lesson added later"),
        max_length=8,
        choices=NewLessons,
        default=NewLessons.PAST,
        db_default=NewLessons.PAST.value,
    )

    objects = CourseQuerySet.as_manager()
    serial = Serial(CONTENT, key=("key",))

    class Meta:
        ordering = ["-published_at", "-pk"]
        constraints = [UniqueConstraint(fields=["slug"], name="course_slug_unique")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Where a visitor reads about it."""
        return reverse("courses:course", args=[self.slug])

    @property
    def is_published(self) -> bool:
        """Whether visitors see it."""
        return self.published_at is not None


class OutlineQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Modules or lessons that are part of an outline."""

    def live(self) -> OutlineQuerySet:
        """The ones not archived."""
        return self.filter(archived_at__isnull=True)


class LessonQuerySet(OutlineQuerySet):
    """Lessons, in business English."""

    def live(self) -> LessonQuerySet:
        """The ones in an outline, drafts among them."""
        return self.filter(archived_at__isnull=True)

    def published(self) -> LessonQuerySet:
        """The ones learners see."""
        return self.live().filter(draft_since__isnull=True)

    def due(self, at: datetime) -> LessonQuerySet:
        """Drafts whose moment has come."""
        return self.live().filter(publishes_at__lte=at)


class Released(models.Model):
    """A part of a course with a rule that says when it opens (`tenant_apps.courses.rules`); without one it is open."""

    release = models.JSONField(_("Opens"), null=True, blank=True)
    # whoever enrolled before it had a rule had it open, and keeps it
    free_until = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @cached_property
    def rule(self) -> rules.Group | None:
        """The rule as a value."""
        return rules.read(self.release)

    @property
    def wait_days(self) -> int | None:
        """The days after enrolment, of a rule that says nothing else."""
        return rules.days_of(self.rule)

    @property
    def has_further_rule(self) -> bool:
        """Whether its rule says more than days after enrolment."""
        return self.rule is not None and self.wait_days is None

    @property
    def rule_words(self) -> str:
        """The rule for a narrow column."""
        return rules.in_short(self.rule)


class Module(Released, TenantModel):
    """A part of a course. An archived one keeps its learners' history and has no place in the outline."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="modules", db_index=False)
    title = models.CharField(_("Title"), max_length=120)
    position = models.PositiveSmallIntegerField(null=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = OutlineQuerySet.as_manager()
    serial = Serial(CONTENT, key=("key",))

    class Meta:
        ordering = ["position"]
        constraints = [
            # deferred: a move renumbers its siblings one statement at a time
            UniqueConstraint(
                fields=["course", "position"], name="module_position_unique", deferrable=Deferrable.DEFERRED
            ),
            models.CheckConstraint(
                condition=Q(position__isnull=True, archived_at__isnull=False)
                | Q(position__gte=1, archived_at__isnull=True),
                name="module_placed_or_archived",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Lesson(Released, TenantModel):
    """One sitting: a film, a text, a quiz, a survey, a package, or another of the kinds."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="lessons", db_index=False)
    module = models.ForeignKey(Module, models.CASCADE, related_name="lessons", db_index=False)
    title = models.CharField(_("Title"), max_length=160)
    slug = models.SlugField(_("Address"), max_length=80, db_index=False)
    kind = models.CharField(_("Kind"), max_length=12, choices=LessonKind, default=LessonKind.TEXT)
    body = models.TextField(_("Text"), blank=True)
    asset = models.ForeignKey("media.Asset", models.PROTECT, null=True, blank=True, related_name="lessons")
    minutes = models.PositiveSmallIntegerField(_("Minutes"), default=0)
    position = models.PositiveSmallIntegerField(null=True)
    is_preview = models.BooleanField(_("Free preview"), default=False)
    archived_at = models.DateTimeField(null=True, blank=True)
    # a draft has its place in the outline, and learners do not see it
    draft_since = models.DateTimeField(null=True, blank=True)
    publishes_at = models.DateTimeField(null=True, blank=True)
    # the last change learners were told of, and how
    changed_at = models.DateTimeField(null=True, blank=True)
    change_note = models.CharField(_("What changed"), max_length=200, blank=True, default="", db_default="")

    objects = LessonQuerySet.as_manager()
    serial = Serial(CONTENT, key=("key",))

    class Meta:
        ordering = ["position"]
        indexes = [
            models.Index(
                fields=["publishes_at"], condition=Q(publishes_at__isnull=False), name="lesson_to_be_published"
            ),
        ]
        constraints = [
            UniqueConstraint(
                fields=["module", "position"], name="lesson_position_unique", deferrable=Deferrable.DEFERRED
            ),
            UniqueConstraint(fields=["course", "slug"], name="lesson_slug_unique"),
            models.CheckConstraint(
                condition=Q(position__isnull=True, archived_at__isnull=False)
                | Q(position__gte=1, archived_at__isnull=True),
                name="lesson_placed_or_archived",
            ),
            models.CheckConstraint(
                condition=~Q(kind=LessonKind.QUIZ, is_preview=True), name="lesson_quiz_never_preview"
            ),
            models.CheckConstraint(
                condition=Q(publishes_at__isnull=True) | Q(draft_since__isnull=False), name="lesson_scheduled_is_draft"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_unfinished(self) -> bool:
        """Whether a learner would find nothing in it yet."""
        return self.kind in FILED and self.asset_id is None

    @cached_property
    def blocks(self) -> list[dict[str, Any]]:
        """The blocks of its page as values (`tenant_apps.courses.blocks`); may be set to what they would be."""
        return [row.as_value() for row in self.page_blocks.select_related("asset")] if self.pk else []

    @property
    def is_draft(self) -> bool:
        """Whether learners do not see it yet."""
        return self.draft_since is not None
