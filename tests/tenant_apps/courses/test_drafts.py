"""Drafts, and lessons that are published at a moment to come."""

from datetime import timedelta

import pytest

from tenant_apps.courses import actions, queries
from tenant_apps.courses.models import Lesson
from tenant_apps.learning import actions as learning
from tenant_apps.learning import queries as learning_queries
from tests.tenant_apps.courses.factories import lesson, module, published, waits_for
from tests.tenant_apps.learning.factories import START, enrolment

pytestmark = pytest.mark.usefixtures("in_okafor")
SOON = timedelta(hours=2)


def seen(course) -> list[str]:
    return [one.title for part in queries.outline(course) for one in part.lessons]


def test_unpublish_lessons_hides_them_from_learners_and_keeps_their_place() -> None:
    course = published(lessons=3)
    second = Lesson.objects.get(title="Lesson 2")

    actions.unpublish_lessons(course=course, lessons=[second])

    whole = [one.title for part in queries.outline(course, drafts=True) for one in part.lessons]
    assert (seen(course), whole) == (["Lesson 1", "Lesson 3"], ["Lesson 1", "Lesson 2", "Lesson 3"])


def test_open_lesson_refuses_a_draft_and_progress_survives_it() -> None:
    course = published()
    who, first = enrolment(course), Lesson.objects.get(title="Lesson 1")
    learning.complete_lesson(enrolment=who, lesson=first)
    actions.unpublish_lessons(course=course, lessons=[first])

    with pytest.raises(learning.NotInThisCourse):
        learning.open_lesson(enrolment=who, lesson=Lesson.objects.get(pk=first.pk))
    actions.publish_lessons(course=course, lessons=[first])

    assert learning_queries.outline_for(who, START).done == 1


def test_course_of_drafts_alone_is_not_published() -> None:
    course = published(lessons=1)
    actions.unpublish_course(course=course)
    actions.unpublish_lessons(course=course, lessons=Lesson.objects.all())

    with pytest.raises(actions.NothingToPublish):
        actions.publish_course(course=course)


def test_unpublish_lessons_something_waits_for_is_refused() -> None:
    course = published()
    first, second = Lesson.objects.order_by("position")
    actions.set_rule(part=second, rule=waits_for(first))

    with pytest.raises(actions.PartAwaited):
        actions.unpublish_lessons(course=course, lessons=[first])

    assert seen(course) == ["Lesson 1", "Lesson 2"]


def test_publish_lessons_whose_rule_names_a_draft_is_refused() -> None:
    course = published()
    first, second = Lesson.objects.order_by("position")
    actions.set_rule(part=second, rule=waits_for(first))
    actions.unpublish_lessons(course=course, lessons=[first, second])

    with pytest.raises(actions.AwaitsDraft) as refusal:
        actions.publish_lessons(course=course, lessons=[second])

    assert refusal.value.context == {"title": "Lesson 2", "draft": "Lesson 1"}
    assert actions.publish_lessons(course=course, lessons=[first, second]) == 2


def test_publish_due_publishes_at_the_moment_and_once() -> None:
    course = published()
    later = lesson(module(course, "Later"), "Later", is_draft=True)
    at = START + SOON
    actions.schedule_lesson(lesson=later, at=at, now=START)

    counts = [actions.publish_due(now=moment) for moment in (at - timedelta(seconds=1), at, at + SOON)]

    assert (counts, seen(course)[-1]) == ([0, 1, 0], "Later")


def test_publish_due_goes_on_after_one_that_cannot() -> None:
    course = published()
    first, second = Lesson.objects.order_by("position")
    actions.set_rule(part=second, rule=waits_for(first))
    actions.unpublish_lessons(course=course, lessons=[first, second])
    third = lesson(second.module, "Third", is_draft=True)
    for one in (second, third):
        one.refresh_from_db()
        actions.schedule_lesson(lesson=one, at=START + SOON, now=START)

    assert actions.publish_due(now=START + SOON) == 1
    assert seen(course) == ["Third"]


def test_schedule_lesson_in_the_past_is_refused() -> None:
    published(lessons=1)

    with pytest.raises(actions.AlreadyPast):
        actions.schedule_lesson(lesson=Lesson.objects.get(), at=START - SOON, now=START)


def test_schedule_published_lesson_makes_it_a_draft_until_then() -> None:
    course = published()
    first = Lesson.objects.get(title="Lesson 1")

    actions.schedule_lesson(lesson=first, at=START + SOON, now=START)

    assert (first.is_draft, seen(course)) == (True, ["Lesson 2"])
