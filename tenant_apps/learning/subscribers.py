"""What a finished course sets in motion below."""

from marque.kit.commands.registry import send
from marque.kit.facts.registry import subscribe
from tenant_apps.courses.models import Course
from tenant_apps.learning.events import CourseCompleted


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
