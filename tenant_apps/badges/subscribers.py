"""What is achieved brings its badges, and a badge brings an email."""

from django.utils.translation import gettext as _

from marque.kit.facts.registry import subscribe
from marque.kit.mail.send import send_email
from tenant_apps.assessments.events import AttemptGraded, GradeSet, SubmissionGraded
from tenant_apps.badges import actions
from tenant_apps.badges.credentials import address
from tenant_apps.badges.events import BadgeAwarded
from tenant_apps.badges.models import BadgeAward
from tenant_apps.learning.events import CourseCompleted
from tenant_apps.paths.events import PathCompleted
from tenant_apps.people.models import Person


@subscribe(CourseCompleted)
def award_for_the_course(fact: CourseCompleted) -> None:
    """Award what finishing the course earns."""
    actions.award_for_course(person=Person.objects.get(pk=fact.person_id), course_id=fact.course_id)


@subscribe(PathCompleted)
def award_for_the_path(fact: PathCompleted) -> None:
    """Award what finishing the path earns."""
    actions.award_for_path(person=Person.objects.get(pk=fact.person_id), path_id=fact.path_id)


@subscribe(AttemptGraded)
def award_for_the_attempt(fact: AttemptGraded) -> None:
    """Award what the score earns."""
    actions.award_for_score(person=Person.objects.get(pk=fact.person_id), lesson_id=fact.lesson_id)


@subscribe(SubmissionGraded)
def award_for_the_work(fact: SubmissionGraded) -> None:
    """Award what the score earns."""
    actions.award_for_score(person=Person.objects.get(pk=fact.person_id), lesson_id=fact.lesson_id)


@subscribe(GradeSet)
def award_for_the_grade(fact: GradeSet) -> None:
    """Award what the score earns."""
    actions.award_for_score(person=Person.objects.get(pk=fact.person_id), lesson_id=fact.lesson_id)


@subscribe(BadgeAwarded)
def send_the_badge(fact: BadgeAwarded) -> None:
    """Tell the learner where it is."""
    award = BadgeAward.objects.select_related("person", "badge").get(pk=fact.award_id)
    person = award.person
    if person is None:
        return
    send_email(
        to=person.email,
        subject=_("You were awarded the badge %(badge)s") % {"badge": award.badge.name},
        template="badges/mail/awarded",
        context={"award": award, "first_name": person.first_name, "url": address("award", award.serial)},
        purpose="badge",
        once_key=f"badge:{award.key}",
        language=person.language or None,
    )
