"""Facts of learning."""

from __future__ import annotations

from dataclasses import dataclass

from marque.kit.facts.fact import Fact


@dataclass(frozen=True)
class EnrolmentStarted(Fact):
    """A person has a place in a course for the first time."""

    enrolment_id: int
    person_id: int
    course_id: int


@dataclass(frozen=True)
class EnrolmentEnded(Fact):
    """The place is gone: refunded, lapsed, withdrawn."""

    enrolment_id: int
    person_id: int
    course_id: int


@dataclass(frozen=True)
class PrerequisitesFollowed(Fact):
    """Those who wait for a course wait for what it needs now, up to this enrolment; the others have their turn next."""

    course_id: int
    after: int


@dataclass(frozen=True)
class CourseOpened(Fact):
    """A learner finished the last of the courses their place in this one waited for. Once for each wait."""

    enrolment_id: int
    person_id: int
    course_id: int


@dataclass(frozen=True)
class EnrolmentTransferred(Fact):
    """The team moved a learner to another course or cohort."""

    transfer_id: int
    person_id: int


@dataclass(frozen=True)
class LessonUnlocked(Fact):
    """A lesson with a rule is open to a learner. Once for a person and lesson, however rules change."""

    enrolment_id: int
    person_id: int
    course_id: int
    lesson_id: int


@dataclass(frozen=True)
class LessonCompleted(Fact):
    """A learner finished a lesson, for the first time."""

    enrolment_id: int
    person_id: int
    course_id: int
    lesson_id: int


@dataclass(frozen=True)
class CourseCompleted(Fact):
    """A learner finished every lesson of a course. Once per enrolment."""

    enrolment_id: int
    person_id: int
    course_id: int


@dataclass(frozen=True)
class FinishersSought(Fact):
    """Of a course that lessons left, the places up to this one were looked at: the next ones follow."""

    course_id: int
    up_to: int


@dataclass(frozen=True)
class DateExtended(Fact):
    """A learner has until another date for a lesson, or no longer has."""

    enrolment_id: int
    lesson_id: int
    extension_id: int | None


@dataclass(frozen=True)
class CohortDeadlineChanged(Fact):
    """A cohort has until another date for a lesson."""

    cohort_id: int
    lesson_id: int


@dataclass(frozen=True)
class CohortPlaceChanged(Fact):
    """A learner is in another cohort, in one for the first time, or in none any more."""

    enrolment_id: int


@dataclass(frozen=True)
class LiveSessionMoved(Fact):
    """A live session that was told before is at another time, is joined elsewhere, or is off."""

    live_session_id: int
    is_retimed: bool = True
    is_elsewhere: bool = False


@dataclass(frozen=True)
class CohortPosted(Fact):
    """Somebody wrote on a cohort's board."""

    post_id: int
