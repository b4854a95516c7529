"""Two programs that change two things of one lesson at once: neither puts back what the other changed."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from tenant_apps.learning import actions as learning
from tenant_apps.learning.models import FilmTerms
from tenant_apps.materials import actions as materials
from tenant_apps.materials.models import LessonSession
from tests.tenant_apps.materials.factories import a_lesson

BEGINS = datetime(2027, 1, 31, 9, tzinfo=UTC)


class Other:
    """Another program: it was first where a row is held, else its change comes right after the row was read."""

    def __init__(self, table: str, change: Callable[[], Any]) -> None:
        self.table, self.change, self.is_over = table, change, False

    def __call__(self, execute: Any, sql: str, *more: Any) -> Any:
        is_held = "UPDATE" in sql and any(f'FROM "{each}"' in sql for each in (self.table, "courses_lesson"))
        if self.is_over or not (is_held or f'FROM "{self.table}"' in sql):
            return execute(sql, *more)
        self.is_over = True
        if is_held:
            self.change()
            return execute(sql, *more)
        read = execute(sql, *more)
        self.change()
        return read


def test_the_terms_of_a_film(books) -> None:
    lesson = a_lesson("video")
    learning.set_film_terms(lesson=lesson)
    other = Other("learning_filmterms", lambda: FilmTerms.objects.update(may_be_kept=True))

    with connection.execute_wrapper(other):
        answer = books.call("put", f"/lessons/{lesson.key}/film/", {"least_percent": 80})

    terms = FilmTerms.objects.get()
    assert other.is_over
    assert (answer.status_code, terms.least_percent, terms.may_be_kept) == (200, 80, True)


def test_a_session(books) -> None:
    lesson = a_lesson("live")
    materials.set_session(lesson=lesson, starts_at=BEGINS, minutes=60)
    link = "https://meet.example/abc"
    other = Other("materials_lessonsession", lambda: LessonSession.objects.update(link=link))

    with connection.execute_wrapper(other):
        answer = books.call("put", f"/lessons/{lesson.key}/session/", {"minutes": 90})

    session = LessonSession.objects.get()
    assert other.is_over
    assert (answer.status_code, session.minutes, session.link, session.number) == (200, 90, link, 1)


def test_a_session_that_begins_at_no_time_is_refused_beside_its_field(books) -> None:
    lesson = a_lesson("live")

    answer = books.call("put", f"/lessons/{lesson.key}/session/", {"minutes": 90})

    assert (answer.status_code, answer.json()["field"]) == (400, "starts_at")
    assert not LessonSession.objects.exists()
