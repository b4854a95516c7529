"""A lesson's history, and what learners are told."""

from datetime import timedelta

import pytest

from marque.kit.facts.models import Event
from marque.kit.tenancy.context import enter
from tenant_apps.courses import actions
from tenant_apps.courses.differences import Piece, differences
from tenant_apps.courses.models import Lesson, LessonVersion
from tenant_apps.learning import actions as learning
from tenant_apps.learning import queries as learning_queries
from tenant_apps.learning.models import Enrolment
from tests.tenant_apps.courses.factories import lesson, module, published
from tests.tenant_apps.learning.factories import START, enrolment

LATER = START + timedelta(days=3)


@pytest.fixture
def first(in_okafor) -> Lesson:
    return lesson(published().modules.get(), "Told", body="<p>One first number.</p>")


def history(of: Lesson) -> list[tuple[int, str, str]]:
    return list(of.versions.order_by("number").values_list("number", "body", "note"))


def told(who: Enrolment, of: Lesson) -> str:
    outline = learning_queries.outline_for(who, LATER)
    return next(line.changed for line in outline.lessons if line.lesson == of)


def test_revise_lesson_keeps_what_it_held_before(first) -> None:
    actions.revise_lesson(lesson=first, body="<p>Two.</p>")
    actions.revise_lesson(lesson=first, body="<p>Three.</p>", note="A third.")

    assert history(first) == [
        (1, "<p>One first number.</p>", ""),
        (2, "<p>Two.</p>", ""),
        (3, "<p>Three.</p>", "A third."),
    ]


def test_revise_lesson_that_changes_nothing_keeps_nothing(first) -> None:
    actions.revise_lesson(lesson=first, body=first.body, is_preview=True, note="Nothing.")

    assert (history(first), first.changed_at) == ([], None)


def test_revise_lesson_with_a_note_tells_whoever_finished_it_before(first) -> None:
    who = enrolment(first.course)
    learning.complete_lesson(enrolment=who, lesson=first, now=START)

    actions.revise_lesson(lesson=first, body="<p>Two.</p>", now=LATER)
    small = told(who, first)
    actions.revise_lesson(lesson=first, body="<p>Three.</p>", note="Now with a third way.", now=LATER)
    big = told(who, first)
    learning.open_lesson(enrolment=who, lesson=first, now=LATER + timedelta(hours=1))

    assert (small, big, told(who, first)) == ("", "Now with a third way.", "")


def test_revise_lesson_tells_nobody_who_has_not_finished(first) -> None:
    who = enrolment(first.course)
    learning.open_lesson(enrolment=who, lesson=first, now=START)

    actions.revise_lesson(lesson=first, body="<p>Two.</p>", note="Another.", now=LATER)

    assert {line.changed for line in learning_queries.outline_for(who, LATER).lessons} == {""}


def test_revise_draft_with_a_note_is_refused(first) -> None:
    actions.unpublish_lessons(course=first.course, lessons=[first])

    with pytest.raises(actions.NothingToTell):
        actions.revise_lesson(lesson=first, body="<p>Two.</p>", note="Another.")

    assert history(first) == []


def test_restore_version_is_a_newer_version(first) -> None:
    actions.revise_lesson(lesson=first, body="<p>Two.</p>", title="Retold")

    back = actions.restore_version(version=LessonVersion.objects.get(number=1))

    assert (back.title, back.body, [one[0] for one in history(first)]) == (
        "Told",
        "<p>One first number.</p>",
        [1, 2, 3],
    )


def test_differences_name_what_went_and_came() -> None:
    assert differences("<p>One first number.</p>", "<p>One better number.</p><p>End.</p>") == [
        Piece("same", "One"),
        Piece("gone", "first"),
        Piece("new", "better"),
        Piece("same", "number."),
        Piece("new", "End."),
    ]


def form(**more: str) -> dict[str, str]:
    return {"title": "A", "slug": "a", "kind": "text", "body": "null", "minutes": "7", "asset": "", **more}


def test_lesson_page_asks_for_the_sentence(desk, okafor) -> None:
    url = f"{desk.root}lessons/{desk.lessons[0].key}/"

    silent = desk.client.post(url, form(change="tell"))
    said = desk.client.post(url, form(change="tell", note="Seven minutes now."))

    with enter(okafor):
        found = Lesson.objects.get(pk=desk.lessons[0].pk)
    assert (silent.status_code, "Say in a sentence" in silent.text) == (200, True)
    assert (said.status_code, found.change_note) == (302, "Seven minutes now.")


def test_history_shows_the_change_and_restores_it(desk, okafor) -> None:
    root = f"{desk.root}lessons/{desk.lessons[0].key}/"
    desk.client.post(root, form(title="A, retold"))

    page = desk.client.get(f"{root}versions/")
    desk.client.post(f"{root}versions/1/", {"change": "minor"})

    with enter(okafor):
        assert Lesson.objects.get(pk=desk.lessons[0].pk).title == "A"
    assert "<del>A</del> <ins>A, retold</ins>" in page.text


def test_history_of_a_lesson_that_never_changed_says_so(desk) -> None:
    page = desk.client.get(f"{desk.root}lessons/{desk.lessons[0].key}/versions/")

    assert (page.status_code, "was not changed since it was made" in page.text) == (200, True)


def test_revision_told_is_a_fact(first) -> None:
    actions.revise_lesson(lesson=first, body="<p>Two.</p>", note="Another.")

    assert Event.objects.filter(fact="courses.LessonRevised").count() == 1


def test_copy_of_a_module_has_no_history(first) -> None:
    actions.revise_lesson(lesson=first, body="<p>Two.</p>", note="Another.")

    (twin,) = actions.copy_lessons(lessons=[first], module=module(first.course, "Other"))

    assert (twin.versions.count(), twin.change_note) == (0, "")
