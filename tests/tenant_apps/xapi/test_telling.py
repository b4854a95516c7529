"""What learners do, as statements in a store, over real HTTP."""

from dataclasses import replace
from datetime import timedelta

import pytest

from marque.kit import clock
from marque.kit.http import tenant_url
from tenant_apps.analytics import actions as analytics
from tenant_apps.assessments import actions as assessments
from tenant_apps.courses.models import Lesson
from tenant_apps.learning import actions as learning
from tenant_apps.learning.models import LessonProgress
from tenant_apps.materials import actions as materials
from tenant_apps.media.actions import add_asset
from tenant_apps.media.models import Asset
from tenant_apps.webhooks import actions as webhooks
from tenant_apps.webhooks.models import WebhookDelivery
from tenant_apps.xapi import queries
from tenant_apps.xapi.statements import speaker
from tests.doubles.lrs.examples import a_statement
from tests.tenant_apps.assessments.assigned import assignment, handed_in
from tests.tenant_apps.assessments.factories import WRONG, key, quiz
from tests.tenant_apps.courses.factories import course, module, published
from tests.tenant_apps.courses.factories import lesson as a_lesson
from tests.tenant_apps.learning.block_films import a_film, blocks_of, opens, report, with_films
from tests.tenant_apps.learning.factories import START, enrolment
from tests.tenant_apps.materials.factories import a_lesson as scorm_lesson
from tests.tenant_apps.materials.packages import V12, jug
from tests.tenant_apps.programs import owner_of


@pytest.fixture
def send(store, deliver_facts):
    """Let what happened be counted, heard and sent."""

    def work() -> None:
        deliver_facts()
        analytics.count_due()
        deliver_facts()
        webhooks.work_off(endpoint_id=store.endpoint_id)

    return work


def test_a_course_is_told_from_its_beginning_to_its_end(lrs, send):
    place = enrolment(published(lessons=2), at=clock.now())
    for lesson in Lesson.objects.order_by("pk"):
        learning.complete_lesson(enrolment=place, lesson=lesson)
    send()

    assert sorted(lrs.verbs) == ["completed"] * 3 + ["initialized"] * 2 + ["progressed"] * 2 + ["registered"]
    (begun,) = lrs.of("registered")
    home = tenant_url("")
    assert begun["actor"] == {"objectType": "Agent", "account": {"homePage": home, "name": str(place.person.key)}}
    assert begun["object"]["id"] == f"{home}/xapi/courses/{place.course.key}"
    assert begun["context"]["registration"] == str(place.key)
    done = [each["result"]["extensions"][f"{home}/xapi/lessons-done"] for each in lrs.of("progressed")]
    assert (sorted(done), len(lrs.calls)) == ([1, 2], 1)
    assert place.person.email not in str(lrs.statements)


def test_a_quiz_is_told_answer_by_answer(lrs, send):
    made = quiz(questions=2, pass_mark=100)
    place = enrolment(made.lesson.course, at=clock.now())
    attempt = assessments.start_attempt(quiz=made, enrolment=place)
    first, second = made.questions.all()
    assessments.answer_question(attempt=attempt, question=first, said=[key(first)])
    assessments.answer_question(attempt=attempt, question=second, said=[key(second, WRONG)])
    send()

    (failed,) = lrs.of("failed")
    assert (failed["result"]["score"]["raw"], failed["result"]["success"]) == (50, False)
    assert sorted(each["result"]["success"] for each in lrs.of("answered")) == [False, True]
    assert {each["context"]["contextActivities"]["parent"][0]["id"] for each in lrs.of("answered")} == {
        failed["object"]["id"]
    }


def test_work_is_told_when_it_is_handed_in_and_when_it_is_passed(lrs, okafor, send):
    sent = handed_in(assignment(points=10))
    said = assessments.Answer("Good", 8, {})
    assessments.answer_submission(submission=sent, verdict="pass", answer=said, by=owner_of(okafor))
    send()

    (passed,) = lrs.of("passed")
    assert (passed["result"]["score"]["scaled"], len(lrs.of("submitted"))) == (0.8, 1)


def test_a_grade_by_hand_is_told_and_downloaded_under_one_id(lrs, okafor, send):
    made = quiz(pass_mark=50)
    place = enrolment(made.lesson.course, at=clock.now())
    by = owner_of(okafor)
    assessments.set_grade(enrolment=place, lesson=made.lesson, score=70, reason="Said aloud.", by=by)
    send()

    (scored,) = lrs.of("scored")
    since, until = clock.now() - timedelta(days=1), clock.now() + timedelta(days=1)
    history = queries.history(speaker(names_emails=False), place.course, since, until)
    assert (scored["result"]["score"]["raw"], "Said aloud." in str(scored)) == (70, False)
    assert scored["id"] in {str(each.message) for each in history}


def test_a_package_is_told_by_the_scores_that_were_better(lrs, send):
    package = materials.set_package(lesson=scorm_lesson("scorm"), asset=add_asset(file=jug(V12)))
    place = enrolment(package.lesson.course, at=clock.now())
    for raw in ("40", "80", "60"):
        said = {"cmi": {"core": {"lesson_status": "incomplete", "score": {"raw": raw}}}}
        materials.keep_run(package=package, enrolment=place, part="one", said=said)
    send()

    told = [(each["result"]["score"]["raw"], each["object"]["id"]) for each in lrs.of("scored")]
    thing = f"{tenant_url('')}/xapi/lessons/{package.lesson.key}"
    assert sorted(told) == [(40, thing), (80, thing)]
    since, until = clock.now() - timedelta(days=1), clock.now() + timedelta(days=1)
    history = queries.history(speaker(names_emails=False), place.course, since, until)
    assert {each["id"] for each in lrs.of("scored")} <= {str(each.message) for each in history}


def test_a_film_is_told_by_the_seconds_that_were_played(lrs, send):
    film = Asset.objects.create(title="F", kind="video", content_type="video/mp4", size=1, duration_seconds=100)
    lesson = a_lesson(module(course()), "Watch", kind="video", asset=film)
    place = enrolment(lesson.course, at=clock.now())
    progress = learning.open_lesson(enrolment=place, lesson=lesson)
    with clock.fixed(clock.now() + timedelta(minutes=2)):
        learning.record_played(progress_key=str(progress.key), spans=[(0, 10), (40, 60)], seconds=60)
    send()

    (paused,) = lrs.of("paused")
    told = {name.rpartition("/")[2]: value for name, value in paused["result"]["extensions"].items()}
    assert told == {"time": 60, "progress": 0.3, "played-segments": "0[.]10[,]40[.]60"}
    assert paused["context"]["contextActivities"]["category"][0]["id"] == "https://w3id.org/xapi/video"


def test_a_film_among_the_parts_of_a_page_is_told_as_a_thing_of_the_lesson(lrs, send):
    lesson = with_films()
    (row,) = opens(lesson)
    report(row, (0, 60), (120, 180), seconds=120)
    send()
    report(row, (60, 90), at=20, seconds=30)
    send()

    first, second = sorted(lrs.of("paused"), key=lambda each: each["timestamp"])
    shares = [
        {name.rpartition("/")[2]: value for name, value in each["result"]["extensions"].items()}["progress"]
        for each in (first, second)
    ]
    parents = [each["id"].rpartition("/xapi/")[2] for each in first["context"]["contextActivities"]["parent"]]
    assert (shares, first["object"]["definition"]["name"]) == ([0.2, 0.25], {"en": "Film 1"})
    assert parents == [f"lessons/{lesson.key}", f"courses/{lesson.course.key}"]
    history = queries.history(speaker(names_emails=False), lesson.course, START, START + timedelta(days=1))
    assert second["id"] in {str(each.message) for each in history}


def test_what_was_played_of_a_film_that_was_replaced_is_told_of_neither(lrs, send):
    lesson = with_films()
    (row,) = opens(lesson)
    report(row, (0, 60), seconds=60)
    block = blocks_of(lesson)[0]
    block.asset = a_film("Another")
    block.save()
    send()

    assert lrs.of("paused") == []


def test_nothing_is_told_twice(lrs, store, send):
    place = enrolment(published(lessons=1), at=clock.now())
    learning.complete_lesson(enrolment=place, lesson=Lesson.objects.get())
    send()
    before = dict(lrs.statements)
    LessonProgress.objects.update(to_count=True, counted_state=0)
    webhooks.replay(delivery=WebhookDelivery.objects.filter(type="completed").first(), by="alice")
    send()

    assert (lrs.statements, WebhookDelivery.objects.count()) == (before, len(before))


def test_a_store_that_kept_and_said_it_failed_has_each_once(lrs, store, send):
    enrolment(published(), at=clock.now())
    lrs.losing = 1
    send()
    with clock.fixed(clock.now() + timedelta(minutes=1)):
        webhooks.work_off(endpoint_id=store.endpoint_id)

    assert (lrs.verbs, len(lrs.calls)) == (["registered"], 2)
    assert WebhookDelivery.objects.get().state == "delivered"


def test_one_bad_statement_holds_up_no_other(lrs, store, send):
    told = [a_statement(number) for number in range(3)]
    told[1] = replace(told[1], body='{"id": "no"}')
    webhooks.keep(endpoints=[store.endpoint], told=told)
    send()

    rows = WebhookDelivery.objects.order_by("pk")
    assert [(each.status, each.attempts, each.state) for each in rows] == [
        (200, 2, "delivered"),
        (400, 2, "failed"),
        (200, 2, "delivered"),
    ]
    store.endpoint.refresh_from_db()
    assert (len(lrs.statements), store.endpoint.failures) == (2, 0)


def test_an_id_that_holds_something_else_is_given_up_and_says_so(lrs, store, send):
    enrolment(published(), at=clock.now())
    kept = dict(lrs.statements)
    send()
    (known,) = lrs.statements.values()
    known["verb"]["id"] = "http://example.com/other"
    webhooks.replay(delivery=WebhookDelivery.objects.get(), by="alice")
    send()

    told = WebhookDelivery.objects.get()
    assert (kept, told.status, told.state, told.attempts) == ({}, 409, "failed", 1)


def test_a_key_that_is_wrong_lets_the_store_rest(lrs, store, send):
    lrs.password = "another"
    enrolment(published(), at=clock.now())
    send()

    store.endpoint.refresh_from_db()
    told = WebhookDelivery.objects.get()
    assert (told.status, told.state, store.endpoint.failures, lrs.statements) == (401, "waiting", 1, {})


def test_a_hundred_statements_are_two_requests(lrs, store, send):
    webhooks.keep(endpoints=[store.endpoint], told=[a_statement(number) for number in range(100)])
    send()

    assert (len(lrs.calls), len(lrs.statements)) == (2, 100)


def test_a_business_without_a_store_tells_nobody(in_okafor, deliver_facts):
    enrolment(published())

    deliver_facts()

    assert not WebhookDelivery.objects.exists()
