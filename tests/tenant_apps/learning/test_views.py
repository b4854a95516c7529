from datetime import timedelta

import pytest
from django.test import Client

from marque.kit import clock
from marque.kit.tenancy.context import CurrentTenant, enter
from tenant_apps.courses import actions as courses
from tenant_apps.courses.models import Lesson
from tenant_apps.learning import actions
from tenant_apps.learning.models import Enrolment, LessonProgress
from tests.tenant_apps.courses.factories import course, lesson, module, published
from tests.tenant_apps.learning.factories import START, enrolment, person, signed_in
from tests.tenant_apps.selling import a_paid_order, an_offer

LESSON = "/learn/the-second-number/lesson-1/"


@pytest.fixture
def carol(client_for, okafor: CurrentTenant) -> Client:
    """Carol, signed in, with a place in a course of two lessons."""
    client = signed_in(client_for, okafor)
    with enter(okafor):
        enrolment(published(lessons=2))
    return client


@pytest.mark.parametrize("path", ["/learn/", "/learn/the-second-number/", LESSON])
def test_anonymous_is_sent_to_sign_in(path: str, client_for, okafor) -> None:
    with enter(okafor):
        published()

    response = client_for(okafor).get(path)

    assert (response.status_code, response.url.partition("?")[0]) == (302, "/accounts/login/")


@pytest.mark.parametrize("path", ["/learn/", "/learn/the-second-number/", LESSON])
def test_learner_gets_in(path: str, carol: Client) -> None:
    assert carol.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/learn/the-second-number/", LESSON])
def test_stranger_is_shown_the_way_to_the_course(path: str, client_for, okafor) -> None:
    with enter(okafor):
        published()

    response = signed_in(client_for, okafor).get(path)

    assert (response.status_code, "/courses/the-second-number/" in response.content.decode()) == (404, True)


def test_course_just_paid_for_is_opened_any_moment(client_for, okafor, deliver_facts) -> None:
    client = signed_in(client_for, okafor)
    with enter(okafor):
        sold = published()
        a_paid_order(an_offer(products=[sold.product]), email=person().email)

    waiting = client.get("/learn/the-second-number/")
    with enter(okafor):
        deliver_facts()

    assert (waiting.status_code, waiting["Refresh"]) == (200, "2")
    assert "Refresh" not in client.get("/learn/the-second-number/")


def test_ended_enrolment_closes_the_door(carol: Client, okafor) -> None:
    with enter(okafor):
        actions.end_enrolment(enrolment=Enrolment.objects.get())

    assert carol.get(LESSON).status_code == 404


@pytest.mark.parametrize("path", ["/learn/the-second-number/", LESSON])
def test_another_businesss_course_is_missing(path: str, client_for, okafor, other) -> None:
    with enter(other):
        enrolment(published(), person())

    assert signed_in(client_for, okafor).get(path).status_code == 404


def test_lesson_that_is_locked_says_when_it_opens(client_for, okafor) -> None:
    client = signed_in(client_for, okafor)
    with enter(okafor):
        made = course()
        lesson(module(made, opens_after_days=14), "Later")
        courses.publish_course(course=made)
        enrolment(made, person())

    with clock.fixed(START):
        response = client.get("/learn/the-second-number/later/")

    assert (response.status_code, "Mon 30 Nov, 09:00" in response.content.decode()) == (403, True)


def test_lesson_that_is_archived_is_missing(carol: Client, okafor) -> None:
    with enter(okafor):
        courses.archive_lesson(lesson=Lesson.objects.get(slug="lesson-1"))

    assert carol.get(LESSON).status_code == 404


def test_preview_is_open_to_anyone(client_for, okafor) -> None:
    with enter(okafor):
        made = course()
        lesson(module(made), "Open door", is_preview=True, body="<p>The first number is a question.</p>")
        courses.publish_course(course=made)

    response = client_for(okafor).get("/learn/the-second-number/open-door/")

    assert (response.status_code, "is a question" in response.content.decode()) == (200, True)


def test_preview_of_a_draft_is_closed(client_for, okafor) -> None:
    with enter(okafor):
        lesson(module(course()), "Open door", is_preview=True)

    assert client_for(okafor).get("/learn/the-second-number/open-door/").status_code == 302


def test_completion_leads_to_the_next_lesson(carol: Client) -> None:
    response = carol.post(f"{LESSON}completion/")

    assert (response.status_code, response.url) == (302, "/learn/the-second-number/lesson-2/")


def test_completion_of_the_last_leads_to_the_course(carol: Client) -> None:
    carol.post(f"{LESSON}completion/")

    response = carol.post("/learn/the-second-number/lesson-2/completion/")

    assert (response.url, "You finished this course" in carol.get(response.url).content.decode()) == (
        "/learn/the-second-number/",
        True,
    )


def test_completion_of_a_quiz_needs_passing(client_for, okafor) -> None:
    client = signed_in(client_for, okafor)
    with enter(okafor):
        made = course()
        lesson(module(made), "Quiz", kind="quiz")
        enrolment(made, person())

    client.post("/learn/the-second-number/quiz/completion/")

    with enter(okafor):
        assert LessonProgress.objects.filter(completed_at__isnull=False).count() == 0


def test_completion_by_get_is_not_allowed(carol: Client) -> None:
    assert carol.get(f"{LESSON}completion/").status_code == 405


def test_dashboard_without_courses_leads_to_the_catalogue(client_for, okafor) -> None:
    assert "No courses yet" in signed_in(client_for, okafor).get("/learn/").content.decode()


def test_dashboard_says_what_opens_this_week(client_for, okafor) -> None:
    client = signed_in(client_for, okafor)
    with enter(okafor):
        made = course()
        lesson(module(made, "Week two", opens_after_days=5))
        enrolment(made, person())

    with clock.fixed(START + timedelta(days=1)):
        page = client.get("/learn/").content.decode()

    assert ("Week two opens" in page, "Opens in 4 days" in page, "Sat 21 Nov, 09:00" in page) == (True, True, True)


@pytest.mark.parametrize(("hour", "hello"), [(5, "Good morning"), (11, "Good afternoon"), (20, "Good evening")])
def test_dashboard_greets_by_the_learners_clock(hour: int, hello: str, carol: Client, okafor) -> None:
    with enter(okafor):
        person()  # in Copenhagen, an hour ahead

    with clock.fixed(START.replace(hour=hour) + timedelta(days=1)):
        assert f"{hello}, Carol." in carol.get("/learn/").content.decode()


@pytest.mark.parametrize("places", [1, 3])
def test_dashboard_costs_the_same_for_one_and_three(places: int, client_for, okafor, django_assert_num_queries) -> None:
    client = signed_in(client_for, okafor)
    with enter(okafor):
        for number in range(places):
            enrolment(published(f"Course {number}"), person())
    client.get("/learn/")

    with django_assert_num_queries(10):
        client.get("/learn/")


@pytest.mark.parametrize("lessons", [1, 3])
def test_lesson_costs_the_same_for_one_and_three(lessons: int, client_for, okafor, django_assert_num_queries) -> None:
    client = signed_in(client_for, okafor)
    with enter(okafor):
        enrolment(published(lessons=lessons), person())
    client.get(LESSON)

    with django_assert_num_queries(15):
        client.get(LESSON)
