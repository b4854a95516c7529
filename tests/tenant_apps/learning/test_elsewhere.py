"""Rules about lessons of another course."""

import pytest

from marque.kit import clock
from tenant_apps.accounts.models import Role
from tenant_apps.courses import actions as courses
from tenant_apps.courses.actions import set_rule
from tenant_apps.courses.models import Lesson
from tenant_apps.courses.rules import Condition, Group, ImpossibleRule
from tenant_apps.learning import actions, explaining
from tenant_apps.learning.models import Enrolment
from tests.tenant_apps.courses.factories import creator, lesson, module, published, share, waits_for
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
    url, form = written(world, "completed", f"lesson:{world.awaited.key}")

    plain, chosen = alice.get(url).content.decode(), alice.get(f"{url}?other={world.first.key}").content.decode()
    saved = alice.post(url, form | {"other": world.first.key})

    assert "First: Lesson 1" not in plain and "First: Lesson 1" in chosen
    assert saved.status_code == 302
    assert "First: Lesson 1" in alice.get(url).content.decode()


def test_what_is_written_stays_while_lessons_of_courses_are_offered(client_for, okafor, in_okafor) -> None:
    world, alice, third = World(), creator(client_for, okafor), published("Third", lessons=1)
    url, form = written(world, "completed", f"lesson:{world.awaited.key}")
    unfinished = form | {"step": "offer", "rule-0-thing": ""}

    begun = alice.post(url, unfinished | {"other": world.first.key})
    other = alice.post(url, form | {"step": "offer", "other": third.key})
    saved = alice.post(url, form | {"other": third.key})

    assert (begun.status_code, "This condition needs it." in begun.content.decode()) == (200, False)
    assert f'value="lesson:{world.awaited.key}" selected' in other.content.decode()
    assert ("Third: Lesson 1" in other.content.decode(), saved.status_code) == (True, 302)


def test_a_lesson_of_a_course_that_an_author_does_not_know_is_refused(client_for, okafor, in_okafor) -> None:
    world = World()
    creator(client_for, okafor)
    ann = creator(client_for, okafor, Role.AUTHOR, "ann@example.com")
    share(world.second, "ann@example.com")
    world.first.published_at = None
    world.first.save()

    url, form = written(world, "completed", f"lesson:{world.awaited.key}")

    assert ann.post(url, form).status_code == 422
    assert ann.post(url, form | {"rule-0-thing": "lesson:nothing"}).status_code == 422


def test_what_is_not_shown_does_not_refuse_a_rule(client_for, okafor, in_okafor) -> None:
    world, alice = World(), creator(client_for, okafor)
    url, form = written(world, "enrolled", "")

    saved = alice.post(url, form | {"rule-0-days": "3", "rule-0-percent": "150", "rule-0-thing": "lesson:gone"})

    assert saved.status_code == 302
    assert Lesson.objects.get(pk=world.waiting.pk).rule == Group("all", (Condition("enrolled", days=3),))


def written(world: World, when: str, thing: str) -> tuple[str, dict[str, str]]:
    """Where the rule of the lesson that waits is, and a rule of one condition."""
    return f"/studio/courses/{world.second.key}/release/{world.waiting.key}/", {
        "mode": "all",
        "step": "save",
        "rule-TOTAL_FORMS": "1",
        "rule-INITIAL_FORMS": "0",
        "rule-0-when": when,
        "rule-0-thing": thing,
    }
