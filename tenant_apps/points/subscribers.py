"""What learners achieve brings points, and points bring levels."""

from marque.kit.facts.registry import subscribe
from tenant_apps.assessments.events import AttemptGraded, GradeSet
from tenant_apps.courses.models import Course, Lesson, LessonKind
from tenant_apps.learning.events import CourseCompleted, LessonCompleted
from tenant_apps.people.models import Person
from tenant_apps.points import actions
from tenant_apps.points.events import LevelReached
from tenant_apps.points.models import Occasion, PointLevel


@subscribe(LessonCompleted)
def give_for_the_lesson(fact: LessonCompleted) -> None:
    """Points for a lesson, of the course it was finished in."""
    _give_for(Lesson, fact.lesson_id, fact.person_id, Occasion.LESSON)


@subscribe(AttemptGraded)
def give_for_the_quiz(fact: AttemptGraded) -> None:
    """Points for a quiz, the first time it is passed."""
    if fact.passed:
        _give_for(Lesson, fact.lesson_id, fact.person_id, Occasion.QUIZ)


@subscribe(GradeSet)
def give_for_the_grade(fact: GradeSet) -> None:
    """The same points where somebody's grade by hand passes a quiz."""
    if fact.passed and Lesson.objects.filter(pk=fact.lesson_id, kind=LessonKind.QUIZ).exists():
        _give_for(Lesson, fact.lesson_id, fact.person_id, Occasion.QUIZ)


@subscribe(CourseCompleted)
def give_for_the_course(fact: CourseCompleted) -> None:
    """Points for a course, once for a person, also where they were enrolled twice."""
    _give_for(Course, fact.course_id, fact.person_id, Occasion.COURSE)


@subscribe(LevelReached)
def award_for_the_level(fact: LevelReached) -> None:
    """The badge of the level; nothing where the level is gone by now."""
    level = PointLevel.objects.select_related("badge").filter(pk=fact.level_id).first()
    if level is not None:
        actions.award_level(person=Person.objects.get(pk=fact.person_id), level=level)


def _give_for(model: type[Lesson] | type[Course], subject_id: int, person_id: int, occasion: Occasion) -> None:
    subject = model.objects.filter(pk=subject_id).values_list("key", flat=True).first()
    person = Person.objects.filter(pk=person_id).first()
    if subject is not None and person is not None:
        actions.give(person=person, occasion=occasion, subject=subject)
