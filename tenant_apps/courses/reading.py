"""What visitors read of reviews: the sum, the latest, a page at a time."""

from __future__ import annotations

from tenant_apps.courses.models import Course, CourseRating, CourseReview, ReviewState

SHOWN = 20


def rating_of(course: Course) -> CourseRating | None:
    """The stars of a course; nothing while nobody's review is shown."""
    return CourseRating.objects.filter(course=course, shown__gt=0).first()


def reviews_of(course: Course, *, before: int | None = None, most: int = SHOWN) -> list[CourseReview]:
    """The shown reviews, newest first, and one more than fits, to tell whether there is a further page."""
    rows = CourseReview.objects.filter(course=course, state=ReviewState.SHOWN).select_related("person")
    rows = rows.filter(pk__lt=before) if before is not None else rows
    return list(rows.order_by("-pk")[: most + 1])
