"""What a finished course sets in motion, and what may open a lesson to somebody."""

from marque.kit.commands.registry import send
from marque.kit.facts.registry import subscribe
from tenant_apps.courses.events import ReleaseChanged
from tenant_apps.courses.models import Course
from tenant_apps.learning import actions
from tenant_apps.learning.events import CourseCompleted
from tenant_apps.learning.models import Enrolment


@subscribe(CourseCompleted)
def release_what_waited_for_the_end(fact: CourseCompleted) -> None:
    """Shares of this sale that waited in escrow go to their owners; one that comes twice finds nothing left."""
    course = Course.objects.get(pk=fact.course_id)
    send(
        "ledger.release_escrow",
        person_id=fact.person_id,
        product_id=course.product_id,
        reason=f"Finished: {course.title}"[:200],
    )


@subscribe(CourseCompleted)
def look_at_what_waited_for_this_course(fact: CourseCompleted) -> None:
    """Another course's lesson may have waited for this one's end."""
    others = Enrolment.objects.live().filter(person_id=fact.person_id)
    actions.look_again(enrolments=others.values_list("pk", flat=True))


@subscribe(ReleaseChanged)
def look_at_everybody_in_it(fact: ReleaseChanged) -> None:
    """Another rule may open a lesson at once."""
    actions.look_again_at_course(course_id=fact.course_id)
