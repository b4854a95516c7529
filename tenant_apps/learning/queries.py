"""Reading a learner's courses: what is open, what is done, what opens next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import OuterRef, QuerySet, Subquery

from tenant_apps.catalog.models import Offer
from tenant_apps.courses import queries as courses
from tenant_apps.courses.models import Course, Lesson
from tenant_apps.learning.drip.deciding import Standing, standings
from tenant_apps.learning.drip.plan import lay
from tenant_apps.learning.drip.reading import facts_for
from tenant_apps.learning.models import AwaitedCourse, Cohort, Enrolment, LearnerChoice, LessonProgress, Pause
from tenant_apps.learning.outline import AHEAD, DONE, LOCKED, CourseOutline, Opening, OutlineLesson, OutlineModule
from tenant_apps.people.models import Person


def live_enrolments(person: Person) -> list[Enrolment]:
    """The courses a person can open, latest first."""
    found = Enrolment.objects.live().filter(person=person).select_related("course", "course__product", "person", "pace")
    return list(found.order_by("-started_at", "-pk"))


def ruled_lessons(course: Course) -> list[Lesson]:
    """The published lessons that a rule keeps, their own or their module's, in order. Two queries."""
    found = []
    for branch in courses.outline(course):
        for one in branch.lessons:
            one.module = branch.module
            if one.release is not None or branch.module.release is not None:
                found.append(one)
    return found


def choice_of(person: Person) -> LearnerChoice:
    """What they do not want; nothing, until they say so."""
    return LearnerChoice.objects.filter(person=person).first() or LearnerChoice(person=person)


def rests_of(enrolments: Iterable[Enrolment], now: datetime) -> list[tuple[datetime, datetime]]:
    """When these places rested, or rest: nothing is asked where none ever did."""
    paces = [place.pace for place in enrolments if hasattr(place, "pace")]
    rests = [(pace.paused_at, now) for pace in paces if pace.paused_at is not None]
    rested = [pace.enrolment_id for pace in paces if pace.resumed_at is not None]
    over = Pause.objects.filter(enrolment__in=rested) if rested else ()
    return rests + [(each.ended_at - timedelta(days=each.days), each.ended_at) for each in over]


def enrolment_in(person: Person | None, course: Course) -> Enrolment | None:
    """A person's live place in a course."""
    if person is None:
        return None
    found = Enrolment.objects.live().filter(person=person, course=course).select_related("course", "person")
    return found.first()


def offers_for(course: Course, cohort: Cohort | None = None) -> QuerySet[Offer]:
    """What may sell places of a cohort: offers of the course that sell no other one."""
    taken = Cohort.objects.filter(offer__isnull=False).exclude(pk=cohort.pk if cohort else 0)
    offers = Offer.objects.filter(items__product=course.product_id).exclude(pk__in=taken.values("offer"))
    return offers.distinct().order_by("title")


def unfinished(enrolment: Enrolment) -> QuerySet[AwaitedCourse]:
    """The courses its learner has yet to finish before this place opens."""
    done = Enrolment.objects.filter(person=enrolment.person_id, completed_at__isnull=False).values("course_id")
    return AwaitedCourse.objects.filter(enrolment=enrolment).exclude(course__in=done)


def awaited_by(enrolment: Enrolment) -> list[Course]:
    """The same as courses, each once; nothing is asked of a place that waits for none."""
    if not enrolment.awaits:
        return []
    return list(Course.objects.filter(pk__in=unfinished(enrolment).values("course_id")).order_by("title"))


def openings_of(enrolments: Iterable[Enrolment]) -> dict[int, datetime | None]:
    """When each place opened that had to wait for other courses, none while it is shut. One query, if there is any."""
    waiting = [each.pk for each in enrolments if each.awaits]
    if not waiting:
        return {}
    there = Enrolment.objects.filter(person=OuterRef("enrolment__person"), course=OuterRef("course"))
    rows = AwaitedCourse.objects.filter(enrolment__in=waiting).annotate(done_at=Subquery(there.values("completed_at")))
    found: dict[int, datetime | None] = {}
    for enrolment, done_at in rows.values_list("enrolment_id", "done_at"):
        before = found.setdefault(enrolment, done_at)
        found[enrolment] = max(before, done_at) if before is not None and done_at is not None else None
    return found


def outline_for(enrolment: Enrolment, now: datetime, current: Lesson | None = None) -> CourseOutline:
    """One learner's outline, with what is locked and until when. Three queries, a few more where rules ask."""
    return outlines_for([enrolment], now, current)[0]


def outlines_for(
    enrolments: Iterable[Enrolment],
    now: datetime,
    current: Lesson | None = None,
    *,
    trees: dict[int, list[courses.OutlineModule]] | None = None,
    as_of: datetime | None = None,
) -> list[CourseOutline]:
    """The outlines of several enrolments at the price of one; of other trees than those of today, or as of then."""
    enrolments = list(enrolments)
    if not enrolments:
        return []
    trees = trees or courses.outlines([enrolment.course for enrolment in enrolments])
    progress: dict[int, list[LessonProgress]] = {enrolment.pk: [] for enrolment in enrolments}
    for row in LessonProgress.objects.filter(enrolment__in=enrolments):
        if as_of is None or row.first_opened_at <= as_of:
            progress[row.enrolment_id].append(_as_of(row, as_of))
    plans = {e.course_id: lay(e.course, trees[e.course_id]) for e in enrolments}
    facts = facts_for(enrolments, plans, progress)
    return [
        _lay(
            e,
            trees[e.course_id],
            standings(plans[e.course_id], facts[e.pk], now),
            {row.lesson_id: row for row in progress[e.pk]},
            current,
        )
        for e in enrolments
    ]


def next_lesson(enrolment: Enrolment, lesson: Lesson, now: datetime) -> OutlineLesson | None:
    """Where a learner goes from a finished lesson: the next one if it is open, else whatever waits."""
    outline = outline_for(enrolment, now)
    _before, after = outline.around(lesson)
    return after if after is not None and after.state == AHEAD else outline.resume


def progress(enrolment: Enrolment) -> int:
    """How much of the course is done, in whole percent."""
    live = Lesson.objects.published().filter(course_id=enrolment.course_id)
    done = LessonProgress.objects.filter(enrolment=enrolment, completed_at__isnull=False, lesson__in=live)
    total = live.count()
    return 100 * done.count() // total if total else 0


def latest(outlines: Iterable[CourseOutline]) -> OutlineLesson | None:
    """Where to go on: the lesson touched last in any course, else the first one waiting."""
    waiting = [outline.resume for outline in outlines]
    lessons = [lesson for lesson in waiting if lesson is not None]
    touched = [lesson for lesson in lessons if lesson.progress is not None]
    if touched:
        return max(touched, key=lambda lesson: lesson.progress.touched_at)  # type: ignore[union-attr]
    return lessons[0] if lessons else None


def next_openings(outlines: Iterable[CourseOutline], now: datetime, days: int = 7) -> list[Opening]:
    """What unlocks within so many days, soonest first; a module's lessons that open together are one line."""
    openings: list[Opening] = []
    for outline in outlines:
        for module in outline.modules:
            together: dict[datetime, list[OutlineLesson]] = {}
            for lesson in module.lessons:
                if lesson.state == LOCKED and lesson.opens_at and lesson.opens_at <= now + timedelta(days=days):
                    together.setdefault(lesson.opens_at, []).append(lesson)
            openings += [
                Opening(outline.enrolment.course, module, tuple(lessons), at) for at, lessons in together.items()
            ]
    return sorted(openings, key=lambda opening: opening.opens_at)


def _as_of(row: LessonProgress, moment: datetime | None) -> LessonProgress:
    if moment is not None and row.completed_at is not None and row.completed_at > moment:
        row.completed_at = None
    return row


def _lay(
    enrolment: Enrolment,
    tree: list[courses.OutlineModule],
    standing: dict[int, Standing],
    rows: dict[int, LessonProgress],
    current: Lesson | None,
) -> CourseOutline:
    def place(branch: courses.OutlineModule, lesson: Lesson) -> OutlineLesson:
        row, stands = rows.get(lesson.pk), standing[lesson.pk]
        state = DONE if row is not None and row.completed_at is not None else AHEAD if stands.is_open else LOCKED
        is_current = current is not None and current.pk == lesson.pk
        return OutlineLesson(lesson, state, stands.at, row, enrolment.course, branch.module, is_current)

    modules = (OutlineModule(branch.module, tuple(place(branch, one) for one in branch.lessons)) for branch in tree)
    return CourseOutline(enrolment, tuple(modules))
