"""The pages about how a course goes."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from marque.kit.tenancy.context import enter
from tenant_apps.analytics import actions
from tenant_apps.assessments import actions as assessments
from tenant_apps.learning import actions as learning
from tenant_apps.learning.models import Cohort, Enrolment
from tests.tenant_apps.analytics.factories import does, learner, saw, taught
from tests.tenant_apps.assessments.factories import WRONG, key, question
from tests.tenant_apps.courses.factories import course, creator, lesson
from tests.tenant_apps.learning.factories import signed_in

PAGES = ("", "films/", "quizzes/", "groups/")


@pytest.fixture
def desk(client_for, okafor) -> SimpleNamespace:
    """Alice at a course of two lessons, a film and a quiz, which nobody takes yet."""
    client = creator(client_for, okafor)
    with enter(okafor):
        made, lessons = taught(lessons=2)
        home = lessons[0].module
        film, of = lesson(home, "Film", kind="video"), lesson(home, "=Quiz", kind="quiz")
        quiz = assessments.make_quiz(lesson=of)
        asked = question(quiz, "=1+1?")
    root = f"/studio/courses/{made.key}/analytics/"
    return SimpleNamespace(client=client, course=made, lessons=lessons, film=film, quiz=quiz, question=asked, root=root)


def busy(desk, okafor) -> None:
    with enter(okafor):
        one, two = desk.lessons
        ann, bea = learner(desk.course, "ann"), learner(desk.course, "bea")
        does(ann, finished=[one, two])
        does(bea, finished=[one], opened=[two])
        saw(ann, desk.film, (0, 30), (10, 20))
        saw(bea, desk.film, (0, 5))
        attempt = assessments.start_attempt(quiz=desk.quiz, enrolment=ann)
        assessments.answer_question(attempt=attempt, question=desk.question, said=[key(desk.question, WRONG)])
        actions.count_due()


def test_pages_are_for_those_who_build(desk, client_for, okafor, other) -> None:
    stranger, pages = creator(client_for, other, email="charlie@example.com"), [desk.root + page for page in PAGES]
    person = signed_in(client_for, okafor)

    assert [desk.client.get(page).status_code for page in pages] == [200] * 4
    assert [stranger.get(page).status_code for page in pages] == [404] * 4
    assert 200 not in [person.get(page).status_code for page in pages]


def test_pages_without_learners_say_what_will_be_there(desk) -> None:
    found = [desk.client.get(desk.root + page).content.decode() for page in PAGES]

    assert ["Nobody has" in page for page in found] == [True] * 4


def test_stops_names_the_lesson_at_which_most_stop(desk, okafor) -> None:
    busy(desk, okafor)
    with enter(okafor):
        does(learner(desk.course, "cem"), finished=desk.lessons[:1], opened=desk.lessons[1:])
        actions.count_due()

    page = desk.client.get(desk.root).content.decode()

    # both went through the first; of three who opened the second, two have not finished it
    assert "Most stop at “Lesson 2”: 2 opened it and have not finished it." in page
    assert "Lesson 2" in page.split("Most stop here")[0].rpartition("<tr")[2]
    assert page.count("Most stop here") == 1


def test_stops_names_the_lesson_nobody_went_on_to(desk, okafor) -> None:
    with enter(okafor):
        for name in ("ann", "bea", "cem"):
            does(learner(desk.course, name), finished=desk.lessons[: 1 if name == "ann" else 2])
        actions.count_due()

    page = desk.client.get(desk.root).content.decode()

    assert "Most stop before “Film”: 2 have come as far and not opened it." in page
    assert "Film" in page.split("Most stop before it")[0].rpartition("<tr")[2]


def test_who_skips_a_lesson_did_not_stop_before_it(desk, okafor) -> None:
    with enter(okafor):
        for name in ("ann", "bea"):
            does(learner(desk.course, name), finished=[], opened=desk.lessons[1:2])
        actions.count_due()

    page = desk.client.get(desk.root).content.decode()

    assert "Most stop at “Lesson 2”: 2 opened it and have not finished it." in page


def test_stops_of_a_period_leaves_out_who_came_before(desk, okafor) -> None:
    with enter(okafor):
        does(learner(desk.course, at=datetime(2019, 3, 5, tzinfo=UTC)), finished=desk.lessons)
        actions.count_due()

    assert "Nobody has begun" in desk.client.get(f"{desk.root}?for=12").content.decode()
    assert "Nobody has begun" not in desk.client.get(desk.root).content.decode()


def test_film_says_what_is_played_again(desk, okafor) -> None:
    busy(desk, okafor)

    page = desk.client.get(f"{desk.root}films/{desk.film.key}/").content.decode()

    assert "2 viewers" in page
    assert "is played again most: 50% of viewers" in page


def test_quiz_names_the_wrong_answer(desk, okafor) -> None:
    busy(desk, okafor)

    assert WRONG in desk.client.get(f"{desk.root}quizzes/").content.decode()


def test_files_do_not_run_as_formulas(desk, okafor) -> None:
    busy(desk, okafor)

    assert "'=Quiz,1,0" in desk.client.get(f"{desk.root}?as=csv").content.decode()
    assert "'=1+1?" in desk.client.get(f"{desk.root}quizzes/?as=csv").content.decode()
    assert len(desk.client.get(f"{desk.root}films/?as=csv").content.splitlines()) == 31
    assert desk.client.get(f"{desk.root}groups/?as=csv")["content-type"] == "text/csv"


def grouped(desk, okafor) -> Cohort:
    """Ann, who has done the most, is in a cohort."""
    busy(desk, okafor)
    with enter(okafor):
        found = learning.save_cohort(course=desk.course, name="May & friends", starts_on=date(2026, 5, 4))
        learning.place(cohort=found, enrolment=Enrolment.objects.get(person__email="ann@example.com"))
        actions.count_due()
    return found


def test_pages_and_files_are_of_the_cohort_in_the_address(desk, okafor) -> None:
    cohort = grouped(desk, okafor)
    files = {
        whose: [desk.client.get(f"{desk.root}{page}?as=csv{whose}").content.decode().splitlines() for page in PAGES[:3]]
        for whose in ("", f"&cohort={cohort.key}", "&cohort=none")
    }

    assert {whose: (stops[2], len(film), quiz[1:]) for whose, (stops, film, quiz) in files.items()} == {
        "": ("Lesson 2,2,1,1,0", 31, [f"'=1+1?,1,0,0,,{WRONG},1,"]),
        f"&cohort={cohort.key}": ("Lesson 2,1,1,0,0", 31, [f"'=1+1?,1,0,0,,{WRONG},1,"]),
        "&cohort=none": ("Lesson 2,1,0,1,0", 6, ["'=1+1?,0,0,0,,,0,"]),
    }


def test_every_link_of_a_page_keeps_the_cohort_and_the_months(desk, okafor) -> None:
    cohort = grouped(desk, okafor)

    for page in PAGES:
        text = desk.client.get(f"{desk.root}{page}?for=12&cohort={cohort.key}").content.decode()
        links = re.findall(r'href="[^"]*?(\?for=[^"]*)"', text)
        # three spans of time, four pages, the file
        assert len(links) == 8
        assert all(f"&amp;cohort={cohort.key}" in link for link in links)
        chosen = f'<option value="{cohort.key}" selected>May &amp; friends</option>'
        assert (chosen in text) is (page != "groups/")


def test_a_course_without_cohorts_has_none_to_choose(desk, okafor) -> None:
    busy(desk, okafor)

    assert 'name="cohort"' not in desk.client.get(desk.root).content.decode()


def test_a_cohort_of_another_course_is_nobodys(desk, okafor) -> None:
    with enter(okafor):
        elsewhere = learning.save_cohort(course=course("Elsewhere"), name="May", starts_on=date(2026, 5, 4))

    assert {
        desk.client.get(f"{desk.root}{page}?cohort={asked}").status_code
        for page in PAGES
        for asked in (elsewhere.key, "nonsense")
    } == {404}


def test_pages_cost_few_queries_however_many_learners(desk, okafor, django_assert_max_num_queries) -> None:
    busy(desk, okafor)
    with enter(okafor):
        for name in "cdefgh":
            does(learner(desk.course, name * 3), finished=desk.lessons)
        actions.count_due()

    for page in PAGES:
        with django_assert_max_num_queries(25):
            desk.client.get(desk.root + page)
