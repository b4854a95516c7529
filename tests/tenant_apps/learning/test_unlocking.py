"""The sweep: what opened is written down, told and mailed, each once."""

from datetime import UTC, datetime, timedelta

import pytest

from marque.kit import clock
from marque.kit.facts.models import Event
from marque.kit.mail.models import SentEmail
from tenant_apps.courses import actions as courses
from tenant_apps.courses.rules import Condition, Group
from tenant_apps.learning import actions, queries
from tenant_apps.learning.models import Enrolment, LearnerChoice, LessonRelease
from tenant_apps.people.models import Person
from tests.tenant_apps.courses.factories import course, lesson, module
from tests.tenant_apps.learning.factories import START, enrolment, person

pytestmark = pytest.mark.usefixtures("in_okafor")
# nine in Copenhagen on the third day
OPENS = datetime(2026, 11, 19, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _started() -> None:
    with clock.fixed(START):
        yield


@pytest.fixture
def place() -> Enrolment:
    """Carol in a course whose second lesson opens on the third day, and the third after the first."""
    made = course()
    home = module(made)
    lesson(home, "First")
    lesson(home, "Second", opens_after_days=3)
    return enrolment(made)


def look(at: datetime) -> None:
    while actions.look(now=at):
        pass
    while actions.tell(now=at):
        pass


def mail(at: datetime) -> list[str]:
    with clock.fixed(at):
        for person_id in actions.due_people(now=at):
            actions.send_digest(person_id=person_id, now=at)
    return list(SentEmail.objects.filter(purpose="unlocked").order_by("pk").values_list("subject", flat=True))


def told() -> int:
    return Event.objects.filter(fact="learning.LessonUnlocked").count()


def test_look_waits_for_the_moment_and_not_longer(place) -> None:
    look(START)
    assert (told(), Enrolment.objects.get().look_at) == (0, OPENS)

    look(OPENS - timedelta(seconds=1))
    assert told() == 0

    look(OPENS)
    assert (told(), LessonRelease.objects.get().opens_at, Enrolment.objects.get().look_at) == (1, OPENS, None)


def test_look_again_and_again_tells_nothing_twice(place) -> None:
    for minutes in range(3):
        actions.look_again(enrolments=[place.pk], now=START)
        look(OPENS + timedelta(minutes=minutes))
        mail(OPENS + timedelta(minutes=minutes))

    assert (told(), mail(OPENS + timedelta(days=1))) == (1, ["Second is open"])


def test_rule_that_changes_never_locks_what_was_released(place) -> None:
    look(OPENS)
    second = place.course.lessons.get(title="Second")

    courses.set_release(lesson=second, days=300)
    look(OPENS + timedelta(days=1))

    assert (queries.outline_for(place, OPENS).find(second).state, told()) == ("todo", 1)


@pytest.mark.parametrize(("days", "state"), [(2, "todo"), (0, "locked")])
def test_first_rule_is_for_those_who_come_later_but_of_a_lesson_that_is_being_made(place, days, state) -> None:
    first, ruled_at = place.course.lessons.get(title="First"), START + timedelta(days=days, hours=1)
    courses.set_rule(part=first, rule=Group("all", (Condition("enrolled", days=5),)), now=ruled_at)

    late = enrolment(place.course, person("dora@example.com"), at=ruled_at + timedelta(hours=1))

    states = [queries.outline_for(each, ruled_at).find(first).state for each in (place, late)]
    assert states == [state, "locked"]


def test_completion_opens_at_once_and_is_told_by_the_next_look(place, deliver_facts) -> None:
    third = lesson(place.course.modules.get(), "Third")
    first = place.course.lessons.get(title="First")
    rule = Group("all", (Condition("completed", what="lesson", key=str(first.key)),))
    courses.set_rule(part=third, rule=rule, now=START - timedelta(days=1))
    deliver_facts()
    look(START)

    actions.complete_lesson(enrolment=place, lesson=first, now=START + timedelta(hours=1))
    assert queries.outline_for(place, START + timedelta(hours=1)).find(third).state == "todo"
    look(START + timedelta(hours=1))

    assert (told(), mail(START + timedelta(hours=2))) == (1, [])
    assert mail(datetime(2026, 11, 17, 8, tzinfo=UTC)) == ["Third is open"]


def test_rule_taken_away_opens_and_is_told(place, deliver_facts) -> None:
    look(START)

    courses.set_release(lesson=place.course.lessons.get(title="Second"), days=None)
    deliver_facts()
    look(START + timedelta(minutes=1))

    assert told() == 1


def test_one_email_a_morning_names_everything(place) -> None:
    lesson(place.course.modules.get(), "Third", opens_after_days=3)
    look(OPENS)

    assert mail(OPENS) == ["2 lessons are open"]
    assert mail(OPENS + timedelta(minutes=5)) == ["2 lessons are open"]


def test_who_stopped_the_emails_gets_none_and_none_of_what_waited(place) -> None:
    look(OPENS)
    actions.set_digests(person=place.person, on=False, by=place.person)
    assert mail(OPENS) == []

    actions.set_digests(person=place.person, on=True, by=place.person)

    assert mail(OPENS + timedelta(days=1)) == []
    assert told() == 1


def test_who_wants_the_emails_again_gets_what_opens_from_then_on(place) -> None:
    actions.set_digests(person=place.person, on=False, by=place.person)
    actions.set_digests(person=place.person, on=True, by=place.person)
    look(OPENS)

    assert mail(OPENS) == ["Second is open"]


@pytest.mark.parametrize("by_hand", [True, False])
def test_who_stopped_these_emails_has_none_that_is_due(place, by_hand) -> None:
    actions.set_digests(person=place.person, on=False, by=place.person)

    if by_hand:
        second = place.course.lessons.filter(title="Second")
        actions.unlock(course=place.course, lessons=second, reason="Ill", by="alice@example.com", now=OPENS)
    look(OPENS)

    assert list(LessonRelease.objects.values_list("mail_at", flat=True)) == [None]
    assert actions.due_people(now=OPENS) == []


def test_what_was_due_to_who_stopped_meanwhile_is_forgotten(place) -> None:
    look(OPENS)
    LearnerChoice.objects.create(person=place.person, digest_stopped_at=OPENS)

    assert mail(OPENS) == []
    assert actions.due_people(now=OPENS + timedelta(days=1)) == []


def test_what_is_noticed_late_waits_for_the_next_morning(place) -> None:
    noon = OPENS + timedelta(hours=4)
    look(noon)

    assert mail(noon) == []
    assert mail(OPENS + timedelta(days=1)) == ["Second is open"]


def test_what_was_opened_before_the_morning_is_no_news(place) -> None:
    look(OPENS)
    actions.open_lesson(enrolment=place, lesson=place.course.lessons.get(title="Second"), now=OPENS)

    assert mail(OPENS) == []


def test_person_who_moves_across_the_world_gets_one_email(place) -> None:
    look(OPENS)
    assert mail(OPENS) == ["Second is open"]

    Person.objects.update(time_zone="America/Los_Angeles")
    actions.look_again(enrolments=[place.pk], now=OPENS)
    look(OPENS + timedelta(hours=9))

    assert mail(OPENS + timedelta(hours=9)) == ["Second is open"]


def test_enrolment_of_long_ago_that_comes_by_import_is_not_mailed_its_past(place) -> None:
    with clock.fixed(START + timedelta(days=30)):
        old = actions.enrol(person=person("old@example.com"), course=place.course, now=START)
        actions.look_again(enrolments=[old.pk])
        look(clock.now())

    assert not LessonRelease.objects.filter(enrolment=old, mail_at__isnull=False).exists()


def test_who_comes_back_is_looked_at_again(place, deliver_facts) -> None:
    actions.end_enrolment(enrolment=place)
    courses.set_release(lesson=place.course.lessons.get(title="Second"), days=1)
    deliver_facts()

    actions.enrol(person=place.person, course=place.course, now=OPENS)
    look(OPENS)

    assert told() == 1


def test_ended_enrolment_is_neither_told_nor_mailed(place) -> None:
    actions.end_enrolment(enrolment=place)
    look(OPENS)

    assert (told(), mail(OPENS)) == (0, [])


@pytest.mark.parametrize(("policy", "opened"), [("past", 1), ("added", 0)])
def test_new_lesson_in_an_old_course_follows_the_policy(place, policy, opened, deliver_facts) -> None:
    courses.set_new_lessons(course=place.course, policy=policy)
    deliver_facts()
    look(OPENS)
    later = OPENS + timedelta(days=30)
    with clock.fixed(later):
        lesson(place.course.modules.get(), "New", opens_after_days=5)
        place.course.refresh_from_db()
        deliver_facts()
    look(later + timedelta(minutes=1))

    assert LessonRelease.objects.filter(lesson__title="New").count() == opened


def test_rule_that_cannot_be_read_holds_up_its_own_course_alone(place) -> None:
    bad = course("Bad")
    broken = lesson(module(bad), opens_after_days=1)
    hers = enrolment(bad, place.person)
    type(broken).objects.filter(pk=broken.pk).update(release={"v": 1, "all": [{"when": "moon"}]})

    look(OPENS)

    assert LessonRelease.objects.get().enrolment == place
    assert Enrolment.objects.get(pk=hers.pk).look_at == OPENS + timedelta(hours=1)
