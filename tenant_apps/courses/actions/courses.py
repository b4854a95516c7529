"""Making a course and putting it before visitors."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.clock import now as clock_now
from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from marque.kit.slugs import free_slug
from shared_apps.plans.limits import require_room
from tenant_apps.catalog import actions as catalog
from tenant_apps.courses import approval, freshness
from tenant_apps.courses.events import CoursePublished, CourseUnpublished
from tenant_apps.courses.models import Course, Lesson, Level
from tenant_apps.people.models import Person

RESERVED = {"new"}
DETAILS = ("title", "slug", "summary", "description", "level", "image_style", "author")


class AddressTaken(Refused):
    """Another course lives there."""

    message = _("Another course already has this address. Choose a different one.")


class NothingToPublish(Refused):
    """A course nobody could take."""

    message = _("Add at least one lesson before you publish the course.")


@transaction.atomic
def create_course(
    *,
    title: str,
    slug: str = "",
    summary: str = "",
    description: str = "",
    level: str = Level.EVERYONE,
    image_style: str = "paper",
    author: Person | None = None,
    by: Any = None,
) -> Course:
    """Start a course, unpublished, with the product it is sold as; raises AddressTaken or LimitReached."""
    require_room("courses")
    taken = RESERVED | set(Course.objects.values_list("slug", flat=True))
    if slug in taken:
        raise AddressTaken
    key = uuid.uuid4()
    return Course.objects.create(
        key=key,
        title=title,
        slug=slug or free_slug(title, taken, "course"),
        summary=summary,
        description=description,
        level=level,
        image_style=image_style,
        author=author,
        product=catalog.create_product(kind="course", title=title, thing_key=key, by=by),
    )


@transaction.atomic
def update_course(*, course: Course, by: Any = None, **details: Any) -> Course:
    """Change what a course says about itself; raises AddressTaken, SeenByLearners and PromisedAlready."""
    approval.refuse_seen_change(course, by)
    if unknown := set(details) - set(DETAILS):
        raise TypeError(f"not a detail of a course: {sorted(unknown)}")
    for name, value in details.items():
        setattr(course, name, value)
    if course.slug in RESERVED:
        raise AddressTaken
    try:
        with transaction.atomic():
            course.save(update_fields=list(details))
    except IntegrityError as error:
        raise AddressTaken from error
    freshness.course_changed(course.pk)
    return course


@transaction.atomic
def publish_course(*, course: Course, by: Any = None) -> Course:
    """Show the course to visitors. Calling it twice changes nothing. Raises NeedsApproval and NothingToPublish."""
    approval.refuse_unapproved(by)
    if not Lesson.objects.published().filter(course=course).exists():
        raise NothingToPublish
    at = clock_now()
    if Course.objects.filter(pk=course.pk, published_at=None).update(published_at=at):
        course.published_at = at
        publish(CoursePublished(course_id=course.pk))
        freshness.course_changed(course.pk)
    return course


@transaction.atomic
def unpublish_course(*, course: Course, by: Any = None) -> Course:
    """Take the course out of the catalogue; learners keep theirs."""
    if Course.objects.filter(pk=course.pk, published_at__isnull=False).update(published_at=None):
        course.published_at = None
        publish(CourseUnpublished(course_id=course.pk))
        freshness.course_changed(course.pk)
    return course
