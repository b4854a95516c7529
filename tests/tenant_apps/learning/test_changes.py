"""What changed in a lesson they had finished is told to learners in the morning's email, once."""

from datetime import UTC, datetime, timedelta

import pytest

from marque.kit import clock
from marque.kit.facts.outbox import publish
from marque.kit.mail.models import SentEmail
from tenant_apps.courses import actions as courses
from tenant_apps.courses.events import LessonRevised
from tenant_apps.courses.models import Lesson
from tenant_apps.courses.rules import Condition, Group
from tenant_apps.learning import actions, queries
from tenant_apps.learning.actions import digests
from tenant_apps.learning.models import ChangeNotice, Enrolment, LessonProgress
from tenant_apps.people.models import Person
from tests.tenant_apps.courses.factories import course, lesson, module
from tests.tenant_apps.learning.factories import START, enrolment, person

pytestmark = pytest.mark.usefixtures("in_okafor")
# a day after the start, late in the evening in Copenhagen, and nine the next morning there
CHANGED = datetime(2026, 11, 17, 21, 0, tzinfo=UTC)
MORNING = datetime(2026, 11, 18, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _started() -> None:
    with clock.fixed(START):
        yield


@pytest.fixture
def place() -> Enrolment:
    """Carol, who finished the first lesson of two on her first day."""
    made = course()
    home = module(made)
    first = lesson(home, "First")
    lesson(home, "Second")
    found = enrolment(made)
    actions.complete_lesson(enrolment=found, lesson=first, now=START)
    return found


@pytest.fixture
def revise(place, deliver_facts):
    """Change the first lesson, and have everybody hear of it."""

    def change(note: str = "Now with a third way.", at: datetime = CHANGED) -> Lesson:
        first = place.course.lessons.get(title="First")
        with clock.fixed(at):
            courses.revise_lesson(lesson=first, body=f"<p>{note} {at}</p>", note=note, now=at)
            deliver_facts()
        return first

    return change


def mail(at: datetime) -> list[str]:
    with clock.fixed(at):
        for person_id in actions.due_people(now=at):
            actions.send_digest(person_id=person_id, now=at)
    return list(SentEmail.objects.filter(purpose="unlocked").order_by("pk").values_list("subject", flat=True))


def letter() -> SentEmail:
    return SentEmail.objects.get(purpose="unlocked")


def test_change_is_told_on_the_next_morning_and_once(revise) -> None:
    revise()

    assert mail(MORNING - timedelta(seconds=1)) == []
    assert mail(MORNING) == ["First has changed"]
    assert mail(MORNING + timedelta(minutes=1)) == ["First has changed"]
    assert mail(MORNING + DAY) == ["First has changed"]


def test_email_says_what_changed_and_leads_there(revise) -> None:
    first = revise()

    mail(MORNING)

    words = "This lesson changed after you finished it:"
    for body in (letter().text, letter().html):
        assert [word in body for word in (words, "Now with a third way.", f"/{first.slug}/", "/learn/my/emails/")] == [
            True,
            True,
            True,
            True,
        ]


def test_change_is_told_at_nine_where_each_lives(place, revise) -> None:
    for email, zone in (("tom@example.com", "Asia/Tokyo"), ("una@example.com", "Nowhere/At-all")):
        other = enrolment(place.course, person(email, time_zone=zone))
        actions.complete_lesson(enrolment=other, lesson=place.course.lessons.get(title="First"), now=START)
    revise()

    found = dict(ChangeNotice.objects.values_list("enrolment__person__email", "mail_at"))
    assert found["carol@example.com"] == MORNING
    assert found["tom@example.com"] == datetime(2026, 11, 18, 0, 0, tzinfo=UTC)
    # nobody knows where that is: the business's own morning
    assert found["una@example.com"].astimezone(digests.zone_of(None)).hour == 9


def test_fact_that_comes_twice_is_told_once(revise, deliver_facts) -> None:
    first = revise()
    mail(MORNING)

    with clock.fixed(MORNING):
        publish(LessonRevised(lesson_id=first.pk, course_id=first.course_id))
        deliver_facts()

    assert mail(MORNING + DAY) == ["First has changed"]


def test_several_changes_of_a_day_are_told_once_with_the_last_note(revise) -> None:
    revise("Third way.")
    revise("Fourth way.", CHANGED + timedelta(hours=1))

    assert mail(MORNING) == ["First has changed"]
    assert mail(MORNING + DAY) == ["First has changed"]
    assert ("Third way." in letter().text, "Fourth way." in letter().text) == (False, True)


def test_newer_change_does_not_put_off_the_morning(revise) -> None:
    revise()
    revise("Told at nine, too.", MORNING + timedelta(seconds=10))

    assert mail(MORNING + timedelta(minutes=1)) == ["First has changed"]
    assert mail(MORNING + DAY) == ["First has changed"]


def test_newer_change_that_is_heard_of_after_the_email_that_had_it_is_told_once(place, revise, deliver_facts) -> None:
    first = revise()
    with clock.fixed(CHANGED + timedelta(hours=1)):
        courses.revise_lesson(lesson=first, body="<p>Newer.</p>", note="Newer.", now=CHANGED + timedelta(hours=1))
    mail(MORNING)

    with clock.fixed(MORNING + timedelta(hours=1)):
        deliver_facts()

    assert "Newer." in letter().text
    assert mail(MORNING + DAY) == ["First has changed"]


def test_change_of_another_day_is_told_again(revise) -> None:
    revise()
    mail(MORNING)
    revise("And a fifth.", MORNING + timedelta(hours=2))

    assert mail(MORNING + DAY) == ["First has changed", "First has changed"]


def test_small_change_is_told_to_nobody(place, deliver_facts) -> None:
    courses.revise_lesson(lesson=place.course.lessons.get(title="First"), body="<p>Small.</p>", now=CHANGED)
    deliver_facts()

    assert (ChangeNotice.objects.count(), mail(MORNING)) == (0, [])


# when the lesson was opened, finished and last looked at, in days from its change
PROGRESS = [
    (-3, -3, -3),
    (-3, -2, -1),
    (-3, None, -1),
    (-3, -3, 0),
    (-3, -3, 1),
    (-3, 0, 0),
    (1, 1, 1),
]


def test_whom_the_statement_finds_is_whom_the_outline_tells(place) -> None:
    first = place.course.lessons.get(title="First")
    for number, moments in enumerate(PROGRESS):
        opened, done, touched = (None if days is None else CHANGED + days * DAY for days in moments)
        LessonProgress.objects.create(
            enrolment=enrolment(place.course, person(f"learner-{number}@example.com")),
            lesson=first,
            first_opened_at=opened,
            completed_at=done,
            touched_at=touched,
        )
    courses.revise_lesson(lesson=first, body="<p>Two.</p>", note="Another.", now=CHANGED)

    actions.note_change(lesson=first, most=2)

    outlines = queries.outlines_for(Enrolment.objects.select_related("course", "person"), CHANGED + DAY)
    told = {outline.enrolment.pk for outline in outlines if outline.find(first).changed}
    assert set(ChangeNotice.objects.values_list("enrolment_id", flat=True)) == told
    assert len(told) == 3


def test_who_has_not_finished_is_not_told(place, revise) -> None:
    other = enrolment(place.course, person("dora@example.com"))
    actions.open_lesson(enrolment=other, lesson=place.course.lessons.get(title="First"), now=START)

    revise()

    assert ChangeNotice.objects.get().enrolment == place


def test_who_looked_at_the_lesson_since_is_not_told_any_more(place, revise) -> None:
    first = revise()
    actions.open_lesson(enrolment=place, lesson=first, now=CHANGED + timedelta(hours=1))

    assert mail(MORNING) == []
    assert actions.due_people(now=MORNING + DAY) == []


@pytest.mark.parametrize("how", ["archived", "draft", "module"])
def test_lesson_that_left_the_outline_is_left_out(place, revise, how) -> None:
    first = revise()
    if how == "archived":
        courses.archive_lesson(lesson=first)
    elif how == "draft":
        courses.unpublish_lessons(course=place.course, lessons=[first])
    else:
        courses.archive_module(module=first.module)

    assert mail(MORNING) == []
    assert mail(MORNING + DAY) == []


def test_rule_of_later_leaves_the_lesson_open_to_who_finished_it_and_so_it_is_told(place, revise) -> None:
    first = revise()
    courses.set_rule(part=first, rule=Group("all", (Condition("enrolled", days=300),)), now=CHANGED)

    assert mail(MORNING) == ["First has changed"]
    assert actions.open_lesson(enrolment=place, lesson=first, now=MORNING).lesson == first


@pytest.mark.parametrize("is_late", [True, False])
def test_who_left_the_course_gets_nothing(place, revise, is_late) -> None:
    if not is_late:
        actions.end_enrolment(enrolment=place)
    revise()
    if is_late:
        actions.end_enrolment(enrolment=place)

    assert (mail(MORNING), mail(MORNING + DAY)) == ([], [])
    assert ChangeNotice.objects.filter(mail_at__isnull=False).count() == 0


def test_one_email_names_what_opened_and_what_changed(place, revise) -> None:
    lesson(place.course.modules.get(), "Third", opens_after_days=2)
    actions.look_again(enrolments=[place.pk], now=START)
    revise()
    actions.look(now=MORNING)
    actions.tell(now=MORNING)

    assert mail(MORNING) == ["Third is open, and First has changed"]
    assert mail(MORNING + timedelta(minutes=5)) == ["Third is open, and First has changed"]


def test_several_lessons_are_counted_and_named(place, revise, deliver_facts) -> None:
    second = place.course.lessons.get(title="Second")
    actions.complete_lesson(enrolment=place, lesson=second, now=START)
    revise()
    courses.revise_lesson(lesson=second, body="<p>Other.</p>", note="Shorter.", now=CHANGED)
    deliver_facts()

    assert mail(MORNING) == ["2 lessons have changed"]
    assert "These lessons changed after you finished them:" in letter().text
    assert letter().text.index("- First: ") < letter().text.index("- Second: Shorter.")


def test_who_stopped_the_emails_gets_none_and_none_of_what_waited(place, revise) -> None:
    revise()
    actions.set_digests(person=place.person, on=False, by=place.person)
    assert mail(MORNING) == []
    revise("While it is stopped.", MORNING)

    actions.set_digests(person=place.person, on=True, by=place.person)

    assert (mail(MORNING), mail(MORNING + DAY)) == ([], [])


def test_change_that_is_heard_of_late_waits_for_the_next_morning(revise) -> None:
    revise()

    assert mail(MORNING + timedelta(hours=4)) == []
    assert mail(MORNING + DAY) == ["First has changed"]


def test_person_who_moves_across_the_world_gets_one_email_a_day(revise) -> None:
    revise()
    mail(MORNING)
    revise("Again.", MORNING + timedelta(hours=1))

    Person.objects.update(time_zone="America/Los_Angeles")

    assert mail(MORNING + timedelta(hours=9)) == ["First has changed"]
    assert mail(MORNING + DAY + timedelta(hours=9)) == ["First has changed", "First has changed"]


@pytest.mark.parametrize("learners", [1, 4])
def test_change_costs_the_same_statements_however_many_had_finished(place, learners, django_assert_num_queries) -> None:
    first = place.course.lessons.get(title="First")
    for number in range(learners):
        other = enrolment(place.course, person(f"learner-{number}@example.com"))
        actions.complete_lesson(enrolment=other, lesson=first, now=START)
    courses.revise_lesson(lesson=first, body="<p>Two.</p>", note="Another.", now=CHANGED)
    digests.zone_of(None)

    with django_assert_num_queries(6):
        actions.note_change(lesson=first)

    assert ChangeNotice.objects.count() == learners + 1
