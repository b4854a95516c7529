"""One letter on the morning before: all that is due, and nothing that is done or closed."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from marque.kit import clock
from marque.kit.mail.models import SentEmail
from marque.kit.signing import sign
from marque.kit.tenancy.context import enter
from tenant_apps.assessments import actions as assessments
from tenant_apps.assessments import agenda as agenda_of_assessments
from tenant_apps.courses import actions as courses
from tenant_apps.learning import actions as learning
from tenant_apps.learning.release import morning_after, zone_of
from tenant_apps.place import actions
from tenant_apps.place.agenda import dates
from tenant_apps.place.letters import DUE
from tenant_apps.place.models import DateNotice, DateWish
from tests.tenant_apps.assessments.assigned import assignment, handed_in
from tests.tenant_apps.assessments.factories import WRONG, key, quiz
from tests.tenant_apps.courses.factories import course, lesson, module
from tests.tenant_apps.learning.factories import START, enrolment, person
from tests.tenant_apps.place.ahead import DAY, HOUR, MORNING, TOMORROW, cohort, more_time, rounds, subjects

in_okafor = pytest.mark.usefixtures("in_okafor")


@pytest.fixture(autouse=True)
def _started():
    with clock.fixed(START):
        yield


def asked(place=None, due_at: datetime = TOMORROW, title: str = "Paint a jug", **terms):
    """Work that is due tomorrow, and the place of whoever does it."""
    made = assignment(place.course if place else None, title, due_at=due_at, **terms)
    return made, place or enrolment(made.lesson.course)


def retimed(made, due_at: datetime):
    return assessments.set_terms(assignment=made, terms=assessments.Terms(due_at=due_at))


@in_okafor
def test_one_letter_has_all_that_is_due_today_and_tomorrow_once() -> None:
    made, place = asked()
    until = assessments.Rules(pass_mark=50, due_at=MORNING + 3 * HOUR)
    assessments.set_rules(quiz=quiz(of=place.course), rules=until)
    asked(place, TOMORROW + DAY, "Paint a vase")
    read = lesson(module(place.course), "Read on")
    learning.set_deadline(cohort=cohort(place), lesson=read, due_at=MORNING + DAY)

    for at in (MORNING, MORNING + HOUR):
        rounds(at)

    letter = SentEmail.objects.get(purpose="due")
    assert letter.subject == "3 things are due by tomorrow"
    parts = [letter.text.index(title) for title in ("Budget or bluff?", "Read on", "Paint a jug")]
    assert (parts, "Paint a vase" in letter.text) == (sorted(parts), False)
    assert "Thu 19 Nov, 15:05" in letter.text
    assert "List-Unsubscribe" in letter.headers


@in_okafor
def test_what_was_told_is_not_told_again_on_its_own_day_and_what_is_new_is() -> None:
    _made, place = asked()
    rounds(MORNING)
    asked(place, TOMORROW - HOUR, "Paint a vase")

    rounds(MORNING + DAY)

    assert subjects() == ["Paint a jug is due tomorrow", "Paint a vase is due today"]


@in_okafor
def test_a_date_that_moved_is_told_again() -> None:
    made, _place = asked()
    rounds(MORNING)
    retimed(made, TOMORROW + 7 * DAY)

    for later in range(9):
        rounds(MORNING + later * DAY)

    assert subjects() == ["Paint a jug is due tomorrow"] * 2


@in_okafor
def test_more_time_of_ones_own_moves_the_letter() -> None:
    made, place = asked()
    more_time(place, made.lesson, TOMORROW + 2 * DAY)

    rounds(MORNING)
    before = subjects()
    rounds(MORNING + 2 * DAY)

    letter = SentEmail.objects.get(purpose="due")
    assert (before, letter.subject) == ([], "Paint a jug is due tomorrow")
    assert "You have more time than others." in letter.text


@in_okafor
@pytest.mark.parametrize("terms", [{"due_days": 3}, {"due_cohort_day": 2}])
def test_dates_that_count_from_a_learners_own_day_are_told(terms) -> None:
    made = assignment(**terms)
    first = enrolment(made.lesson.course, at=MORNING - 2 * DAY)
    second = enrolment(made.lesson.course, person("dan@example.com", "Dan"), at=MORNING - DAY)
    for place, begins in ((first, date(2026, 11, 18)), (second, date(2026, 11, 19))):
        group = learning.save_cohort(course=place.course, name=f"From {begins}", starts_on=begins)
        learning.place(cohort=group, enrolment=place)

    rounds(MORNING)

    assert [letter.to for letter in SentEmail.objects.filter(purpose="due")] == [["carol@example.com"]]


def _hands_in(made, place) -> None:
    handed_in(made, place)


def _loses_access(made, place) -> None:
    place.ended_at = START
    place.save()


def _pauses(made, place) -> None:
    learning.pause(enrolment=place, reason="Travels", by="alice@example.com")


def _is_done(made, place) -> None:
    learning.open_lesson(enrolment=place, lesson=made.lesson)
    learning.complete_lesson(enrolment=place, lesson=made.lesson)


def _stops(made, place) -> None:
    actions.set_dates(person=place.person, due=False)


def _is_a_draft(made, place) -> None:
    type(made.lesson).objects.filter(pk=made.lesson.pk).update(draft_since=START)


def _is_locked(made, place) -> None:
    courses.set_release(lesson=made.lesson, days=30)
    # as if it had been so from the start: a later rule locks nobody out
    type(made.lesson).objects.filter(pk=made.lesson.pk).update(free_until=None)


@in_okafor
@pytest.mark.parametrize("change", [_hands_in, _loses_access, _pauses, _is_done, _stops, _is_a_draft, _is_locked])
@pytest.mark.parametrize("is_noted", [False, True], ids=["before", "after it was noted"])
def test_nobody_is_told_of_what_they_cannot_or_need_not_do(change: Callable[..., None], is_noted: bool) -> None:
    made, place = asked()
    asked(enrolment(made.lesson.course, person("dan@example.com", "Dan")), title="Paint a vase")
    if is_noted:
        actions.look_for_due(now=MORNING)

    change(made, place)
    rounds(MORNING)

    told = [letter for letter in SentEmail.objects.filter(purpose="due") if "Paint a jug" in letter.text]
    to_carol = [letter.to for letter in told if letter.to == ["carol@example.com"]]
    assert (to_carol, DateNotice.objects.filter(settled_at=None).exists()) == ([], False)
    assert SentEmail.objects.filter(purpose="due", to=["dan@example.com"]).exists()


def _unlock(made, place) -> None:
    courses.set_release(lesson=made.lesson, days=None)


def _resume(made, place) -> None:
    learning.resume(enrolment=place, reason="Is back", by="alice@example.com")


@in_okafor
@pytest.mark.parametrize(("change", "back"), [(_is_locked, _unlock), (_pauses, _resume)], ids=["locked", "paused"])
def test_what_could_not_be_told_is_told_on_the_next_morning_if_it_can_then(change, back) -> None:
    made, place = asked()
    asked(place, TOMORROW + HOUR, "Paint a vase")
    actions.look_for_due(now=MORNING)
    change(made, place)
    rounds(MORNING)
    before = subjects()
    back(made, place)

    rounds(MORNING + HOUR)
    same_day = subjects()
    rounds(MORNING + DAY)

    locked_alone = change is _is_locked
    assert before == same_day == (["Paint a vase is due tomorrow"] if locked_alone else [])
    assert subjects()[len(before) :] == ["Paint a jug is due today" if locked_alone else "2 things are due today"]


@in_okafor
def test_nothing_is_due_where_work_or_a_quiz_became_a_lesson_to_read() -> None:
    made, place = asked()
    held = quiz(of=place.course)
    assessments.set_rules(quiz=held, rules=assessments.Rules(pass_mark=50, due_at=TOMORROW))
    before = [each.title for each in dates(place.person, MORNING, TOMORROW + DAY)]

    for one in (made, held):
        courses.update_lesson(lesson=one.lesson, kind="text")
    rounds(MORNING)

    assert sorted(before) == ["Budget or bluff?", "Paint a jug"]
    assert (dates(place.person, MORNING, TOMORROW + DAY), subjects(), DateWish.objects.count()) == ([], [], 0)


@in_okafor
def test_a_cohorts_date_of_what_became_a_lesson_to_read_is_told_once() -> None:
    made, place = asked(due_at=None)
    learning.set_deadline(cohort=cohort(place), lesson=made.lesson, due_at=TOMORROW)
    courses.update_lesson(lesson=made.lesson, kind="text")

    rounds(MORNING)

    assert subjects() == ["Paint a jug is due tomorrow"]


@in_okafor
def test_what_two_apps_say_of_one_lesson_is_told_once(monkeypatch) -> None:
    asked()
    monkeypatch.setattr("tenant_apps.place.agenda.learning.upcoming", agenda_of_assessments.upcoming)

    rounds(MORNING)

    assert subjects() == ["Paint a jug is due tomorrow"]


@in_okafor
def test_what_was_told_is_forgotten_a_week_after_its_moment(django_assert_max_num_queries) -> None:
    asked()
    rounds(MORNING)

    found = []
    for at in (TOMORROW + 7 * DAY, TOMORROW + 7 * DAY + HOUR):
        with django_assert_max_num_queries(8):
            actions.forget_stale(now=at)
        found.append(DateNotice.objects.count())

    assert found == [1, 0]


@in_okafor
def test_a_quiz_without_another_attempt_is_not_due() -> None:
    rules = assessments.Rules(pass_mark=100, due_at=TOMORROW, attempts_allowed=1)
    made = assessments.set_rules(quiz=quiz(1), rules=rules)
    carol = enrolment(made.lesson.course)
    enrolment(made.lesson.course, person("dan@example.com", "Dan"))
    attempt = assessments.start_attempt(quiz=made, enrolment=carol)
    question = made.questions.get()
    assessments.answer_question(attempt=attempt, question=question, said=[key(question, WRONG)])

    rounds(MORNING)

    assert [letter.to for letter in SentEmail.objects.filter(purpose="due")] == [["dan@example.com"]]


@in_okafor
def test_each_is_told_on_their_own_morning() -> None:
    made, _carol = asked()
    enrolment(made.lesson.course, person("dan@example.com", "Dan", "America/New_York"))
    enrolment(made.lesson.course, person("eve@example.com", "Eve", "Nowhere/Known"))
    at_home = morning_after(MORNING, 0, zone_of(None))
    found = {}

    for hour in range(24):
        at = MORNING.replace(hour=0, minute=0) + hour * HOUR
        before = SentEmail.objects.count()
        rounds(at)
        for (to,) in SentEmail.objects.order_by("pk").values_list("to__0")[before:]:
            found[to] = at

    assert found == {
        "carol@example.com": datetime(2026, 11, 18, 8, tzinfo=UTC),
        "dan@example.com": datetime(2026, 11, 18, 14, tzinfo=UTC),
        "eve@example.com": at_home,
    }


@in_okafor
def test_a_notice_nobody_got_to_in_time_is_made_anew_the_next_morning() -> None:
    asked()
    actions.look_for_due(now=MORNING)

    rounds(MORNING + 4 * HOUR)
    late = subjects()
    rounds(MORNING + DAY)

    assert (late, subjects()) == ([], ["Paint a jug is due today"])


@in_okafor
def test_a_morning_costs_as_many_queries_for_one_as_for_twenty(django_assert_max_num_queries) -> None:
    made, _place = asked()
    assignment(made.lesson.course, due_days=3)

    for count in (1, 20):
        for number in range(count):
            enrolment(made.lesson.course, person(f"p{count}-{number}@example.com", "Pat"), at=MORNING - 2 * DAY)
        with django_assert_max_num_queries(30):
            actions.look_for_due(now=MORNING)

    assert DateNotice.objects.values("person").distinct().count() == 22
    assert DateWish.objects.filter(looked_on=MORNING.date()).count() == 22


@in_okafor
def test_where_nothing_is_dated_nobody_is_looked_at(django_assert_num_queries) -> None:
    enrolment(course())

    with django_assert_num_queries(4):
        actions.look_for_due(now=MORNING)

    assert DateWish.objects.count() == 0


def test_one_click_of_the_mail_program_stops_these_letters_alone(okafor, client_for) -> None:
    with enter(okafor):
        _made, place = asked()
        url = f"/learn/my/due/{sign(DUE, str(place.person.key))}/"

    looked = client_for(okafor).get(url)
    with enter(okafor):
        assert DateWish.objects.count() == 0
    client_for(okafor).post(url, {"List-Unsubscribe": "One-Click"})

    with enter(okafor):
        rounds(MORNING)
        wish = DateWish.objects.get()
        assert (looked.status_code, subjects()) == (200, [])
        assert (wish.due_stopped_at is None, wish.live_stopped_at) == (False, None)


def test_an_address_for_one_kind_stops_no_other(okafor, client_for) -> None:
    with enter(okafor):
        token = sign(DUE, str(asked()[1].person.key))

    assert client_for(okafor).post(f"/learn/my/live/{token}/").status_code == 404


def test_the_settings_show_what_was_stopped(carol, okafor) -> None:
    with enter(okafor):
        actions.set_dates(person=carol.person, live=False)

    shown = carol.client.get("/learn/my/wishes/").context["form"].initial
    carol.client.post("/learn/my/wishes/", {"hour": "18", "live": "on"})

    with enter(okafor):
        wish = DateWish.objects.get(person=carol.person)
        assert (shown["due"], shown["live"]) == (True, False)
        assert (wish.due_stopped_at is None, wish.live_stopped_at) == (False, None)


@in_okafor
def test_a_copy_writes_to_nobody(monkeypatch) -> None:
    _made, place = asked()
    actions.look_for_due(now=MORNING)
    monkeypatch.setattr("tenant_apps.place.actions.telling.require_tenant", lambda: SimpleNamespace(safe_mode=True))

    assert actions.send_dates(person_id=place.person.pk, now=MORNING) is False
    assert subjects() == []
