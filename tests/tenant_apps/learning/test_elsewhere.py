"""Rules about lessons of another course."""

import pytest

from marque.kit import clock
from tenant_apps.courses import actions as courses
from tenant_apps.courses.actions import set_rule
from tenant_apps.courses.models import Lesson
from tenant_apps.courses.rules import Condition, Group, ImpossibleRule
from tenant_apps.learning import actions, explaining
from tenant_apps.learning.models import Enrolment
from tests.tenant_apps.courses.factories import creator, lesson, module, published, waits_for
from tests.tenant_apps.learning.factories import enrolment, person


class World:
    """Carol in two courses; the lesson of the second waits for one of the first."""

    def __init__(self) -> None:
        self.first, self.second = published("First", lessons=1), published("Second", lessons=1)
        self.awaited, self.waiting = self.first.lessons.get(), self.second.lessons.get()
        carol = person()
        self.before, self.held = enrolment(self.first, carol), enrolment(self.second, carol)

    def explained(self):
        held = Enrolment.objects.select_related("course", "person").get(pk=self.held.pk)
        return explaining.explain(held, clock.now())[0]


@pytest.fixture
def world(in_okafor) -> World:
    made = World()
    Lesson.objects.filter(pk=made.waiting.pk).update(created_at=clock.now())
    made.waiting.refresh_from_db()
    set_rule(part=made.waiting, rule=waits_for(made.awaited))
    return made


def test_a_lesson_waits_for_one_of_another_course_and_says_so(world) -> None:
    assert [line.text for line in world.explained().lines] == ["“Lesson 1 (First)” is finished"]
    with pytest.raises(actions.LessonLocked):
        actions.open_lesson(enrolment=world.held, lesson=world.waiting)

    actions.complete_lesson(enrolment=world.before, lesson=world.awaited)

    assert actions.open_lesson(enrolment=world.held, lesson=world.waiting)


def test_the_sweep_looks_again_when_that_lesson_is_finished(world, deliver_facts) -> None:
    actions.look()
    Enrolment.objects.filter(pk=world.held.pk).update(look_at=None)

    actions.complete_lesson(enrolment=world.before, lesson=world.awaited)
    deliver_facts()
    actions.look()

    assert list(world.held.releases.values_list("lesson", flat=True)) == [world.waiting.pk]


def test_a_score_in_another_course_opens_too(world) -> None:
    quiz = lesson(module(world.first, "Test"), "Quiz", kind="quiz")
    set_rule(part=world.waiting, rule=Group("all", (Condition("scored", key=str(quiz.key), percent=80),)))
    actions.record_score(enrolment=world.before, lesson=quiz, score=60)
    assert not world.explained().standing.is_open

    actions.record_score(enrolment=world.before, lesson=quiz, score=90)

    assert world.explained().standing.is_open


def test_a_circle_over_lessons_of_two_courses_is_refused(world) -> None:
    with pytest.raises(courses.WaitsForItself, match="Lesson 1"):
        set_rule(part=world.awaited, rule=waits_for(world.waiting))


def test_a_lesson_that_is_awaited_elsewhere_is_not_deleted(world) -> None:
    with pytest.raises(courses.PartAwaited):
        courses.unpublish_lessons(course=world.first, lessons=[world.awaited])


def test_a_draft_of_another_course_cannot_be_named(world) -> None:
    draft = lesson(module(world.first, "Later"), "Draft")
    Lesson.objects.filter(pk=draft.pk).update(draft_since=clock.now())

    with pytest.raises(ImpossibleRule):
        set_rule(part=world.waiting, rule=waits_for(draft))


def test_the_studio_offers_lessons_of_a_course_that_is_chosen(client_for, okafor, in_okafor) -> None:
    world, alice = World(), creator(client_for, okafor)
    url = f"/studio/courses/{world.second.key}/release/{world.waiting.key}/"
    form = {
        "mode": "all",
        "step": "save",
        "rule-TOTAL_FORMS": "1",
        "rule-INITIAL_FORMS": "0",
        "rule-0-when": "completed",
        "rule-0-thing": f"lesson:{world.awaited.key}",
    }

    plain, chosen = alice.get(url).content.decode(), alice.get(f"{url}?other={world.first.key}").content.decode()
    refused, saved = alice.post(url, form), alice.post(f"{url}?other={world.first.key}", form)

    assert "First: Lesson 1" not in plain and "First: Lesson 1" in chosen
    assert (refused.status_code, saved.status_code) == (422, 302)
    assert "First: Lesson 1" in alice.get(url).content.decode()
