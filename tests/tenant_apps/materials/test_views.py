from datetime import timedelta

import pytest
from django.test import Client

from marque.kit import clock
from marque.kit.tenancy.context import CurrentTenant, enter
from tenant_apps.courses.models import Lesson
from tenant_apps.learning.models import LessonProgress
from tenant_apps.materials import actions
from tenant_apps.materials.models import Embed, HotSpot, LessonSession, Reply, Survey, SurveyResponse
from tests.tenant_apps.courses.factories import creator
from tests.tenant_apps.learning.factories import START, signed_in
from tests.tenant_apps.materials.factories import a_lesson, learner
from themes.actions import update_brand

KINDS = ("hotspots", "project", "code", "embed", "survey", "live", "discussion", "audio", "slides", "pdf")


@pytest.fixture
def carol(client_for, okafor: CurrentTenant):
    """Carol in a course with one lesson of a kind: her browser, the lesson, where it is."""
    client = signed_in(client_for, okafor)

    def enrol(kind: str) -> tuple[Client, Lesson, str]:
        with enter(okafor):
            found = a_lesson(kind)
            learner(found)
        return client, found, f"/learn/{found.course.slug}/{found.slug}/"

    return enrol


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_lesson_of_each_kind_shows(kind: str, carol) -> None:
    client, _lesson, url = carol(kind)

    assert client.get(url).status_code == 200


def test_embed_loads_nothing_from_elsewhere_before_it_is_asked_for(carol, okafor) -> None:
    client, lesson, url = carol("embed")
    with enter(okafor):
        Embed.objects.create(
            lesson=lesson,
            address="https://youtu.be/a",
            provider="YouTube",
            frame="https://www.youtube-nocookie.com/embed/a",
        )

    page = client.get(url)

    assert "frame-src https://www.youtube-nocookie.com" in page["Content-Security-Policy"]
    assert "<iframe" not in page.content.decode()


@pytest.mark.parametrize(
    ("later", "shown"),
    [(-16, False), (-15, True), (59, True), (60, False)],
)
def test_live_link_shows_in_its_window_alone(later: int, shown: bool, carol, okafor) -> None:
    client, lesson, url = carol("live")
    begins = START + timedelta(days=3)
    with enter(okafor):
        actions.set_session(lesson=lesson, starts_at=begins, minutes=60, link="https://meet.example/abc")

    with clock.fixed(begins + timedelta(minutes=later)):
        page = client.get(url).content.decode()

    assert ("https://meet.example/abc" in page) is shown


def test_ics_says_when_and_not_where(carol, okafor) -> None:
    client, lesson, url = carol("live")
    with enter(okafor):
        actions.set_session(lesson=lesson, starts_at=START, minutes=60, link="https://meet.example/abc")
        actions.set_session(
            lesson=lesson, starts_at=START + timedelta(hours=1), minutes=60, link="https://meet.example/abc"
        )

    said = client.get(f"{url}session.ics").content.decode()

    assert "DTSTART:20261116T163000Z" in said and "SEQUENCE:1" in said
    assert "meet.example" not in said


def test_steps_are_ticked_by_post(carol, okafor) -> None:
    client, lesson, url = carol("project")
    with enter(okafor):
        actions.set_steps(lesson=lesson, rows=[{"title": "Throw"}])
        step = lesson.steps.get()

    answer = client.post(f"{url}steps/{step.key}/", {"done": "1"})

    assert (answer.status_code, answer.url) == (302, f"{url}#step-{step.key}")
    with enter(okafor):
        assert LessonProgress.objects.get().completed_at


def test_reply_of_another_lesson_cannot_be_answered(carol, okafor) -> None:
    client, lesson, url = carol("discussion")
    with enter(okafor):
        elsewhere = a_lesson("discussion")
        other = actions.say(lesson=elsewhere, person=learner(elsewhere, "ana").person, text="Elsewhere")

    client.post(f"{url}replies/", {"text": "Hello", "answers": str(other.key)})

    with enter(okafor):
        assert not Reply.objects.filter(lesson=lesson).exists()


def test_hidden_words_are_gone_from_the_page(carol, okafor) -> None:
    client, lesson, url = carol("discussion")
    client.post(f"{url}replies/", {"text": "<b>Rude</b> words"})
    before = client.get(url).content.decode()
    with enter(okafor):
        actions.hide_reply(reply=Reply.objects.get(), by="alice@example.com")

    assert "&lt;b&gt;Rude&lt;/b&gt;" in before
    assert "Rude" not in client.get(url).content.decode()


@pytest.mark.parametrize("path", ["steps/00000000-0000-0000-0000-000000000001/", "answers/", "replies/", "letters/"])
def test_a_stranger_gets_nowhere(path: str, carol, client_for, okafor) -> None:
    _client, _lesson, url = carol("project")

    answer = signed_in(client_for, okafor, "sam@example.com").post(url + path)

    assert answer.status_code == 404


def studio(lesson: Lesson, page: str) -> str:
    return f"/studio/courses/{lesson.course.key}/lessons/{lesson.key}/{page}/"


def rows(*filled: dict[str, str], prefix: str = "rows") -> dict[str, str]:
    sent = {f"{prefix}-TOTAL_FORMS": str(len(filled)), f"{prefix}-INITIAL_FORMS": "0"}
    return sent | {f"{prefix}-{at}-{name}": value for at, row in enumerate(filled) for name, value in row.items()}


def test_studio_writes_rows_in_the_order_of_their_numbers(client_for, okafor) -> None:
    alice = creator(client_for, okafor)
    with enter(okafor):
        lesson = a_lesson("hotspots")
    foot = {"title": "Foot", "x": "1", "y": "2", "ORDER": "2"}
    rim = {"title": "Rim", "x": "3", "y": "4", "ORDER": "1"}

    answer = alice.post(studio(lesson, "hotspots"), rows(foot, rim))

    assert answer.status_code == 302
    with enter(okafor):
        assert list(HotSpot.objects.values_list("title", "position")) == [("Rim", 1), ("Foot", 2)]


def test_studio_refuses_a_spot_outside_the_picture(client_for, okafor) -> None:
    alice = creator(client_for, okafor)
    with enter(okafor):
        lesson = a_lesson("hotspots")

    answer = alice.post(studio(lesson, "hotspots"), rows({"title": "Foot", "x": "1001", "y": "2"}))

    assert answer.status_code == 422
    with enter(okafor):
        assert not HotSpot.objects.exists()


def a_survey(lesson: Lesson) -> tuple[Survey, dict[str, str]]:
    """A survey of three questions, and what a learner sends who forgot the first."""
    made = actions.make_survey(lesson=lesson)
    asked = [
        {"title": "Which glazes?", "asked": "many", "options": ["Ash", "Tin"], "is_required": True},
        {"title": "How was it?", "asked": "scale", "options": [], "is_required": False},
        {"title": "What else?", "asked": "words", "options": [], "is_required": False},
    ]
    actions.set_survey(survey=made, rows=asked, is_anonymous=True)
    _glazes, scale, words = made.questions.all()
    return made, {"promised": "anonymous", str(scale.key): "4", str(words.key): "An afternoon <of> writing"}


def test_a_survey_that_is_refused_is_shown_as_it_was_sent(carol, okafor) -> None:
    client, lesson, url = carol("survey")
    with enter(okafor):
        survey, said = a_survey(lesson)
        glazes = survey.questions.first().key

    page = client.post(f"{url}answers/", said)

    assert page.status_code == 422
    assert "An afternoon &lt;of&gt; writing</textarea>" in page.text
    assert 'value="4" checked' in page.text and page.text.count(" checked") == 1
    assert f'aria-describedby="{glazes}-error"' in page.text and "Please answer “Which glazes?”." in page.text
    with enter(okafor):
        assert not SurveyResponse.objects.exists()
    client.post(f"{url}answers/", said | {str(glazes): ["0", "1"]})
    with enter(okafor):
        assert SurveyResponse.objects.get().answers.count() == 4


def test_a_survey_whose_promise_changed_keeps_the_words_and_says_what_holds(carol, okafor) -> None:
    client, lesson, url = carol("survey")
    with enter(okafor):
        _survey, said = a_survey(lesson)

    page = client.post(f"{url}answers/", said | {"promised": "named"})

    assert (page.status_code, "was changed while you answered" in page.text) == (422, True)
    assert "writing</textarea>" in page.text and 'value="anonymous"' in page.text


def test_studio_takes_a_survey_and_gives_its_answers_as_csv(client_for, okafor) -> None:
    alice = creator(client_for, okafor)
    with enter(okafor):
        lesson = a_lesson("survey")
    asked = {"title": "Which glaze?", "asked": "one", "options": "Ash\nTin"}
    alice.post(studio(lesson, "survey"), rows(asked))
    with enter(okafor):
        survey = Survey.objects.get()
        chosen = {str(survey.questions.get().key): ["1"]}
        actions.answer_survey(survey=survey, enrolment=learner(lesson), answers=chosen, as_anonymous=False)

    sheet = alice.get(studio(lesson, "survey/export")).content.decode()

    assert "carol@example.com" in sheet and "Tin" in sheet
    assert "Tin" in alice.get(studio(lesson, "survey")).content.decode()


def test_studio_reads_the_time_of_a_session_as_the_businesss_own(client_for, okafor) -> None:
    alice = creator(client_for, okafor)
    with enter(okafor):
        lesson = a_lesson("live")
        update_brand(time_zone="Europe/Copenhagen")

    alice.post(studio(lesson, "live"), {"starts_at": "2026-12-01T18:00", "minutes": "60", "link": ""})

    with enter(okafor):
        assert LessonSession.objects.get().starts_at.isoformat() == "2026-12-01T17:00:00+00:00"


@pytest.mark.parametrize("page", ["hotspots", "project", "code", "embed", "survey", "live", "discussion"])
def test_studio_shows_each_page_to_the_owner_alone(page: str, client_for, okafor) -> None:
    alice = creator(client_for, okafor)
    carol = signed_in(client_for, okafor)
    with enter(okafor):
        lesson = a_lesson(page)

    assert alice.get(studio(lesson, page)).status_code == 200
    assert carol.get(studio(lesson, page)).status_code != 200
    assert client_for(okafor).get(studio(lesson, page)).status_code == 302


def test_studio_lets_the_team_answer(client_for, okafor) -> None:
    alice = creator(client_for, okafor)
    with enter(okafor):
        lesson = a_lesson("discussion")
        asked = actions.say(lesson=lesson, person=learner(lesson).person, text="Which clay?")

    alice.post(studio(lesson, "discussion"), {"text": "Stoneware.", "answers": str(asked.key)})

    with enter(okafor):
        said = Reply.objects.get(answers=asked)
        assert (said.text, said.is_by_team, said.person.email) == ("Stoneware.", True, "alice@example.com")
