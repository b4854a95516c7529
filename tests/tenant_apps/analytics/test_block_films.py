"""Films on the pages of lessons, second by second."""

from datetime import timedelta

import pytest

from marque.kit.clock import now
from tenant_apps.analytics.actions import count_again, count_due
from tenant_apps.analytics.models import BlockFilmCount
from tenant_apps.analytics.queries import films
from tenant_apps.analytics.queries.periods import NONE, period
from tenant_apps.courses.models import LessonBlock
from tenant_apps.learning import actions as learning
from tenant_apps.learning.models import BlockProgress, Enrolment
from tests.tenant_apps.courses.blocks import OWN, of_file
from tests.tenant_apps.courses.factories import creator
from tests.tenant_apps.learning.block_films import a_film, opens, put, report, with_films
from tests.tenant_apps.learning.factories import START, enrolment, person
from tests.tenant_apps.materials.factories import a_lesson

pytestmark = pytest.mark.usefixtures("in_okafor")


def curve(block: LessonBlock, cohort: str = "") -> films.Curve:
    return films.curve(block, period("", now(), cohort))


def rows() -> list[tuple[int, ...]]:
    found = BlockFilmCount.objects.exclude(begins=0, lasts=0, repeats=0).order_by("cohort", "second")
    return list(found.values_list("second", "begins", "lasts", "repeats"))


def count() -> None:
    while count_due():
        pass


def test_each_second_of_a_film_on_a_page_is_counted_once() -> None:
    lesson = with_films()
    (ann,) = opens(lesson)
    report(ann, (0, 30))
    count()
    report(ann, (0, 10), (30, 40), at=20)
    (bea,) = opens(lesson, enrolment(lesson.course, person("bea@example.com")))
    report(bea, (0, 20))
    count()
    count()

    found = curve(ann.block)
    counted = rows()
    count_again()

    assert (found.viewers, len(found.watching)) == (2, 40)
    assert [found.watching[second] for second in (0, 19, 20, 39)] == [2, 2, 1, 1]
    assert [found.again[second] for second in (0, 9, 10)] == [1, 1, 0]
    assert (rows(), counted != []) == (counted, True)


def test_another_film_in_the_block_takes_what_was_counted_of_the_old_one_off() -> None:
    lesson = with_films()
    (ann,) = opens(lesson)
    report(ann, (0, 30))
    count()
    block = ann.block

    put(lesson, OWN, of_file("video", a_film("Better")) | {"key": str(block.key)})
    opens(lesson, Enrolment.objects.get())
    count()

    assert (curve(block).viewers, rows()) == (0, [])


def test_who_moves_to_a_cohort_takes_their_seconds_along() -> None:
    lesson = with_films()
    (ann,) = opens(lesson)
    report(ann, (0, 30))
    count()
    group = learning.save_cohort(course=lesson.course, name="May", starts_on=(START + timedelta(days=9)).date())

    learning.place(cohort=group, enrolment=Enrolment.objects.get())
    count()

    assert [curve(ann.block, whose).viewers for whose in (NONE, str(group.key), "")] == [0, 1, 1]


def test_a_block_that_goes_takes_its_figures_along() -> None:
    lesson = with_films()
    (ann,) = opens(lesson)
    report(ann, (0, 30))
    count()

    put(lesson, OWN)

    assert (BlockFilmCount.objects.count(), BlockProgress.objects.count()) == (0, 0)


def test_the_page_shows_a_film_of_a_lessons_page_and_404_for_another_courses(client_for, okafor) -> None:
    client, lesson = creator(client_for, okafor), with_films()
    other = put(a_lesson("text"), OWN, of_file("video", a_film("Theirs")))
    (ann,) = opens(lesson)
    report(ann, (0, 30))
    count()
    root = f"/studio/courses/{lesson.course.key}/analytics/films/"
    theirs = LessonBlock.objects.get(lesson=other, asset__isnull=False)

    first = client.get(root).content.decode()
    page = client.get(f"{root}{ann.block.key}/").content.decode()
    sheet = client.get(f"{root}{ann.block.key}/?as=csv")

    assert (f"{lesson.title}: Film 1" in first, "1 viewer." in page) == (True, True)
    assert (len(sheet.content.splitlines()), sheet.status_code) == (31, 200)
    assert client.get(f"{root}{theirs.key}/").status_code == 404
