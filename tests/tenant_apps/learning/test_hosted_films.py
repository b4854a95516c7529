"""Lessons whose film is at Mux."""

from datetime import timedelta

import pytest

from marque.kit import clock
from tenant_apps.courses import actions as courses
from tenant_apps.learning import actions
from tenant_apps.learning.models import Angle, LessonProgress
from tenant_apps.media import actions as media
from tenant_apps.media.models import FilmHosting, HostedFilm
from tenant_apps.media.offline import parts_to_keep
from tests.tenant_apps.courses.factories import course, creator, lesson, module
from tests.tenant_apps.learning.factories import enrolment, signed_in
from tests.tenant_apps.media.hosted import connected, ready


@pytest.fixture
def seat(mux, in_okafor):
    """Carol's place before a lesson with a film of a minute."""
    connected()
    made = course()
    one = lesson(module(made), kind="video", asset=ready(mux), title="Far away")
    courses.publish_course(course=made)
    return actions.open_lesson(enrolment=enrolment(made), lesson=one, now=clock.now() - timedelta(hours=1))


@pytest.fixture
def browser(client_for, okafor, seat):
    return signed_in(client_for, okafor)


def address(seat):
    return f"/learn/{seat.enrolment.course.slug}/{seat.lesson.slug}/"


def test_the_lesson_plays_it_in_the_hosts_player(seat, browser, mux):
    media.set_chapters(asset=seat.lesson.asset, text="0:00 The question")

    page = browser.get(address(seat))

    html = page.content.decode()
    assert f'<mux-player src="{mux.url}/{HostedFilm.objects.get().playback}.m3u8?token=' in html
    assert "vendor/mux-player.js" in html and "learning/hosted-film.js" in html
    assert 'data-report="/learn/played/' in html and "The question" in html and "<lesson-video" not in html


def test_that_page_alone_reaches_the_host(seat, browser, mux):
    lesson_page, home = browser.get(address(seat)), browser.get("/learn/")

    policy = lesson_page.headers["Content-Security-Policy"]
    # in no order of their own
    assert {f"connect-src 'self' {mux.url}", "script-src 'self'"} < set(policy.split("; "))
    assert mux.url not in home.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in home.headers["Content-Security-Policy"]


def test_seconds_played_there_count_as_anywhere(seat, browser):
    actions.set_film_terms(lesson=seat.lesson, least_percent=90)
    page = browser.get(address(seat)).content.decode()
    report = page.partition('data-report="')[2].partition('"')[0]

    with pytest.raises(actions.NotWatched):
        actions.complete_lesson(enrolment=seat.enrolment, lesson=seat.lesson)
    assert browser.post(report, {"played": "0-60", "seconds": "60"}).status_code == 204

    assert actions.complete_lesson(enrolment=seat.enrolment, lesson=seat.lesson)
    assert LessonProgress.objects.get(pk=seat.pk).position_seconds == 60


def test_a_film_whose_host_is_not_connected_is_not_here_yet(seat, browser):
    FilmHosting.objects.all().delete()

    page = browser.get(address(seat))

    assert page.status_code == 200 and "The film of this lesson is not here yet." in page.content.decode()


def test_a_film_at_a_host_is_no_further_camera_and_not_kept_offline(seat, browser, mux, okafor):
    Angle.objects.create(lesson=seat.lesson, asset=seat.lesson.asset, label="Hands", position=1)

    assert "Hands" not in browser.get(address(seat)).content.decode()
    assert parts_to_keep(seat.lesson.asset) == ([], 0)


def test_a_course_with_it_is_not_packed(seat, client_for, okafor):
    owner = creator(client_for, okafor)

    answer = owner.post(f"/studio/courses/{seat.enrolment.course.key}/package/", follow=True)

    assert "is kept at a host of films" in answer.content.decode()
