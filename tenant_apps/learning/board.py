"""Reading a cohort's board."""

from __future__ import annotations

from django.db.models import Prefetch, Q, QuerySet

from marque.kit.cursors import Page, newest_first
from tenant_apps.learning.models import Cohort, CohortPost
from tenant_apps.people.models import Person

PAGE = 20


def board_of(
    cohort: Cohort, *, before: int | None = None, with_hidden: bool = False, reader: int | None = None
) -> Page[CohortPost]:
    """A page of a cohort's board: posts, each with its answers. Two queries.

    Whoever wrote a hidden post still sees it, and why.
    """
    shown = Q() if with_hidden else Q(hidden_at=None) | Q(by=reader, by__isnull=False)
    answers = CohortPost.objects.filter(shown).select_related("by")
    rows = cohort.posts.filter(shown, to=None).select_related("by")
    rows = rows.prefetch_related(Prefetch("answers", answers, to_attr="said"))
    return newest_first(rows, before=before, size=PAGE)


def people_of(cohort: Cohort) -> QuerySet[Person]:
    """Everybody with a place in it."""
    return Person.objects.filter(enrolments__place__cohort=cohort, enrolments__ended_at=None)


def concerned(post: CohortPost) -> QuerySet[Person]:
    """Who is written about a post: everybody, of one by the team; of an answer whoever wrote there before.

    Never its own writer, nor who wants no such emails.
    """
    people = people_of(post.cohort).filter(enrolments__place__cohort=post.cohort, enrolments__place__quiet_since=None)
    if post.by_id is not None:
        people = people.exclude(user=post.by_id)
    if post.to is not None:
        wrote = CohortPost.objects.filter(Q(pk=post.to_id) | Q(to=post.to_id), hidden_at=None, taken_back_at=None)
        return people.filter(user__in=wrote.filter(by__isnull=False).values("by")).distinct()
    return people.distinct() if post.is_from_team else people.none()
