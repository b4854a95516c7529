import json
import re
from uuid import uuid4

from marque.kit import clock
from marque.kit.tenancy.context import enter
from tenant_apps.courses import rules
from tenant_apps.courses.models import Lesson
from tenant_apps.learning import actions as learning
from tenant_apps.learning.models import Enrolment
from tenant_apps.place.who import COOKIE
from tests.tenant_apps.learning.factories import START, signed_in

LESSON, PLAN, DEVICE = "/learn/the-second-number/lesson-1/", "/learn/my/offline/the-second-number/", "/learn/my/device/"


def stays(carol, *lessons) -> dict[str, bool]:
    said = {"who": carol.who, "lessons": " ".join(str(lesson.key) for lesson in lessons)}
    return carol.client.post(DEVICE, said).json()["stays"]


def lock(okafor, lesson) -> None:
    with enter(okafor):
        Lesson.objects.filter(pk=lesson.pk).update(release=rules.written(rules.after_days(9)))


def test_pages_to_be_kept_name_their_person_and_so_does_the_cookie(carol) -> None:
    answers = [carol.client.get(path) for path in ("/learn/", "/learn/the-second-number/", LESSON)]

    assert [answer["X-Keep"] for answer in answers] == [carol.who] * 3
    assert carol.client.cookies[COOKIE].value == carol.who


def test_a_locked_lesson_is_not_to_be_kept(carol, okafor) -> None:
    lock(okafor, carol.later)

    with clock.fixed(START):
        answer = carol.client.get("/learn/the-second-number/lesson-2/")
        plan = carol.client.get(PLAN).json()["lessons"]

    assert (answer.status_code, answer.has_header("X-Keep")) == (403, False)
    assert [each["title"] for each in plan] == ["Lesson 1"]


def test_search_and_calendar_are_never_kept(carol) -> None:
    answers = [carol.client.get(path) for path in ("/learn/my/search/?q=a", "/learn/my/calendar/")]

    assert [answer.has_header("X-Keep") for answer in answers] == [False, False]


def test_signing_out_clears_the_device(carol) -> None:
    carol.client.get("/learn/")

    answer = carol.client.post("/accounts/logout/")

    assert answer["Clear-Site-Data"] == '"storage"'
    assert answer.cookies[COOKIE].value == ""


def test_a_session_that_ran_out_leaves_unsent_words_and_names_nobody(carol, okafor) -> None:
    carol.client.get("/learn/")
    with enter(okafor):
        carol.client.session.flush()

    answer = carol.client.get("/learn/")

    assert (answer.status_code, answer.has_header("Clear-Site-Data")) == (302, False)
    assert answer.cookies[COOKIE].value == ""


def test_somebody_else_is_another_word(carol, client_for, okafor) -> None:
    bob = signed_in(client_for, okafor, email="bob@example.com")

    answer = bob.get("/learn/")

    assert answer["X-Keep"] not in ("", carol.who)
    assert bob.post(DEVICE, {"who": carol.who, "lessons": str(carol.lesson.key)}).status_code == 409


def test_what_is_no_longer_owned_does_not_stay(carol, okafor) -> None:
    assert stays(carol, carol.lesson, carol.later) == {str(carol.lesson.key): True, str(carol.later.key): True}

    with enter(okafor):
        learning.end_enrolment(enrolment=Enrolment.objects.get(), by="test")

    assert stays(carol, carol.lesson) == {}


def test_what_was_locked_meanwhile_or_is_nobodys_does_not_stay(carol, okafor) -> None:
    lock(okafor, carol.later)

    with clock.fixed(START):
        answer = carol.client.post(
            DEVICE, {"who": carol.who, "lessons": f"{carol.later.key} {carol.lesson.key} {uuid4()}"}
        )

    assert answer.json()["stays"] == {str(carol.lesson.key): True}


def test_a_device_without_anybody_is_told_so(client_for, okafor) -> None:
    assert client_for(okafor).post(DEVICE, {"who": "x", "lessons": str(uuid4())}).status_code == 401


def test_nonsense_of_a_device_is_refused(carol) -> None:
    assert carol.client.post(DEVICE, {"who": carol.who, "lessons": "x"}).status_code == 400


def test_a_plan_is_for_those_in_the_course(carol, client_for, okafor) -> None:
    assert signed_in(client_for, okafor, email="bob@example.com").get(PLAN).status_code == 404


def test_the_worker_is_the_business_s_own(client_for, okafor, other) -> None:
    answers = [client_for(tenant).get("/learn/worker.js") for tenant in (okafor, other)]

    told = [json.loads(re.findall(r"self.PLACE = (.*);", answer.content.decode())[0]) for answer in answers]
    assert answers[0]["Content-Type"] == "text/javascript; charset=utf-8"
    assert "no-store" in answers[0]["Cache-Control"]
    assert (told[0]["version"] != told[1]["version"]) == (told[0]["shell"] != told[1]["shell"])
    assert told[0]["offline"] == "/learn/my/offline/"


def test_the_page_without_a_line_says_nothing_of_anybody(carol, client_for, okafor) -> None:
    answers = [client.get("/learn/my/offline/") for client in (carol.client, client_for(okafor))]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert b"Carol" not in answers[0].content and b"inline" not in answers[0].content


def test_continue_leads_to_the_lesson_that_waits(carol) -> None:
    assert carol.client.get("/learn/my/continue/")["Location"] == LESSON
