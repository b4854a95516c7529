"""Who is at risk, and a word to them."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from marque.kit import clock
from marque.kit.facts.sweep import deliver_pending
from marque.kit.mail.models import SentEmail
from marque.kit.tenancy.context import enter
from tenant_apps.analytics import actions, signs
from tenant_apps.analytics.models import Reason, Risk, RiskLetter
from tenant_apps.assessments import actions as assessments
from tenant_apps.learning import actions as learning
from tenant_apps.learning.models import Enrolment
from tenant_apps.sequences import actions as sequences
from tests.tenant_apps.analytics.factories import does, learner, taught
from tests.tenant_apps.assessments.factories import WRONG, key, quiz
from tests.tenant_apps.courses.factories import creator, lesson, module
from tests.tenant_apps.learning.factories import START, signed_in

ENDS = date(2026, 11, 19)


def after(days: int):
    return START + timedelta(days=days)


def reasons(place: Enrolment, days: int) -> list[str]:
    place = Enrolment.objects.get(pk=place.pk)
    return list(signs.reasons_of([place], after(days)).get(place.pk, {}))


def test_who_never_began_is_at_risk_after_a_week(in_okafor) -> None:
    place = learner(taught()[0])

    assert (reasons(place, 6), reasons(place, 7)) == ([], [Reason.NOT_BEGUN])


def test_quiet_is_three_times_their_own_gap(in_okafor) -> None:
    made, lessons = taught(lessons=5)
    place = learner(made)
    for number, day in enumerate((0, 4, 8, 12)):  # every four days: quiet after twelve
        does(place, finished=[lessons[number]], after=day)

    assert (reasons(place, 24), reasons(place, 25)) == ([], [Reason.QUIET])


def test_who_waits_for_a_lesson_or_is_paused_is_not_at_risk(in_okafor) -> None:
    made, _lessons = taught(lessons=0)
    lesson(module(made), "Later", opens_after_days=90)
    waiting, paused = learner(made, "ann"), learner(taught("Other")[0], "bea")
    learning.pause(enrolment=paused, reason="Ill", by="alice@example.com")

    assert reasons(waiting, 60) == reasons(paused, 60) == []


def test_who_waits_for_another_course_is_not_at_risk_until_a_week_after_it_opened(in_okafor) -> None:
    first, (only,) = taught("First", lessons=1)
    second, _lessons = taught("Second")
    place = learner(second)
    before = learner(first)
    learning.await_courses(enrolment=place, courses=[first], source="test", now=START)
    shut = reasons(place, 60)

    does(before, finished=[only], after=60)

    assert (shut, reasons(place, 66), reasons(place, 67)) == ([], [], [Reason.NOT_BEGUN])


def test_who_opened_something_and_waits_for_another_course_is_not_written_to(desk, okafor) -> None:
    with enter(okafor):
        first, (only,) = taught("First", lessons=1)
        learner(first, "ann")
        does(desk.ann, finished=[], opened=[desk.course.lessons.earliest("pk")])
        learning.await_courses(enrolment=desk.ann, courses=[first], source="test", now=after(9))
        while actions.look_at_some(now=after(60)):
            pass
        picks = Risk.objects.filter(course=desk.course, ended_at=None)

        assert [risk.enrolment for risk in picks] == [desk.bea]


def test_stuck_is_who_came_back_and_did_not_finish(in_okafor) -> None:
    made, (one, two, _three) = taught()
    place = learner(made)
    does(place, finished=[one], opened=[two])
    does(place, finished=[], opened=[two], after=6)

    assert (reasons(place, 7), reasons(place, 8)) == ([], [Reason.STUCK])


def test_failing_is_two_attempts_without_a_pass(in_okafor) -> None:
    made = quiz()
    place = learner(made.lesson.course)
    for _time in "12":
        attempt = assessments.start_attempt(quiz=made, enrolment=place, now=after(1))
        for question in made.questions.all():
            said = [key(question, WRONG)]
            assessments.answer_question(attempt=attempt, question=question, said=said, now=after(1))

    assert reasons(place, 2) == [Reason.FAILING]

    lesson(module(made.lesson.course), "One more")
    assessments.set_grade(enrolment=place, lesson=made.lesson, score=90, reason="Said aloud.", by=None, now=after(1))

    assert reasons(place, 2) == []


def test_late_is_past_the_last_day_of_the_cohort(in_okafor) -> None:
    made, lessons = taught()
    place = learner(made)
    with clock.fixed(START):
        cohort = learning.save_cohort(
            course=made, name="Autumn", starts_on=date(2026, 11, 17), ends_on=date(2026, 11, 19)
        )
        learning.place(cohort=cohort, enrolment=place)
    does(place, finished=lessons[:1], after=2)

    assert (reasons(place, 3), reasons(place, 4)) == ([], [Reason.LATE])


def test_a_round_looks_at_everybody_once_a_day(in_okafor) -> None:
    made, _lessons = taught()
    for name in ("ann", "bea"):
        learner(made, name)

    assert [actions.look_at_some(now=after(8)) for _time in "123"] == [2, 0, 0]
    assert actions.look_at_some(now=after(9)) == 2
    assert Risk.objects.filter(ended_at=None).count() == 2


def test_an_occasion_ends_when_they_go_on_and_the_next_is_another(in_okafor) -> None:
    made, lessons = taught()
    place = learner(made)
    while actions.look_at_some(now=after(8)):
        pass
    does(place, finished=lessons[:1], after=9)
    with clock.fixed(after(9)):
        deliver_pending()

    assert Risk.objects.get().ended_at == after(9)
    while actions.look_at_some(now=after(60)):
        pass
    assert Risk.objects.filter(ended_at=None).count() == 1


@pytest.fixture
def desk(client_for, okafor) -> SimpleNamespace:
    """Alice at a course with two learners at risk."""
    client = creator(client_for, okafor)
    with enter(okafor):
        made, lessons = taught()
        ann, bea = learner(made, "ann"), learner(made, "bea")
        while actions.look_at_some(now=after(8)):
            pass
    return SimpleNamespace(
        client=client, course=made, ann=ann, bea=bea, root=f"/studio/courses/{made.key}/analytics/at-risk/"
    )


def send(desk, **more) -> None:
    picks = [str(risk.key) for risk in Risk.objects.order_by("pk")]
    words = {"subject": "Hi {first_name}", "body": "{course}?", "step": "send", "pick": picks}
    assert desk.client.post(f"{desk.root}letter/", words | more).status_code == 302


def test_list_says_why_and_filters(desk, okafor) -> None:
    page = desk.client.get(desk.root).content.decode()

    assert page.count("opened no lesson") >= 2
    assert "ann@example.com" not in desk.client.get(f"{desk.root}?reason=failing").content.decode()


def test_list_is_for_the_team(desk, client_for, okafor, other) -> None:
    stranger = creator(client_for, other, email="charlie@example.com")
    person = signed_in(client_for, okafor)

    assert stranger.get(desk.root).status_code == 404
    assert person.get(desk.root).status_code != 200


def test_letter_is_shown_before_it_is_sent(desk, okafor) -> None:
    with enter(okafor):
        words = {"pick": str(Risk.objects.earliest("pk").key)}
    page = desk.client.post(f"{desk.root}letter/", words).content.decode()

    assert "Answers go to alice@example.com" in page
    with enter(okafor):
        assert not SentEmail.objects.filter(purpose="at_risk").exists()


def test_letter_goes_once_to_each_with_the_creator_to_answer(desk, okafor) -> None:
    with enter(okafor):
        send(desk)
        send(desk)

        found = SentEmail.objects.filter(purpose="at_risk").order_by("subject")
        assert list(found.values_list("subject", "reply_to")) == [
            ("Hi Ann", "alice@example.com"),
            ("Hi Bea", "alice@example.com"),
        ]
        assert RiskLetter.objects.filter(by="alice@example.com").count() == 2


def test_letter_leaves_out_who_wants_none(desk, okafor) -> None:
    with enter(okafor):
        sequences.opt_out(person=desk.ann.person)
        send(desk)

        assert SentEmail.objects.get(purpose="at_risk").to == ["bea@example.com"]


def test_letter_says_of_whom_it_left_out_why(desk, okafor) -> None:
    with enter(okafor):
        ann, bea = Risk.objects.order_by("pk")
        words = {"subject": "Hi", "body": "There?", "step": "send", "pick": [str(ann.key), str(bea.key)]}
        Risk.objects.filter(pk=ann.pk).update(ended_at=after(9))

    said = [desk.client.post(f"{desk.root}letter/", words, follow=True).text for _time in "12"]

    assert "Written to 1 learner. 1 is no longer at risk." in said[0]
    assert "Written to 0 learners. 1 had a letter already. 1 is no longer at risk." in said[1]


def test_letter_without_words_is_refused(desk, okafor) -> None:
    with enter(okafor):
        words = {"pick": str(Risk.objects.earliest("pk").key), "subject": "", "body": "", "step": "send"}

    assert desk.client.post(f"{desk.root}letter/", words).status_code == 422


def test_hush_needs_a_reason_and_hides(desk, okafor) -> None:
    with enter(okafor):
        risk = Risk.objects.get(enrolment=desk.ann)
    desk.client.post(f"{desk.root}{risk.key}/hush/", {"days": "7", "reason": ""})
    with enter(okafor):
        assert Risk.objects.get(pk=risk.pk).hushed_until is None

    desk.client.post(f"{desk.root}{risk.key}/hush/", {"days": "7", "reason": "On holiday"})

    assert "ann@example.com" not in desk.client.get(desk.root).content.decode()
    assert "On holiday" in desk.client.get(f"{desk.root}?shown=hushed").content.decode()


def test_learners_page_shows_the_risk(desk, okafor) -> None:
    page = f"/studio/courses/{desk.course.key}/learners/{desk.ann.key}/"

    assert "opened no lesson" in desk.client.get(page).content.decode()
