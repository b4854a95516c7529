"""Quizzes and assignments until a moment: their own, a cohort's, one learner's."""

from datetime import date, timedelta

import pytest

from marque.kit import clock
from tenant_apps.assessments import actions, agenda, queries
from tenant_apps.assessments.deadlines import due_for
from tenant_apps.learning import actions as learning
from tests.tenant_apps.assessments.assigned import assignment, draft, handed_in
from tests.tenant_apps.assessments.factories import RIGHT, key, quiz
from tests.tenant_apps.courses.factories import course
from tests.tenant_apps.learning.factories import START, enrolment, person

pytestmark = pytest.mark.usefixtures("in_okafor")
SOON, HOUR = START + timedelta(days=3), timedelta(hours=1)


@pytest.fixture(autouse=True)
def _started():
    with clock.fixed(START):
        yield


def more_time(place, lesson, until):
    return learning.extend(enrolment=place, lesson=lesson, until=until, reason="Fever", by="alice@example.com")


def in_cohort(place, lesson, due_at):
    group = learning.save_cohort(course=place.course, name="December", starts_on=date(2026, 12, 1))
    learning.place(cohort=group, enrolment=place)
    learning.set_deadline(cohort=group, lesson=lesson, due_at=due_at)
    return group


def until(moment, **rules):
    return actions.set_rules(quiz=quiz(), rules=actions.Rules(pass_mark=50, due_at=moment, **rules))


def test_a_quiz_is_not_begun_after_its_moment() -> None:
    made = until(SOON)
    place = enrolment(made.lesson.course)

    with pytest.raises(actions.QuizOver):
        actions.start_attempt(quiz=made, enrolment=place, now=SOON)

    more_time(place, made.lesson, SOON + HOUR)
    assert actions.start_attempt(quiz=made, enrolment=place, now=SOON).due_at == SOON + HOUR


def test_an_attempt_ends_at_the_first_of_its_minutes_and_the_last_moment() -> None:
    made = until(SOON, minutes_allowed=30)
    place = enrolment(made.lesson.course)

    attempt = actions.start_attempt(quiz=made, enrolment=place, now=SOON - timedelta(minutes=10))

    assert attempt.due_at == SOON


def test_more_time_reaches_an_attempt_that_is_open_but_not_beyond_its_minutes(deliver_facts) -> None:
    made = until(SOON, minutes_allowed=30)
    place = enrolment(made.lesson.course)
    begun = SOON - timedelta(minutes=10)
    attempt = actions.start_attempt(quiz=made, enrolment=place, now=begun)

    more_time(place, made.lesson, SOON + HOUR)
    deliver_facts()
    attempt.refresh_from_db()

    assert attempt.due_at == begun + timedelta(minutes=30)


def test_another_last_moment_closes_what_is_open_without_breaking_it(deliver_facts) -> None:
    made = until(None)
    place = enrolment(made.lesson.course)
    attempt = actions.start_attempt(quiz=made, enrolment=place, now=START)

    in_cohort(place, made.lesson, START - HOUR)
    deliver_facts()
    with pytest.raises(actions.TimeIsUp):
        actions.answer_question(
            attempt=attempt, question=made.questions.first(), said=[key(made.questions.first())], now=START + HOUR
        )
    attempt.refresh_from_db()

    assert (attempt.is_open, attempt.score) == (False, 0)


def test_open_attempts_follow_a_learner_into_cohorts_and_out(deliver_facts) -> None:
    made = until(SOON)
    place, stays = (enrolment(made.lesson.course, person(f"{name}@example.com")) for name in ("ana", "bea"))
    early, later = (
        learning.save_cohort(course=place.course, name=name, starts_on=date(2026, 12, 1)) for name in ("May", "June")
    )
    learning.set_deadline(cohort=early, lesson=made.lesson, due_at=SOON - HOUR)
    learning.set_deadline(cohort=later, lesson=made.lesson, due_at=SOON + HOUR)
    attempt, other = (actions.start_attempt(quiz=made, enrolment=each, now=START) for each in (place, stays))
    found = []

    for move in (early, later, None):
        if move is None:
            learning.leave_cohort(enrolment=place)
        else:
            learning.place(cohort=move, enrolment=place)
        deliver_facts()
        attempt.refresh_from_db()
        found.append(attempt.due_at)

    other.refresh_from_db()
    assert (found, other.due_at) == ([SOON - HOUR, SOON + HOUR, SOON], SOON)


def test_a_cohorts_date_and_more_time_go_before_the_assignments_own() -> None:
    made = assignment(due_at=SOON, late="refuse")
    place = enrolment(made.lesson.course)
    in_cohort(place, made.lesson, START + HOUR)
    by_cohort = due_for(made, place, START)

    more_time(place, made.lesson, START + 2 * HOUR)

    assert (by_cohort, due_for(made, place, START)) == (START + HOUR, START + 2 * HOUR)
    assert handed_in(made, place, now=START + 2 * HOUR).late_days == 0
    with pytest.raises(actions.TooLate):
        draft(made, enrolment(made.lesson.course, person("bea@example.com", "Bea")), now=SOON + HOUR)


def test_what_is_due_is_ahead_until_it_is_done() -> None:
    of = course()
    made, asked = assignment(of, due_days=2), quiz(1, of=of)
    actions.set_rules(quiz=asked, rules=actions.Rules(pass_mark=50, due_at=SOON))
    place = enrolment(of)
    week = (START, START + timedelta(days=7))
    before = [(each.kind, each.title) for each in agenda.upcoming(place.person, *week)]

    handed_in(made, place)
    attempt = actions.start_attempt(quiz=asked, enrolment=place)
    actions.answer_question(attempt=attempt, question=asked.questions.get(), said=[key(asked.questions.get())])

    assert sorted(before) == [("assignment", "Paint a jug"), ("quiz", "Budget or bluff?")]
    assert agenda.upcoming(place.person, *week) == []


def test_a_question_rewritten_later_rewrites_no_attempt_that_is_over() -> None:
    made = quiz(1)
    asked = made.questions.get()
    attempt = actions.start_attempt(quiz=made, enrolment=enrolment(made.lesson.course))
    attempt = actions.answer_question(attempt=attempt, question=asked, said=[key(asked)])

    actions.write_question(quiz=made, question=asked, text="Another?", choices=[("No", False), ("Yes", True)])
    (mark,) = queries.marks(attempt)
    actions.delete_question(question=asked)
    (still,) = queries.marks(attempt)

    assert (mark.question.text, mark.share) == (still.question.text, still.share) == ("Question 1?", 100)
    assert [row.text for row in still.rows if row.right and row.said] == [RIGHT]
