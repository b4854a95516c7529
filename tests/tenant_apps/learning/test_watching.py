from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from marque.kit import clock
from marque.kit.facts.models import Event
from marque.kit.tenancy.context import enter
from tenant_apps.accounts.models import User
from tenant_apps.catalog.models import Product
from tenant_apps.courses.models import Course
from tenant_apps.learning import actions
from tenant_apps.learning.models import Enrolment, LessonProgress
from tenant_apps.learning.reporting import report_url
from tenant_apps.media.models import Asset
from tenant_apps.people.models import Person
from tests.tenant_apps.courses.factories import course, lesson, module
from tests.tenant_apps.learning.factories import START, enrolment, signed_in
from tests.tenant_apps.media.films import a_film

MINUTE = timedelta(minutes=1)


def a_seat(long: int = 600) -> LessonProgress:
    """Carol has just opened a lesson with a film of ten minutes."""
    made = course()
    film = Asset.objects.create(title="F", kind="video", content_type="video/mp4", size=1, duration_seconds=long)
    one = lesson(module(made), kind="video", asset=film)
    return actions.open_lesson(enrolment=enrolment(made), lesson=one, now=START)


def report(seat: LessonProgress, *spans: tuple[int, int], at: int = 10, seconds: int = 0) -> LessonProgress:
    """Ten minutes after the start, unless said otherwise."""
    now = START + at * MINUTE
    actions.record_played(progress_key=str(seat.key), spans=list(spans), seconds=seconds, now=now)
    return LessonProgress.objects.get(pk=seat.pk)


def test_seconds_played_twice_count_once(in_okafor) -> None:
    seat = a_seat()

    report(seat, (0, 40), (20, 60))
    seen = report(seat, (50, 70), at=11)

    assert (seen.played, seen.watched_seconds) == ([(0, 70)], 70)


def test_seconds_that_were_skipped_do_not_count(in_okafor) -> None:
    seen = report(a_seat(), (0, 30), (570, 600), seconds=600)

    assert (seen.played, seen.watched_seconds, seen.position_seconds) == ([(0, 30), (570, 600)], 60, 600)


def test_a_tab_that_reports_backwards_loses_nothing(in_okafor) -> None:
    seat = a_seat()
    report(seat, (300, 310), seconds=310)

    seen = report(seat, (32, 42), seconds=42)

    assert (seen.position_seconds, seen.played) == (310, [(32, 42), (300, 310)])


def test_no_more_is_believed_than_time_has_passed(in_okafor) -> None:
    seat = a_seat()
    report(seat, (0, 10), at=1)

    seen = report(seat, (10, 600), at=2)

    # a minute at double speed, and the grace
    assert seen.played == [(0, 150)]


def test_many_reports_at_once_are_believed_as_one(in_okafor) -> None:
    seat = a_seat()

    for number in range(20):
        seen = report(seat, (20 * number, 20 * number + 20), at=1)

    assert seen.watched_seconds == 140


def test_a_report_before_the_last_one_is_believed_a_little(in_okafor) -> None:
    seat = a_seat()
    report(seat, (0, 10), at=5)

    seen = report(seat, (100, 200), at=1)

    assert seen.played == [(0, 10), (100, 120)]


def test_seconds_beyond_the_film_are_none(in_okafor) -> None:
    seen = report(a_seat(long=60), (50, 90), (400, 500), seconds=500)

    assert (seen.played, seen.position_seconds) == ([(50, 60)], 60)


def test_an_ended_place_takes_no_reports(in_okafor) -> None:
    seat = a_seat()
    actions.end_enrolment(enrolment=seat.enrolment)

    with pytest.raises(actions.EnrolmentOver):
        report(seat, (0, 10))


def test_complete_lesson_asks_for_as_much_as_its_author(in_okafor) -> None:
    seat = a_seat()
    actions.set_film_terms(lesson=seat.lesson, least_percent=90)
    report(seat, (0, 246), seconds=600)

    with pytest.raises(actions.NotWatched, match="Watch at least 90 % .* You have seen 41 % so far."):
        actions.complete_lesson(enrolment=seat.enrolment, lesson=seat.lesson, now=START + 20 * MINUTE)
    report(seat, (246, 545), at=20)

    assert actions.complete_lesson(enrolment=seat.enrolment, lesson=seat.lesson, now=START + 21 * MINUTE)


def test_what_was_done_before_its_author_asked_stays_done(in_okafor) -> None:
    seat = a_seat()
    actions.complete_lesson(enrolment=seat.enrolment, lesson=seat.lesson, now=START)
    actions.set_film_terms(lesson=seat.lesson, least_percent=90)

    assert actions.complete_lesson(enrolment=seat.enrolment, lesson=seat.lesson, now=START) is False


def test_played_needs_no_session_and_two_queries(client_for, okafor) -> None:
    with enter(okafor):
        seat = a_seat()
        url = report_url(seat)
    browser = client_for(okafor)
    browser.post(url, {"played": "0-5", "seconds": "5"})

    with clock.fixed(START + MINUTE), CaptureQueriesContext(connections["default"]) as asked:
        answer = browser.post(url, {"played": "5-10,20-25", "seconds": "25"})

    statements = [one["sql"].split()[0] for one in asked.captured_queries]
    assert answer.status_code == 204
    assert [word for word in statements if word in ("SELECT", "UPDATE")] == ["SELECT", "UPDATE"]
    assert len(statements) <= 4  # and the savepoint of a test, which is the transaction of a request


def test_a_report_is_one_commit(client_for, okafor, real_commits) -> None:
    with enter(okafor):
        url = report_url(a_seat())
    try:
        browser = client_for(okafor)
        with CaptureQueriesContext(connections["default"]) as asked:
            answer = browser.post(url, {"played": "0-10", "seconds": "10"})

        words = [one["sql"].split()[0] for one in asked.captured_queries]
        assert (answer.status_code, words.count("COMMIT")) == (204, 1)
        assert len([word for word in words if word not in ("BEGIN", "COMMIT")]) <= 3
    finally:
        _clear(okafor)


def test_reports_of_two_tabs_at_once_both_count(okafor, real_commits) -> None:
    with enter(okafor):
        seat = a_seat()
    start = Barrier(2)

    def tab(first: int) -> None:
        try:
            with enter(okafor):
                start.wait()
                report(seat, (first, first + 10), at=10)
        finally:
            connections.close_all()

    try:
        tabs = [Thread(target=tab, args=(first,)) for first in (0, 100)]
        for one in tabs:
            one.start()
        for one in tabs:
            one.join()

        with enter(okafor):
            assert LessonProgress.objects.get(pk=seat.pk).played == [(0, 10), (100, 110)]
    finally:
        _clear(okafor)


def _clear(tenant) -> None:
    with enter(tenant):
        LessonProgress.objects.all().delete()
        User.objects.exclude(email="alice@example.com").delete()  # she owns the business in every other test
        for model in (Enrolment, Course, Product, Asset, Event, Person):
            model.objects.all().delete()


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"played": "0-10"},
        {"played": "ten", "seconds": "1"},
        {"played": "0-10", "seconds": "-1"},
        {"played": "0-999999", "seconds": "1"},
        {"played": ",".join(["0-1"] * 201), "seconds": "1"},
    ],
)
def test_nonsense_is_refused(body, client_for, okafor) -> None:
    with enter(okafor):
        url = report_url(a_seat())

    assert client_for(okafor).post(url, body).status_code == 400


def test_an_address_of_elsewhere_or_of_yesterday_is_refused(client_for, okafor, other) -> None:
    with enter(okafor):
        url = report_url(a_seat())
    body = {"played": "0-10", "seconds": "10"}

    assert client_for(other).post(url, body).status_code == 403
    assert client_for(okafor).post("/learn/played/forged", body).status_code == 403
    with clock.fixed(clock.now() + timedelta(hours=25)):
        assert client_for(okafor).post(url, body).status_code == 403


def test_the_lesson_page_names_the_viewer_and_what_is_asked(client_for, okafor) -> None:
    browser = signed_in(client_for, okafor)
    with enter(okafor):
        seat = a_seat()
        film = seat.lesson.asset
        Asset.objects.filter(pk=film.pk).update(file=f"tenants/{okafor.id}/media/{film.key}/f.mp4")
        actions.set_film_terms(lesson=seat.lesson, least_percent=80, names_viewer=True)

    page = browser.get(f"/learn/{seat.enrolment.course.slug}/{seat.lesson.slug}/").content.decode()

    assert "Carol Ness · carol@example.com" in page
    assert "once you have watched 80 % of the film. You have seen 0 %." in page
    assert 'data-report="/learn/played/' in page


def test_a_film_waits_behind_its_own_still_and_one_without_behind_a_cover(client_for, okafor, tmp_path) -> None:
    browser = signed_in(client_for, okafor)
    with enter(okafor):
        seat = a_seat()
        Asset.objects.update(file="media/x/f.mp4")
        url = f"/learn/{seat.lesson.course.slug}/{seat.lesson.slug}/"
    drawn = poster_on(browser.get(url).text)
    with enter(okafor):
        seat.lesson.asset = a_film(tmp_path)
        seat.lesson.save()
    still = poster_on(browser.get(url).text)

    assert drawn.startswith("/covers/")
    # a signed address of Carol's alone, as the film's is
    answers = [browser.get(still), client_for(okafor).get(still), browser.get(still.replace("~", "~x"))]
    assert (answers[0].status_code, answers[0].headers["Content-Type"]) == (200, "image/jpeg")
    assert {answer.status_code for answer in answers[1:]} <= {302, 403, 404}


def poster_on(page: str) -> str:
    return page.partition(' poster="')[2].partition('"')[0]


def test_seconds_seen_from_another_camera_count_once(in_okafor) -> None:
    seat = a_seat()
    side = Asset.objects.create(title="Side", kind="video", content_type="video/mp4", size=1, duration_seconds=900)
    actions.set_angles(lesson=seat.lesson, rows=[{"asset": side, "label": "Hands"}])

    report(seat, (0, 40))
    seen = report(seat, (20, 60), (595, 700), at=11)

    assert (seen.played, seen.watched_seconds) == ([(0, 60), (595, 600)], 65)


def test_lesson_offers_its_cameras(client_for, okafor) -> None:
    with enter(okafor):
        seat = a_seat()
        Asset.objects.update(file="media/x/f.mp4")
        side = Asset.objects.create(title="Side", kind="video", content_type="video/mp4", size=1, file="media/x/s.mp4")
        actions.set_angles(lesson=seat.lesson, rows=[{"asset": side, "label": "Hands at the wheel"}])
        url = f"/learn/{seat.lesson.course.slug}/{seat.lesson.slug}/"

    page = signed_in(client_for, okafor).get(url).content.decode()

    assert "Hands at the wheel" in page and "/s.mp4" in page
