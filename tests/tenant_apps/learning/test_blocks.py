"""A lesson's page with its blocks, as a learner meets it."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from marque.kit.tenancy.context import enter
from tenant_apps.courses import actions as courses
from tenant_apps.courses.models import Lesson
from tenant_apps.learning.models import Enrolment
from tenant_apps.place.search import find
from tests.tenant_apps.courses.blocks import OWN, a_picture, a_sheet, code, embed, of_file, text
from tests.tenant_apps.courses.factories import creator
from tests.tenant_apps.learning.factories import START, signed_in
from tests.tenant_apps.materials.factories import a_lesson, learner
from tests.tenant_apps.media.films import a_film


def put(lesson: Lesson, *asked) -> None:
    courses.revise_lesson(lesson=Lesson.objects.get(pk=lesson.pk), blocks=list(asked))


def url(lesson: Lesson) -> str:
    return f"/learn/{lesson.course.slug}/{lesson.slug}/"


@pytest.fixture
def carol(client_for, okafor) -> Client:
    return signed_in(client_for, okafor)


def places(html: str, *words: str) -> list[int]:
    found = [html.find(word) for word in words]
    assert -1 not in found, dict(zip(words, found, strict=True))
    return found


def test_blocks_stand_around_the_lesson_in_their_order(carol, okafor) -> None:
    with enter(okafor):
        lesson = a_lesson("text", body="<p>Its own words.</p>")
        put(
            lesson,
            text("Look first."),
            of_file("image", a_picture(), "The jug"),
            OWN,
            code("weight = 1 < 2"),
            of_file("download", a_sheet(), "The sheet"),
        )
        learner(lesson)

    html = carol.get(url(lesson)).text

    at = places(
        html, "Look first.", '<figcaption class="small muted">The jug', "Its own words.", "clay.py", "The sheet"
    )
    assert at == sorted(at)
    assert "&lt;" in html and html.count("css/pages/materials") == 1


def test_a_film_lesson_with_something_before_it_shows_the_film_in_its_place(carol, okafor, tmp_path) -> None:
    with enter(okafor):
        film = a_film(tmp_path)
        lesson = a_lesson("video", asset=film, body="<p>Below the film.</p>")
        put(lesson, text("Before."), OWN, of_file("video", film, "Once more"))
        learner(lesson)

    html = carol.get(url(lesson)).text

    at = places(html, "<h1>", "Before.", "<lesson-video", "Below the film.", "Once more")
    assert at == sorted(at)
    # each reports for itself
    assert (html.count("<lesson-video"), len(set(re.findall(r'data-report="(/learn/[^"]+)"', html)))) == (2, 2)


def test_a_lesson_of_blocks_alone_is_not_called_empty(carol, okafor) -> None:
    with enter(okafor):
        lesson = a_lesson("text")
        put(lesson, text("All there is."))
        learner(lesson)

    html = carol.get(url(lesson)).text

    assert "All there is." in html and "no text yet" not in html


def test_another_site_is_let_in_for_this_page_and_nothing_is_loaded(carol, okafor) -> None:
    with enter(okafor):
        lesson = a_lesson("text", body="<p>Words.</p>")
        put(lesson, embed(), embed("https://vimeo.com/2"))
        learner(lesson)

    answer = carol.get(url(lesson))

    assert "frame-src https://player.vimeo.com" in answer["Content-Security-Policy"]
    assert "<iframe" not in answer.text and answer.text.count("<embed-frame") == 2
    assert "X-Keep" not in answer


def test_a_free_preview_shows_blocks_to_anybody(client_for, okafor) -> None:
    with enter(okafor):
        lesson = a_lesson("text", is_preview=True)
        put(lesson, text("For everybody."), of_file("image", a_picture(), "The jug"))

    html = client_for(okafor).get(url(lesson)).text

    assert "For everybody." in html and "The jug" in html


def test_blocks_cost_no_query_each(carol, okafor) -> None:

    with enter(okafor):
        lesson, picture = a_lesson("text", body="<p>Words.</p>"), a_picture()
        put(lesson, text("One"), of_file("image", picture))
        learner(lesson)
    counts = []
    for many in (1, 20):
        with enter(okafor):
            put(lesson, *[text("One"), of_file("image", picture)] * many)
        carol.get(url(lesson))
        with CaptureQueriesContext(connection) as asked:
            carol.get(url(lesson))
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_learners_talk_below_a_lesson_of_any_kind(client_for, carol, okafor) -> None:
    with enter(okafor):
        lesson = a_lesson("text", body="<p>Words.</p>")
        put(lesson, OWN, {"kind": "discussion"})
        learner(lesson)
    talk = f"{url(lesson)}replies/"

    carol.post(talk, {"text": "What cracked?"})
    page = carol.get(url(lesson))
    maren = creator(client_for, okafor)
    desk = f"/studio/courses/{lesson.course.key}/lessons/{lesson.key}/"
    maren.post(f"{desk}discussion/", {"text": "The handle."})

    assert "What cracked?" in page.text and "X-Keep" not in page
    assert "The handle." in carol.get(url(lesson)).text
    assert f"{desk}discussion/" in maren.get(desk).text
    with enter(okafor):
        put(lesson, text("No more talk."))
    assert carol.post(talk, {"text": "Again?"}).status_code == 404
    assert "What cracked?" in maren.get(f"{desk}discussion/").text


def test_a_discussion_is_shown_once_where_the_lesson_is_one(carol, okafor) -> None:
    with enter(okafor):
        lesson = a_lesson("discussion")
        put(lesson, OWN, {"kind": "discussion"})
        learner(lesson)

    assert carol.get(url(lesson)).text.count('id="talk"') == 1


def test_nobody_talks_below_a_lesson_without_a_discussion(carol, okafor) -> None:
    with enter(okafor):
        lesson = a_lesson("text", body="<p>Words.</p>")
        learner(lesson)

    assert carol.post(f"{url(lesson)}replies/", {"text": "Hello"}).status_code == 404


@pytest.fixture
def place(in_okafor, tmp_path) -> Enrolment:
    lesson = a_lesson("text", body="<p>Plain.</p>")
    film = a_film(tmp_path)
    put(lesson, text("The painters negotiated."), of_file("download", a_sheet()), of_file("video", film))
    return learner(lesson)


def test_words_of_blocks_are_found_and_forgotten_with_them(place) -> None:
    lesson = Lesson.objects.get(course=place.course)

    found = find(place.person, "painter", START).lessons
    put(lesson, text("Sculptors."))

    assert [hit.title for hit in found] == ["The work"] and "<mark>painters</mark>" in found[0].said
    assert find(place.person, "painter", START).lessons == []
    assert len(find(place.person, "sculptor", START).lessons) == 1


def test_files_of_blocks_are_kept_for_offline_and_films_are_not(carol, place) -> None:
    (plan,) = carol.get(f"/learn/my/offline/{place.course.slug}/").json()["lessons"]

    assert [part["url"].rsplit("/", 1)[-1] for part in plan["parts"]] == ["sheet.txt"]
    assert plan["left_out"] == "A film on its page stays online."
