"""Reviews of courses: written by learners, read by the team before visitors do, answered in public."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from marque.kit.clock import now as clock_now
from marque.kit.errors import Refused
from marque.kit.tenancy.context import require_tenant
from shared_apps.operations import audit
from tenant_apps.accounts.models import User
from tenant_apps.courses import freshness, letters
from tenant_apps.courses.actions.approvals import ChangedMeanwhile
from tenant_apps.courses.learners import is_learner
from tenant_apps.courses.models import STARS, Course, CourseRating, CourseReview, ReviewState
from tenant_apps.people.models import Person

MOST_WORDS = 2000


class NotALearner(Refused):
    """Reviews are by those who know the course."""

    message = _("Only those who have taken a lesson of the course review it.")


class NotStars(Refused):
    """Between one and five."""

    message = _("Give between one and five stars.")
    field = "stars"


class TooManyWords(Refused):
    """A review, not a book."""

    message = _("Write at most 2,000 characters.")
    field = "words"


class HiddenWhy(Refused):
    """Whoever wrote it reads the reason."""

    message = _("Say why: whoever wrote it reads it.")
    field = "reason"


@transaction.atomic
def write_review(
    *, course: Course, person: Person, stars: int, words: str = "", by: User | None = None, now: datetime | None = None
) -> CourseReview:
    """A learner's review, or its new words: one for each; the team reads it before visitors do, and an answer to the
    old words is out of view until it is saved again. The same again changes nothing.

    Raises NotALearner, NotStars and TooManyWords.
    """
    if not is_learner(person, course):
        raise NotALearner
    if stars not in STARS:
        raise NotStars
    if len(words := words.strip()) > MOST_WORDS:
        raise TooManyWords
    rating = _rating(course)
    known = CourseReview.objects.filter(course=course, person=person).first()
    if known is not None and (known.stars, known.words) == (stars, words):
        return known
    review = known or CourseReview(course=course, person=person)
    _count(rating, review, -1)
    review.stars, review.words, review.written_at = stars, words, now or clock_now()
    review.state, review.reason = ReviewState.WAITING, ""
    review.save()
    _count(rating, review, 1)
    freshness.course_changed(course.pk)
    return review


def digest(review: CourseReview) -> str:
    """A word for what is read: another one as soon as stars or words change."""
    return hashlib.sha256(repr((review.stars, review.words)).encode()).hexdigest()[:32]


@transaction.atomic
def show_review(*, review: CourseReview, seen: str, by: User, now: datetime | None = None) -> CourseReview:
    """Let visitors read what was read; twice changes nothing. Raises ChangedMeanwhile."""
    return _moderate(review, seen, ReviewState.SHOWN, "", by, now)


@transaction.atomic
def hide_review(*, review: CourseReview, seen: str, reason: str, by: User, now: datetime | None = None) -> CourseReview:
    """Keep it from visitors, and write why to whoever wrote it; raises HiddenWhy and ChangedMeanwhile."""
    if not reason.strip():
        raise HiddenWhy
    hidden = _moderate(review, seen, ReviewState.HIDDEN, reason.strip()[:500], by, now)
    letters.send_hidden(hidden)
    return hidden


@transaction.atomic
def answer_review(
    *, review: CourseReview, seen: str, words: str, by: User, now: datetime | None = None
) -> CourseReview:
    """Answer where visitors read it, and write to whoever is answered; no words take the answer back. The same words
    again say that they also answer what was written since.

    Raises TooManyWords and ChangedMeanwhile.
    """
    if len(words := words.strip()) > MOST_WORDS:
        raise TooManyWords(field="answer")
    _rating(review.course)
    found = _read(review, seen)
    if words == found.current_answer == found.answer:
        return found
    is_new = words not in ("", found.answer)
    found.answer, found.answered_at = words, (now or clock_now()) if words else None
    found.save(update_fields=["answer", "answered_at"])
    _note("course.review_answered", found, by)
    if is_new:
        letters.send_reply(found, by=by)
    freshness.course_changed(found.course_id)
    return found


def _read(review: CourseReview, seen: str) -> CourseReview:
    """The review, where it is the one somebody read; its course's row is locked."""
    found = CourseReview.objects.select_related("course", "person").get(pk=review.pk)
    if seen != digest(found):
        raise ChangedMeanwhile
    return found


def _moderate(review: CourseReview, seen: str, state: str, reason: str, by: User, now: datetime | None) -> CourseReview:
    rating = _rating(review.course)
    found = _read(review, seen)
    if (found.state, found.reason) == (state, reason):
        return found
    _count(rating, found, -1)
    found.state, found.reason, found.moderated_by, found.moderated_at = state, reason, by, now or clock_now()
    found.save(update_fields=["state", "reason", "moderated_by", "moderated_at"])
    _count(rating, found, 1)
    _note(f"course.review_{state}", found, by)
    freshness.course_changed(found.course_id)
    return found


def _rating(course: Course) -> CourseRating:
    """The course's row, locked: whoever changes a review takes turns here."""
    CourseRating.objects.get_or_create(course=course)
    return CourseRating.objects.select_for_update(no_key=True).get(course=course)


def _count(rating: CourseRating, review: CourseReview, by: int) -> None:
    row = CourseRating.objects.filter(pk=rating.pk)
    if review.pk and review.state == ReviewState.SHOWN:
        row.update(shown=F("shown") + by, stars=F("stars") + by * review.stars)
    elif review.pk and review.state == ReviewState.WAITING:
        row.update(waiting=F("waiting") + by)


def _note(action: str, review: CourseReview, by: User) -> None:
    here = require_tenant().id
    data = {"course": review.course.title}
    audit.record(by=by.email, action=action, target=str(review.key), tenant_id=here, reason=review.reason, data=data)
