"""Films in blocks: where a learner goes on, and which seconds they really played."""

from datetime import timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from marque.kit import clock
from marque.kit.facts.models import Event
from marque.kit.tenancy.context import enter
from tenant_apps.accounts.models import User
from tenant_apps.catalog.models import Product
from tenant_apps.courses import actions as courses
from tenant_apps.courses.models import Course, Lesson, LessonBlock
from tenant_apps.learning import actions
from tenant_apps.learning.models import BlockProgress, Enrolment, LessonProgress
from tenant_apps.learning.reporting import report_url
from tenant_apps.media.models import Asset
from tenant_apps.people.models import Person
from tenant_apps.place.actions.acts import do
from tests.tenant_apps.courses.blocks import OWN, of_file, text
from tests.tenant_apps.learning.block_films import MINUTE, a_film, blocks_of, opens, put, report, with_films
from tests.tenant_apps.learning.factories import START, signed_in
from tests.tenant_apps.materials.factories import learner


def starts(html: str) -> list[str]:
    """Where the players of a page begin."""
    return [part.partition('"')[0] for part in html.split('data-start="')[1:]]


def reports(html: str) -> list[str]:
    """Where they report to."""
    return [part.partition('"')[0] for part in html.split('data-report="')[1:]]


def url(lesson: Lesson) -> str:
    return f"/learn/{lesson.course.slug}/{lesson.slug}/"


def test_each_film_goes_on_where_its_learner_stopped_on_any_device(client_for, okafor) -> None:
    with enter(okafor):
        lesson = with_films(many=2)
        learner(lesson)
    phone, desk = signed_in(client_for, okafor), signed_in(client_for, okafor)
    first, second = reports(phone.get(url(lesson)).text)

    with clock.fixed(clock.now() + 5 * MINUTE):
        answer = client_for(okafor).post(second, {"played": "0-130", "seconds": "130"})

    assert (answer.status_code, starts(desk.get(url(lesson)).text)) == (204, ["0", "130"])
    assert first != second


def test_another_learner_begins_at_the_beginning(client_for, okafor) -> None:
    with enter(okafor):
        lesson = with_films()
        report(opens(lesson, learner(lesson, "ann"))[0], (0, 60), seconds=60)
        learner(lesson)

    assert starts(signed_in(client_for, okafor).get(url(lesson)).text) == ["0"]


def test_a_free_preview_reports_nothing(client_for, okafor) -> None:
    with enter(okafor):
        lesson = with_films(is_preview=True)

    assert reports(client_for(okafor).get(url(lesson)).text) == [""]


def test_seconds_count_once_and_skipped_ones_not(in_okafor) -> None:
    (film,) = opens(with_films())

    report(film, (0, 40), (20, 60), seconds=60)
    seen = report(film, (50, 70), (570, 600), at=11, seconds=600)

    assert (seen.played, seen.again, seen.position_seconds) == ([(0, 70), (570, 600)], [(50, 60)], 600)
    assert seen.progress.touched_at == START + 11 * MINUTE
    # the lesson's own film is another one
    assert (seen.progress.played, seen.progress.watched_seconds) == ([], 0)


def test_a_tab_that_reports_backwards_loses_nothing(in_okafor) -> None:
    (film,) = opens(with_films())
    report(film, (300, 310), seconds=310)

    seen = report(film, (32, 42), seconds=42)

    assert (seen.position_seconds, seen.played) == (310, [(32, 42), (300, 310)])


def test_no_more_is_believed_than_time_has_passed_whatever_a_clock_says(in_okafor) -> None:
    (film,) = opens(with_films())
    report(film, (0, 10), at=5)

    assert report(film, (100, 400), at=1).played == [(0, 10), (100, 120)]
    # a minute at double speed, and the grace, after a clock that was set back
    assert report(film, (120, 600), at=2).played == [(0, 10), (100, 260)]


def test_seconds_beyond_the_film_are_none(in_okafor) -> None:
    lesson = put(with_films(), OWN, of_file("audio", a_film("Talk", 60, "audio")))

    seen = report(opens(lesson)[0], (50, 90), (400, 500), seconds=500)

    assert (seen.played, seen.position_seconds) == ([(50, 60)], 60)


def test_a_report_needs_no_session_three_queries_and_one_commit(client_for, okafor, real_commits) -> None:
    with enter(okafor):
        address = report_url(opens(with_films())[0])
    try:
        browser = client_for(okafor)
        with CaptureQueriesContext(connections["default"]) as asked:
            answer = browser.post(address, {"played": "0-10", "seconds": "10"})

        words = [one["sql"].split()[0] for one in asked.captured_queries]
        assert (answer.status_code, words.count("COMMIT")) == (204, 1)
        # the first says whose tables are meant
        assert [word for word in words if word not in ("BEGIN", "COMMIT")] == ["SELECT", "SELECT", "WITH"]
    finally:
        _clear(okafor)


def test_reports_of_two_tabs_at_once_both_count(okafor, real_commits) -> None:
    with enter(okafor):
        (film,) = opens(with_films())
    start = Barrier(2)

    def tab(first: int) -> None:
        try:
            with enter(okafor):
                start.wait()
                report(film, (first, first + 10))
        finally:
            connections.close_all()

    try:
        _at_once(*(Thread(target=tab, args=(first,)) for first in (0, 100)))
        with enter(okafor):
            assert BlockProgress.objects.get(pk=film.pk).played == [(0, 10), (100, 110)]
    finally:
        _clear(okafor)


def test_a_page_opened_in_two_tabs_at_once_opens_its_films_once(okafor, real_commits) -> None:
    with enter(okafor):
        lesson = with_films(many=3)
        progress = actions.open_lesson(enrolment=learner(lesson), lesson=lesson, now=START)
    start, found = Barrier(2), []

    def tab() -> None:
        try:
            with enter(okafor):
                start.wait()
                rows = actions.open_films(progress=progress, lesson=Lesson.objects.get(pk=lesson.pk), now=START)
                found.append({pk: row.key for pk, row in rows.items()})
        finally:
            connections.close_all()

    try:
        _at_once(Thread(target=tab), Thread(target=tab))
        assert found[0] == found[1] and len(found[0]) == 3
    finally:
        _clear(okafor)


def _at_once(*tabs: Thread) -> None:
    for one in tabs:
        one.start()
    for one in tabs:
        one.join()


def _clear(tenant) -> None:
    with enter(tenant):
        LessonProgress.objects.all().delete()
        User.objects.exclude(email="alice@example.com").delete()  # she owns the business in every other test
        for model in (Enrolment, Course, Product, Asset, Event, Person):
            model.objects.all().delete()


def test_a_block_that_is_gone_or_whose_lesson_left_answers_409(client_for, okafor) -> None:
    body, browser = {"played": "0-10", "seconds": "10"}, client_for(okafor)
    with enter(okafor):
        lesson = with_films(many=2)
        address = report_url(opens(lesson)[0])
        put(lesson, OWN, text("No film any more."))
    assert browser.post(address, body).status_code == 409

    with enter(okafor):
        lesson = put(lesson, OWN, of_file("video", a_film()))
        row = opens(lesson, Enrolment.objects.get())[0]
        courses.archive_lesson(lesson=lesson)
    assert browser.post(report_url_in(okafor, row), body).status_code == 409


def test_an_ended_place_takes_no_reports(client_for, okafor) -> None:
    with enter(okafor):
        (film,) = opens(with_films())
        actions.end_enrolment(enrolment=film.progress.enrolment)

        with pytest.raises(actions.EnrolmentOver):
            report(film, (0, 10))

    assert client_for(okafor).post(report_url_in(okafor, film), {"played": "0-1", "seconds": "1"}).status_code == 409


def test_an_address_of_elsewhere_or_of_yesterday_is_refused(client_for, okafor, other) -> None:
    with enter(okafor):
        address = report_url(opens(with_films())[0])
    body = {"played": "0-10", "seconds": "10"}

    assert client_for(other).post(address, body).status_code == 403
    with clock.fixed(clock.now() + timedelta(hours=25)):
        assert client_for(okafor).post(address, body).status_code == 403


def report_url_in(tenant, row: BlockProgress) -> str:
    with enter(tenant):
        return report_url(row)


def test_a_lesson_that_is_written_anew_keeps_what_was_seen(in_okafor) -> None:
    lesson = with_films()
    (film,) = opens(lesson)
    report(film, (0, 60), seconds=60)

    lesson = put(lesson, text("Before."), *Lesson.objects.get(pk=lesson.pk).blocks[::-1])

    assert opens(lesson, Enrolment.objects.get())[0].played == [(0, 60)]


def replaced(lesson: Lesson) -> Lesson:
    """The same block with another film of ten minutes."""
    values, film = Lesson.objects.get(pk=lesson.pk).blocks, a_film("Another")
    changed = [value | {"file": str(film.key)} if value["kind"] == "video" else value for value in values]
    return put(lesson, *changed)


def test_another_film_in_the_same_block_begins_anew(in_okafor) -> None:
    lesson = with_films(least=80)
    (old,) = opens(lesson)
    report(old, (0, 480), seconds=480)
    BlockProgress.objects.update(counted=[(0, 480)], to_count=False)

    lesson = replaced(lesson)
    progress, (block,) = old.progress, blocks_of(lesson)
    before = actions.films_left(lesson, progress)
    (new,) = opens(lesson, Enrolment.objects.get())

    assert (block.pk, new.pk) == (old.block_id, old.pk)
    assert [film.seen for film in before] == [film.seen for film in actions.films_left(lesson, progress)] == [0]
    assert (new.played, new.again, new.position_seconds, new.heard_at) == ([], [], 0, None)
    # a sweep takes off what it once counted of the old one
    assert (new.counted, new.to_count) == ([(0, 480)], True)
    assert report(new, (0, 60), seconds=60).played == [(0, 60)]
    assert opens(lesson, Enrolment.objects.get())[0].played == [(0, 60)]


def test_a_page_that_still_plays_the_old_film_reports_to_nobody(in_okafor) -> None:
    lesson = with_films(least=80)
    (old,) = opens(lesson)

    lesson = replaced(lesson)
    with pytest.raises(actions.NotInThisCourse):
        report(old, (0, 480))
    (new,) = opens(lesson, Enrolment.objects.get())
    with pytest.raises(actions.NotInThisCourse):
        report(old, (0, 480))

    assert BlockProgress.objects.get().played == new.played == []


def test_a_film_that_was_replaced_and_deleted_is_not_taken_for_the_new_one(in_okafor) -> None:
    lesson = with_films()
    (old,) = opens(lesson)
    report(old, (0, 60))
    lesson = replaced(lesson)
    for version in Lesson.objects.get(pk=lesson.pk).versions.all():
        version.delete()
    Asset.objects.exclude(title="Another").delete()

    assert opens(lesson, Enrolment.objects.get())[0].played == []


def test_what_was_seen_before_films_were_named_stays(in_okafor) -> None:
    lesson = with_films()
    report(opens(lesson)[0], (0, 60))
    BlockProgress.objects.update(film=None)

    report(opens(lesson, Enrolment.objects.get())[0], (60, 70), at=11)

    assert BlockProgress.objects.get().played == [(0, 70)]
    assert BlockProgress.objects.get().film == blocks_of(lesson)[0].asset.key


def test_films_of_a_copy_are_seen_by_nobody(in_okafor) -> None:
    lesson = with_films(least=80)
    report(opens(lesson)[0], (0, 60))

    (twin,) = courses.copy_lessons(lessons=[lesson], module=lesson.module)

    assert [block.least_percent for block in blocks_of(twin)] == [80]
    assert BlockProgress.objects.count() == 1


def test_films_cost_no_query_each(client_for, okafor) -> None:
    carol = signed_in(client_for, okafor)
    counts = []
    with enter(okafor):
        lesson = with_films()
        learner(lesson)
    for many in (1, 5):
        with enter(okafor):
            found = put(lesson, OWN, *[of_file("audio", a_film(f"{many}-{n}", 60, "audio")) for n in range(many)])
            actions.open_films(
                progress=actions.open_lesson(enrolment=Enrolment.objects.get(), lesson=found, now=START), lesson=found
            )
        with CaptureQueriesContext(connections["default"]) as asked:
            carol.get(url(lesson))
        counts.append(sum("learning_blockprogress" in one["sql"] for one in asked.captured_queries))

    assert counts == [1, 1]


def test_what_was_played_without_a_line_is_kept_for_its_block(client_for, okafor) -> None:
    carol = signed_in(client_for, okafor)
    with enter(okafor):
        lesson = with_films()
        learner(lesson)
        (block,) = blocks_of(lesson)
    page = carol.get(url(lesson)).text
    who = page.partition('data-who="')[2].partition('"')[0]
    act = {"kind": "film.play", "lesson": str(lesson.key), "played": "0-15", "seconds": "15", "block": str(block.key)}

    answers = [
        carol.post(
            "/learn/my/acts/",
            {"who": who, "acts": [{"key": str(uuid4()), **act, "block": key}]},
            content_type="application/json",
        ).json()["answers"][0]["state"]
        for key in (str(block.key), str(uuid4()))
    ]

    with enter(okafor):
        assert (answers, BlockProgress.objects.get().played) == (["done", "done"], [(0, 15)])
        assert LessonProgress.objects.get().played == []
        assert f'data-block="{block.key}"' in page and LessonBlock.objects.count() == 2


def test_what_a_device_played_of_a_film_that_was_replaced_is_dropped(in_okafor) -> None:
    lesson = with_films()
    (film,) = opens(lesson)
    lesson, person = replaced(lesson), film.progress.enrolment.person
    said = {"lesson": lesson.key, "block": film.block.key, "played": [(0, 15)], "seconds": 15}

    answer = do(person=person, key=uuid4(), kind="film.play", asked=said)

    assert (answer["state"], BlockProgress.objects.get().played) == ("done", [])
