"""What learners are written about their work."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from marque.kit.http import tenant_url
from marque.kit.mail.send import send_email
from marque.kit.tenancy.addresses import path_to
from tenant_apps.assessments.models import Attempt, PeerReview, Pin, Submission
from tenant_apps.learning.release import zone_of
from themes.brand import current_brand


def send_answer(submission: Submission) -> None:
    """That a work is passed or returned, with the words; once for each try."""
    person, lesson = submission.enrolment.person, submission.assignment.lesson
    passed = submission.passed_at is not None
    with translation.override(person.language or translation.get_language()):
        said = _("Passed: %(lesson)s") if passed else _("Returned for another try: %(lesson)s")
        subject = said % {"lesson": lesson.title}
    send_email(
        to=person.email,
        subject=subject,
        template="assessments/mail/answer",
        context={
            "title": subject,
            "submission": submission,
            "course": lesson.course,
            "passed": passed,
            "pins": Pin.objects.filter(work__submission=submission).count(),
            "url": tenant_url(path_to("learning:lesson", lesson.course.slug, lesson.slug)),
        },
        purpose="work_answered",
        once_key=f"work-answered:{submission.key}",
        language=person.language or None,
        reply_to=current_brand().support_email,
    )


def send_to_review(reviews: list[PeerReview]) -> None:
    """That works of others wait for a learner; once for the last of them, and nothing where none waits any more."""
    if not reviews:
        return
    last = reviews[-1]
    person, lesson = last.reviewer.person, last.submission.assignment.lesson
    with translation.override(person.language or translation.get_language()):
        subject = _("Other learners wait for your review: %(lesson)s") % {"lesson": lesson.title}
    send_email(
        to=person.email,
        subject=subject,
        template="assessments/mail/to_review",
        context={
            "title": subject,
            "course": lesson.course,
            "count": len(reviews),
            "until": min(review.due_at for review in reviews),
            "zone": zone_of(person),
            "url": tenant_url(path_to("learning:lesson", lesson.course.slug, lesson.slug)),
        },
        purpose="works_to_review",
        once_key=f"works-to-review:{last.key}",
        language=person.language or None,
        reply_to=current_brand().support_email,
    )


def send_grades(attempt: Attempt) -> None:
    """That a person has graded a quiz, with the score and the words; once for each attempt."""
    person, lesson = attempt.enrolment.person, attempt.quiz.lesson
    with translation.override(person.language or translation.get_language()):
        said = _("Passed: %(lesson)s") if attempt.passed_at else _("Graded: %(lesson)s")
        subject = said % {"lesson": lesson.title}
    path = path_to("assessments:results", lesson.course.slug, lesson.slug, attempt.number)
    send_email(
        to=person.email,
        subject=subject,
        template="assessments/mail/grades",
        context={"title": subject, "attempt": attempt, "course": lesson.course, "url": tenant_url(path)},
        purpose="quiz_graded",
        once_key=f"quiz-graded:{attempt.key}",
        language=person.language or None,
        reply_to=current_brand().support_email,
    )
