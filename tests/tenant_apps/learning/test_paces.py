from datetime import UTC, datetime, timedelta

import pytest

from marque.kit import clock
from marque.kit.facts.models import Event
from shared_apps.operations.models import AuditEntry
from tenant_apps.courses.models import Lesson
from tenant_apps.learning import actions, queries
from tenant_apps.learning.models import Enrolment, LessonRelease
from tests.tenant_apps.courses.factories import course, lesson, module
from tests.tenant_apps.learning.factories import START, enrolment, person

pytestmark = pytest.mark.usefixtures("in_okafor")


@pytest.fixture
def place() -> Enrolment:
    with clock.fixed(START):
        made = course()
        lesson(module(made), "Later", opens_after_days=3)
        return enrolment(made)


def later(place: Enrolment):
    return place.course.lessons.get()


def state(place: Enrolment, at: datetime = START) -> str:
    return queries.outline_for(Enrolment.objects.get(pk=place.pk), at).lessons[0].state


def unlock(place: Enrolment, **more) -> int:
    given = {"course": place.course, "lessons": [later(place)], "reason": "She asked", "by": "alice", "now": START}
    return actions.unlock(**given | more)


def test_free_preview_is_open_to_a_learner_whatever_rule_it_has(place) -> None:
    Lesson.objects.update(is_preview=True)

    assert state(place) == "todo"
    assert actions.open_lesson(enrolment=Enrolment.objects.get(), lesson=later(place), now=START)


def test_unlock_opens_to_one_and_to_nobody_else(place) -> None:
    other = enrolment(place.course, person("dora@example.com"))

    assert unlock(place, enrolments=[place]) == 1

    assert (state(place), state(other)) == ("todo", "locked")
    assert AuditEntry.objects.latest("id").action == "learning.unlocked"


def test_unlock_for_everybody_leaves_alone_what_was_open(place) -> None:
    enrolment(place.course, person("dora@example.com"))
    unlock(place, enrolments=[place])

    assert (unlock(place), unlock(place)) == (1, 0)


def test_unlock_is_told_once_and_by_no_sweep_again(place) -> None:
    unlock(place)

    for days in (0, 5):
        while actions.look(now=START + timedelta(days=days)) or actions.tell(now=START + timedelta(days=days)):
            pass

    assert Event.objects.filter(fact="learning.LessonUnlocked").count() == 1


def test_unlock_with_a_date_opens_then_and_not_first_by_the_rule(place) -> None:
    at = datetime(2026, 11, 18, 12, tzinfo=UTC)

    unlock(place, opens_at=at)

    assert [state(place, when) for when in (at - timedelta(seconds=1), at)] == ["locked", "todo"]


def test_unlock_with_a_date_after_the_rule_locks_nothing_and_the_rule_is_told(place) -> None:
    unlock(place, opens_at=datetime(2026, 12, 24, 12, tzinfo=UTC))
    opens = datetime(2026, 11, 19, 8, tzinfo=UTC)

    while actions.look(now=opens) or actions.tell(now=opens):
        pass

    assert (state(place, opens), LessonRelease.objects.get().opens_at) == ("todo", opens)
    assert Event.objects.filter(fact="learning.LessonUnlocked").count() == 1


@pytest.mark.parametrize(
    ("more", "refusal"),
    [({"reason": " "}, actions.ReasonMissing), ({"lessons": []}, actions.NothingPicked)],
)
def test_unlock_without_a_reason_or_a_lesson_is_refused(place, more, refusal) -> None:
    with pytest.raises(refusal):
        unlock(place, **more)

    assert LessonRelease.objects.count() == 0


def test_pause_opens_nothing_and_its_days_are_added(place) -> None:
    actions.pause(enrolment=place, reason="Ill", by="alice", now=START + timedelta(days=1))
    assert state(place, START + timedelta(days=100)) == "locked"

    actions.resume(enrolment=place, reason="Well", by="alice", now=START + timedelta(days=11))

    assert [state(place, START + timedelta(days=days)) for days in (12, 14)] == ["locked", "todo"]


def test_sweep_passes_over_a_pause(place) -> None:
    actions.pause(enrolment=place, reason="Ill", by="alice", now=START)

    actions.look(now=START + timedelta(days=9))

    assert LessonRelease.objects.count() == 0


def test_pause_twice_and_resume_of_nothing_are_refused(place) -> None:
    with pytest.raises(actions.NotPaused):
        actions.resume(enrolment=place, reason="x", by="alice")
    actions.pause(enrolment=place, reason="x", by="alice")

    with pytest.raises(actions.PausedAlready):
        actions.pause(enrolment=place, reason="x", by="alice")


def test_full_access_opens_everything_and_leaves_open_what_was_opened(place) -> None:
    actions.set_full_access(enrolment=place, on=True, reason="Press", by="alice", now=START)
    actions.open_lesson(enrolment=Enrolment.objects.get(), lesson=later(place), now=START)

    actions.set_full_access(enrolment=place, on=False, reason="Over", by="alice", now=START)

    assert state(place) == "todo"
