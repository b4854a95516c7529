"""What visitors read of reviews: the sum, the latest, a page at a time."""

from __future__ import annotations

from marque.kit.cursors import Page, newest_first
from tenant_apps.courses.models import Course, CourseRating, CourseReview, ReviewState

SHOWN = 20


def rating_of(course: Course) -> CourseRating | None:
    """The stars of a course; nothing while nobody's review is shown."""
    return CourseRating.objects.filter(course=course, shown__gt=0).first()


def reviews_of(course: Course, *, before: int | None = None, most: int = SHOWN) -> Page[CourseReview]:
    """The shown reviews, newest first."""
    rows = CourseReview.objects.filter(course=course, state=ReviewState.SHOWN).select_related("person")
    return newest_first(rows, before=before, size=most)
