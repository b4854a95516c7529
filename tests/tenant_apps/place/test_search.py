import pytest

from marque.kit.clock import now
from marque.kit.tenancy.context import enter
from tenant_apps.courses import rules
from tenant_apps.courses.models import Lesson
from tenant_apps.learning import actions as learning
from tenant_apps.place.search import find
from tests.tenant_apps.courses.factories import published
from tests.tenant_apps.learning.factories import enrolment

SEARCH = "/learn/my/search/"


def titles(person, words: str) -> list[str]:
    return [hit.title for hit in find(person, words, now()).lessons]


@pytest.fixture
def written(carol, okafor):
    with enter(okafor):
        Lesson.objects.filter(pk=carol.lesson.pk).update(body="<p>The painters <b>negotiated</b> &amp; left.</p>")
        yield carol


def test_words_of_a_lesson_are_found_in_every_form(written) -> None:
    hits = find(written.person, "painter negotiate", now()).lessons

    assert [hit.title for hit in hits] == ["Lesson 1"]
    assert "<mark>painters</mark> <mark>negotiated</mark>" in " ".join(hits[0].said.split())


def test_a_word_is_found_before_it_is_typed_to_its_end(written) -> None:
    assert titles(written.person, "negot") == ["Lesson 1"]


def test_a_changed_lesson_is_found_by_its_new_words_alone(written) -> None:
    titles(written.person, "painters")
    Lesson.objects.filter(pk=written.lesson.pk).update(body="<p>Sculptors</p>")

    assert (titles(written.person, "painters"), titles(written.person, "sculptor")) == ([], ["Lesson 1"])


def test_what_others_own_is_not_found(written) -> None:
    Lesson.objects.filter(course=published("Another course")).update(body="painters")

    assert len(titles(written.person, "painters")) == 1


def test_a_locked_lesson_shows_its_title_and_nothing_it_says(written) -> None:
    Lesson.objects.filter(pk=written.later.pk).update(
        body="painters in secret", release=rules.written(rules.after_days(900))
    )

    by_title = [hit for hit in find(written.person, "lesson", now()).lessons if hit.is_locked]

    assert [(hit.title, hit.said) for hit in by_title] == [("Lesson 2", "")]
    assert by_title[0].opens_at is not None
    assert titles(written.person, "secret") == []


@pytest.fixture
def waiting(written):
    """The course waits for another one, which the learner has yet to finish."""
    first = published("First", lessons=1)
    enrolment(first, written.person)
    Lesson.objects.filter(pk=written.later.pk).update(body="painters in secret")
    learning.await_courses(enrolment=written.place, courses=[first], source="test")
    return written


def test_a_course_that_waits_for_another_says_nothing_of_what_is_in_it(waiting) -> None:
    by_title = [hit for hit in find(waiting.person, "lesson 2", now()).lessons if hit.is_locked]

    assert [(hit.title, hit.said, hit.opens_at) for hit in by_title] == [("Lesson 2", "", None)]
    assert titles(waiting.person, "secret") == []
    assert "Not open yet" in waiting.client.get(SEARCH, {"q": "lesson 2"}).content.decode()


def test_a_course_that_waits_shows_what_was_opened_before_and_previews(waiting) -> None:
    opened = titles(waiting.person, "negotiated")
    Lesson.objects.filter(pk=waiting.later.pk).update(is_preview=True)

    assert (opened, titles(waiting.person, "secret")) == (["Lesson 1"], ["Lesson 2"])


def test_notes_are_found_with_the_second(written) -> None:
    written.send(written.note("A thought about light", seconds=83))

    assert [hit.url.partition("#")[2] for hit in find(written.person, "thoughts", now()).notes] == ["t=83"]


@pytest.mark.parametrize("words", ["", "&|!():*", "'", "the", "\\", "<script>", "ü" * 200])
def test_any_words_are_answered(words, written) -> None:
    response = written.client.get(SEARCH, {"q": words})

    assert (response.status_code, "<script>" in response.content.decode().partition('id="found"')[2]) == (200, False)


def test_search_asks_as_often_for_three_courses_as_for_one(written, django_assert_max_num_queries) -> None:
    for number in "123":
        enrolment(published(f"Course {number}"), written.person)

    with django_assert_max_num_queries(6):
        find(written.person, "lesson", now())
