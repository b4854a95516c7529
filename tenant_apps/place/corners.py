"""What stands beside a lesson and on the dashboard."""

from __future__ import annotations

from tenant_apps.courses.blocks import rows_of
from tenant_apps.courses.models import BlockKind
from tenant_apps.learning.outline import CourseOutline
from tenant_apps.learning.players import Seat, player_for
from tenant_apps.learning.slots import Corner, beside_lessons, on_courses, on_dashboards
from tenant_apps.people.models import Person
from tenant_apps.place.queries import is_bookmarked, notes_on
from tenant_apps.place.shapes import as_told
from tenant_apps.place.who import who


@beside_lessons
def notes_panel(seat: Seat) -> Corner | None:
    """The notes of a learner on a lesson; a passer-by at a free preview keeps none."""
    if seat.enrolment is None:
        return None
    person, lesson = seat.enrolment.person, seat.lesson
    told = {
        "who": who(person),
        "lesson": str(lesson.key),
        "notes": [as_told(note) for note in notes_on(person, lesson)],
        "bookmarked": is_bookmarked(person, lesson),
    }
    has_words = bool(lesson.body) or any(block.kind == BlockKind.TEXT for block in rows_of(lesson))
    held = {"told": told, "lesson": lesson, "has_words": has_words, "is_kept": not player_for(lesson).grades}
    return Corner("place/_beside.html", held)


@on_courses
def keep_course(outline: CourseOutline) -> Corner:
    """Keeping a whole course on the device."""
    return Corner("place/_keep_course.html", {"who": who(outline.enrolment.person), "course": outline.enrolment.course})


@on_dashboards
def ways(person: Person) -> Corner:
    """The ways to notes, search and calendar."""
    return Corner("place/_ways.html", {"who": who(person)})
