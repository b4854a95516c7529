"""Paths: courses in an order, and who goes along one."""

from __future__ import annotations

from django.db import models
from django.db.models import Deferrable, F, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import CONTENT, RUNTIME, Serial
from tenant_apps.courses.models import CoverStyle, Request


class PathQuerySet(models.QuerySet["Path"]):
    """Paths, in business English."""

    def published(self) -> PathQuerySet:
        """The ones a visitor may see."""
        return self.filter(published_at__isnull=False)


class Path(TenantModel):
    """Courses in an order, with one aim; on sale through its product."""

    title = models.CharField(_("Title"), max_length=120)
    slug = models.SlugField(_("Address"), max_length=80, db_index=False)
    summary = models.CharField(_("Summary"), max_length=280, blank=True)
    description = models.TextField(_("Description"), blank=True)
    image_style = models.CharField(_("Cover"), max_length=12, choices=CoverStyle, default=CoverStyle.PAPER)
    is_enforced = models.BooleanField(
        _("Each course opens once the one before is finished"),
        default=False,
        help_text=_("For those who get the courses with this path. Left out, the order is advice."),
    )
    author = models.ForeignKey("people.Person", models.SET_NULL, null=True, blank=True, related_name="paths_made")
    product = models.OneToOneField("catalog.Product", models.PROTECT, related_name="path")
    published_at = models.DateTimeField(null=True, blank=True)

    objects = PathQuerySet.as_manager()
    serial = Serial(CONTENT)

    class Meta:
        verbose_name = _("path")
        verbose_name_plural = _("paths")
        ordering = ["-published_at", "-pk"]
        constraints = [
            UniqueConstraint(fields=["slug"], name="path_slug_unique"),
            models.CheckConstraint(condition=~Q(title=""), name="path_has_title"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Where a visitor reads about it."""
        return reverse("paths:path", args=[self.slug])

    @property
    def is_published(self) -> bool:
        """Whether visitors see it."""
        return self.published_at is not None


class PathStep(TenantModel):
    """A course in its place on a path."""

    path = models.ForeignKey(Path, models.CASCADE, related_name="steps", db_index=False)
    # a copy or a package of a course is no part of a path
    course = models.ForeignKey("courses.Course", models.PROTECT, related_name="path_steps")
    position = models.PositiveSmallIntegerField()
    is_optional = models.BooleanField(_("Optional"), default=False)

    serial = Serial(CONTENT)

    class Meta:
        ordering = ["position"]
        constraints = [
            UniqueConstraint(fields=["path", "course"], name="path_step_course_once"),
            # deferred: a move renumbers its siblings one statement at a time
            UniqueConstraint(fields=["path", "position"], name="path_step_place", deferrable=Deferrable.DEFERRED),
            models.CheckConstraint(condition=Q(position__gte=1), name="path_step_placed"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.course_id} of {self.path_id}"


class PathApproval(Request, TenantModel):
    """An author's request to publish a path, and what was decided."""

    path = models.ForeignKey(Path, models.CASCADE, related_name="approvals")

    serial = Serial(RUNTIME, personal=("note", "reason"))

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            UniqueConstraint(fields=["path"], condition=Q(decided_at__isnull=True), name="path_approval_asked_once"),
            models.CheckConstraint(
                condition=Q(verdict="", decided_at__isnull=True) | ~Q(verdict="") & Q(decided_at__isnull=False),
                name="path_approval_verdict_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Where it is looked at."""
        return reverse("studio_paths:approval", args=[self.key])

    @property
    def title(self) -> str:
        """What it is about."""
        return self.path.title


class PathPlaceQuerySet(models.QuerySet["PathPlace"]):
    """Places on paths, in business English."""

    def live(self) -> PathPlaceQuerySet:
        """Of those who are on their way, or have arrived."""
        return self.filter(ended_at__isnull=True)


class PathPlace(TenantModel):
    """That somebody goes along a path, since when, and when they had done all of it."""

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="path_places", db_index=False)
    path = models.ForeignKey(Path, models.PROTECT, related_name="places")
    started_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = PathPlaceQuerySet.as_manager()
    serial = Serial(RUNTIME)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["person", "path"], name="path_place_once"),
            models.CheckConstraint(
                condition=Q(completed_at__isnull=True) | Q(completed_at__gte=F("started_at")),
                name="path_place_completed_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.path_id}"
