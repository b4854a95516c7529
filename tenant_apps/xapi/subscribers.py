"""What learners do, told to the store of the business."""

from __future__ import annotations

from collections.abc import Iterator

from marque.kit.facts.registry import subscribe
from tenant_apps.analytics.events import LessonsTouched
from tenant_apps.assessments.events import AttemptGraded, GradeSet, SubmissionGraded, SubmissionHandedIn
from tenant_apps.assessments.models import Attempt, GradeOverride, Submission
from tenant_apps.learning.events import CourseCompleted, EnrolmentStarted
from tenant_apps.learning.models import Enrolment
from tenant_apps.materials.events import PackageScored
from tenant_apps.webhooks.actions import Told
from tenant_apps.xapi import actions, happenings, queries, watching
from tenant_apps.xapi.queries import films_of, progress_of
from tenant_apps.xapi.statements import Speaker


@subscribe(LessonsTouched)
def tell_of_lessons(fact: LessonsTouched) -> None:
    """Lessons that were opened, finished and played."""

    def say(by: Speaker) -> Iterator[Told | None]:
        rows = {row.pk: row for row in progress_of({*fact.opened, *fact.finished, *fact.played})}
        yield from (happenings.opened(by, rows[pk]) for pk in fact.opened if pk in rows)
        yield from happenings.done(by, [rows[pk] for pk in fact.finished if pk in rows])
        yield from (watching.played(by, rows[pk]) for pk in fact.played if pk in rows)
        yield from (watching.played_part(by, row) for row in films_of(fact.films))

    actions.tell(say=say)


@subscribe(EnrolmentStarted)
def tell_of_a_place(fact: EnrolmentStarted) -> None:
    """Somebody began a course."""
    actions.tell(say=lambda by: [happenings.enrolled(by, _place(fact.enrolment_id))])


@subscribe(CourseCompleted)
def tell_of_a_finished_course(fact: CourseCompleted) -> None:
    """Somebody finished one."""
    actions.tell(say=lambda by: [happenings.finished(by, _place(fact.enrolment_id))])


@subscribe(AttemptGraded)
def tell_of_an_attempt(fact: AttemptGraded) -> None:
    """A quiz was answered."""

    def say(by: Speaker) -> Iterator[Told]:
        rows = Attempt.objects.select_related("quiz__lesson", "enrolment__person", "enrolment__course")
        return happenings.attempted(by, rows.get(pk=fact.attempt_id))

    actions.tell(say=say)


@subscribe(SubmissionHandedIn)
def tell_of_work(fact: SubmissionHandedIn) -> None:
    """Work was handed in."""
    actions.tell(say=lambda by: [happenings.handed_in(by, _work(fact.submission_id))])


@subscribe(SubmissionGraded)
def tell_of_a_verdict(fact: SubmissionGraded) -> None:
    """Work was passed or returned."""
    actions.tell(say=lambda by: [happenings.graded(by, _work(fact.submission_id))])


@subscribe(GradeSet)
def tell_of_a_grade(fact: GradeSet) -> None:
    """A grade was set by hand; one that was taken back before this is told to nobody."""
    rows = GradeOverride.objects.filter(enrolment=fact.enrolment_id, lesson=fact.lesson_id)
    found = rows.select_related("lesson", "enrolment__person", "enrolment__course").first()
    if found is not None:
        actions.tell(say=lambda by: [happenings.scored(by, found)])


@subscribe(PackageScored)
def tell_of_a_package(fact: PackageScored) -> None:
    """A score was reached in a SCORM package."""
    rows = queries.package_scores().filter(enrolment=fact.enrolment_id, lesson=fact.lesson_id, score=fact.score)
    actions.tell(say=lambda by: [happenings.reached(by, best) for best in rows])


def _place(pk: int) -> Enrolment:
    return Enrolment.objects.select_related("person", "course").get(pk=pk)


def _work(pk: int) -> Submission:
    rows = Submission.objects.select_related("assignment__lesson", "enrolment__person", "enrolment__course")
    return rows.get(pk=pk)
