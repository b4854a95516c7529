"""What an answer to a work sets in motion, and what other dates mean for attempts that are open."""

from marque.kit.facts.registry import subscribe
from tenant_apps.assessments import actions, letters
from tenant_apps.assessments.events import AttemptGraded, ReviewsGiven, SubmissionGraded
from tenant_apps.assessments.models import Attempt, PeerReview, Submission
from tenant_apps.courses.models import Lesson
from tenant_apps.learning.events import CohortDeadlineChanged, CohortPlaceChanged, DateExtended


@subscribe(SubmissionGraded)
def tell_the_learner(fact: SubmissionGraded) -> None:
    """An email: passed, or returned for another try."""
    found = Submission.objects.select_related("enrolment__person", "assignment__lesson__course")
    letters.send_answer(found.get(pk=fact.submission_id))


@subscribe(AttemptGraded)
def tell_of_the_grades(fact: AttemptGraded) -> None:
    """An email, where a person has graded: what a machine grades is seen at once."""
    found = Attempt.objects.select_related("enrolment__person", "quiz__lesson__course")
    attempt = found.get(pk=fact.attempt_id)
    if attempt.graded_at is not None:
        letters.send_grades(attempt)


@subscribe(ReviewsGiven)
def tell_the_reviewer(fact: ReviewsGiven) -> None:
    """An email: whose own work is answered has no other reason to look."""
    mine = PeerReview.objects.filter(reviewer=fact.enrolment_id, submission__assignment=fact.assignment_id)
    to_do = mine.filter(done_at=None, withdrawn_at=None, submission__graded_at=None).order_by("pk")
    letters.send_to_review(list(to_do.select_related("reviewer__person", "submission__assignment__lesson__course")))


@subscribe(DateExtended)
def retime_one_attempt(fact: DateExtended) -> None:
    """The learner's open attempt ends by the date they have now."""
    actions.retime(lesson=Lesson.objects.get(pk=fact.lesson_id), enrolment_id=fact.enrolment_id)


@subscribe(CohortDeadlineChanged)
def retime_attempts(fact: CohortDeadlineChanged) -> None:
    """Open attempts of the cohort end by its date."""
    actions.retime(lesson=Lesson.objects.get(pk=fact.lesson_id))


@subscribe(CohortPlaceChanged)
def retime_who_moved(fact: CohortPlaceChanged) -> None:
    """A learner's open attempts end by the dates of the cohort they are in now."""
    actions.retime(enrolment_id=fact.enrolment_id)
