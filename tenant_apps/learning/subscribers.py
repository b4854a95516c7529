"""What a finished course sets in motion, and what may open a lesson to somebody."""

from marque.kit.commands.registry import send
from marque.kit.facts.registry import subscribe
from tenant_apps.courses.events import LessonRevised, LessonsLeft, PrerequisitesChanged, ReleaseChanged
from tenant_apps.courses.models import Course, Lesson
from tenant_apps.learning import actions, board, notices, room
from tenant_apps.learning.events import (
    CohortPosted,
    CourseCompleted,
    CourseOpened,
    DateExtended,
    EnrolmentEnded,
    EnrolmentStarted,
    EnrolmentTransferred,
    FinishersSought,
    LessonCompleted,
    LiveSessionMoved,
    PrerequisitesFollowed,
)
from tenant_apps.learning.models import CohortPost, Enrolment, Extension, LiveSession, Transfer


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


@subscribe(LessonCompleted)
def look_at_what_waited_for_this_lesson(fact: LessonCompleted) -> None:
    """A lesson of another course may have waited for this one."""
    actions.look_elsewhere(person_id=fact.person_id, lesson=Lesson.objects.get(pk=fact.lesson_id))


@subscribe(CourseCompleted)
def open_what_waited_for_this_course(fact: CourseCompleted) -> None:
    """A whole course may have waited for this one's end."""
    actions.open_after(person_id=fact.person_id, course_id=fact.course_id)


@subscribe(CourseOpened)
def tell_of_an_open_course(fact: CourseOpened) -> None:
    """An email to the learner, while they have a place."""
    found = Enrolment.objects.live().select_related("person", "course").filter(pk=fact.enrolment_id).first()
    if found is not None:
        notices.send_course_opened(found)


@subscribe(PrerequisitesChanged)
def wait_for_what_it_needs_now(fact: PrerequisitesChanged) -> None:
    """Who waits already waits for the others."""
    actions.follow_prerequisites(course=Course.objects.get(pk=fact.course_id))


@subscribe(PrerequisitesFollowed)
def let_the_next_wait_for_it(fact: PrerequisitesFollowed) -> None:
    """The same for the next of them."""
    actions.follow_prerequisites(course=Course.objects.get(pk=fact.course_id), after=fact.after)


@subscribe(EnrolmentStarted)
def show_that_a_place_is_taken(fact: EnrolmentStarted) -> None:
    """Pages of a course that takes only so many say whether it is full."""
    room.refresh(fact.course_id)


@subscribe(EnrolmentEnded)
def show_that_a_place_is_free(fact: EnrolmentEnded) -> None:
    """The same when one leaves."""
    room.refresh(fact.course_id)


@subscribe(EnrolmentTransferred)
def tell_of_another_place(fact: EnrolmentTransferred) -> None:
    """An email with where to, and the reason."""
    found = Transfer.objects.select_related("enrolment__person", "enrolment__course", "to__course", "cohort")
    notices.send_transfer(found.get(pk=fact.transfer_id))


@subscribe(ReleaseChanged)
def look_at_everybody_in_it(fact: ReleaseChanged) -> None:
    """Another rule may open a lesson at once."""
    actions.look_again_at_course(course_id=fact.course_id)


@subscribe(LessonRevised)
def note_who_is_to_be_told(fact: LessonRevised) -> None:
    """An email in the morning to those who had finished it; nothing where the lesson is gone by now."""
    lesson = Lesson.objects.filter(pk=fact.lesson_id).first()
    if lesson is not None:
        actions.note_change(lesson=lesson)


@subscribe(LessonsLeft)
def finish_who_has_nothing_left(fact: LessonsLeft) -> None:
    """What somebody had still to do may be what went."""
    actions.finish_who_is_done(course_id=fact.course_id)


@subscribe(FinishersSought)
def finish_the_next_ones(fact: FinishersSought) -> None:
    """A large course is gone through piece by piece, each in its own transaction."""
    actions.finish_who_is_done(course_id=fact.course_id, after=fact.up_to)


@subscribe(DateExtended)
def tell_of_more_time(fact: DateExtended) -> None:
    """An email with the date and the reason; nothing where the extension is gone by now."""
    found = Extension.objects.select_related("enrolment__person", "lesson__course").filter(pk=fact.extension_id).first()
    if found is not None:
        notices.send_extension(found)


@subscribe(LiveSessionMoved)
def tell_of_another_time(fact: LiveSessionMoved) -> None:
    """An email to everybody of the cohort about how it is now."""
    found = LiveSession.objects.select_related("cohort__course").filter(pk=fact.live_session_id).first()
    if found is not None:
        people = board.people_of(found.cohort)
        notices.send_live_session(found, people, is_retimed=fact.is_retimed, is_elsewhere=fact.is_elsewhere)


@subscribe(CohortPosted)
def tell_of_a_post(fact: CohortPosted) -> None:
    """An email to those it concerns; nothing where it is hidden or taken back by now."""
    shown = CohortPost.objects.filter(hidden_at=None, taken_back_at=None)
    found = shown.select_related("cohort__course", "to").filter(pk=fact.post_id).first()
    if found is not None:
        notices.send_post(found, board.concerned(found))
