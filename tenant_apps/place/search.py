"""Finding words in what a learner owns: courses, lessons, what is said in films, their own notes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from psycopg.sql import SQL, Composed

from marque.kit.tenancy.addresses import path_to
from tenant_apps.learning.models import Enrolment
from tenant_apps.learning.outline import LOCKED
from tenant_apps.learning.queries import live_enrolments, outlines_for
from tenant_apps.people.models import Person
from tenant_apps.place.indexing import BODY, SAID, freshen, language

MOST, ASKED = 30, 120
_WORD = re.compile(r"\w+")
# what marks a found word until the text around it is escaped
_BEGIN, _END = "\x02", "\x03"
_LOOK = f"StartSel={_BEGIN},StopSel={_END},MaxWords=28,MinWords=12,MaxFragments=1"
_HITS = """
SELECT lesson.id, lesson.course_id, lesson.slug, lesson.title,
    to_tsvector(%(config)s::regconfig, lesson.title) @@ asked.query, lesson.release IS NOT NULL
        OR module.release IS NOT NULL,
    lesson.is_preview OR EXISTS (SELECT FROM learning_lessonprogress seen
        WHERE seen.lesson_id = lesson.id AND seen.enrolment_id = ANY(%(places)s))
FROM (SELECT to_tsquery(%(config)s::regconfig, %(words)s) AS query) asked
JOIN place_lessontext known ON known.words @@ asked.query
JOIN courses_lesson lesson ON lesson.id = known.lesson_id AND lesson.course_id = ANY(%(courses)s)
    AND lesson.archived_at IS NULL AND lesson.draft_since IS NULL
JOIN courses_module module ON module.id = lesson.module_id AND module.archived_at IS NULL
ORDER BY ts_rank(known.words, asked.query) DESC, lesson.id LIMIT %(most)s
"""
_SAID = SQL("""
SELECT lesson.id, ts_headline(%(config)s::regconfig, {BODY} || ' ' || coalesce({SAID}, ''),
    to_tsquery(%(config)s::regconfig, %(words)s), %(look)s)
FROM courses_lesson lesson WHERE lesson.id = ANY(%(lessons)s)
""").format(BODY=BODY, SAID=SAID)
_NOTES = """
SELECT note.key, lesson.slug, course.slug, lesson.title, note.seconds,
    ts_headline(%(config)s::regconfig, note.quote || ' ' || note.text, asked.query, %(look)s)
FROM place_note note JOIN courses_lesson lesson ON lesson.id = note.lesson_id
JOIN courses_course course ON course.id = lesson.course_id,
    (SELECT to_tsquery(%(config)s::regconfig, %(words)s) AS query) asked
WHERE note.person_id = %(person)s
    AND to_tsvector(%(config)s::regconfig, note.quote || ' ' || note.text) @@ asked.query
ORDER BY note.changed_at DESC LIMIT %(most)s
"""


@dataclass(frozen=True)
class Hit:
    """Something found. One that is locked says when it opens, if that is known, and nothing of what is in it."""

    title: str
    url: str
    where: str = ""
    said: SafeString = field(default_factory=SafeString)
    is_locked: bool = False
    opens_at: datetime | None = None


@dataclass(frozen=True)
class Found:
    """What a search found, by kind."""

    courses: list[Hit]
    lessons: list[Hit]
    notes: list[Hit]

    @property
    def total(self) -> int:
        """How much that is."""
        return len(self.courses) + len(self.lessons) + len(self.notes)


def as_query(text: str) -> str:
    """What somebody typed as a tsquery: all the words, the last perhaps not typed to its end."""
    words = _WORD.findall(text[:ASKED].replace("\0", " "))[:8]
    return " & ".join([*words[:-1], f"{words[-1]}:*"]) if words else ""


def find(person: Person, text: str, now: datetime) -> Found:
    """What of theirs holds these words, in the business's language."""
    words, places = as_query(text), live_enrolments(person)
    if not words:
        return Found([], [], [])
    asked = {"config": language(), "words": words, "look": _LOOK, "most": MOST, "person": person.pk}
    freshen([place.course_id for place in places])
    return Found(_courses(places, text), _lessons(places, asked, now), _notes(asked))


def _courses(places: list[Enrolment], text: str) -> list[Hit]:
    words = [word.lower() for word in _WORD.findall(text)]
    fitting = [place.course for place in places if all(word in place.course.title.lower() for word in words)]
    return [Hit(course.title, path_to("learning:course", course.slug)) for course in fitting]


def _lessons(places: list[Enrolment], asked: dict[str, object], now: datetime) -> list[Hit]:
    by_course = {place.course_id: place for place in places}
    owned = {"courses": list(by_course), "places": [place.pk for place in places]}
    rows = _rows(_HITS, asked | owned)
    may_wait = [by_course[row[1]] for row in rows if not row[6] and (row[5] or by_course[row[1]].awaits)]
    shut = _shut(may_wait, now)
    closed = {row[0] for row in rows if not row[6] and row[0] in shut}
    said = dict(_rows(_SAID, asked | {"lessons": [row[0] for row in rows if row[0] not in closed]}))
    hits = []
    for pk, course_id, slug, title, in_title, *_rest in rows:
        course = by_course[course_id].course
        url = path_to("learning:lesson", course.slug, slug)
        if pk not in closed:
            hits.append(Hit(title, url, course.title, _marked(said.get(pk, ""))))
        elif in_title:
            hits.append(Hit(title, url, course.title, is_locked=True, opens_at=shut[pk]))
    return hits


def _shut(places: Iterable[Enrolment], now: datetime) -> dict[int, datetime | None]:
    outlines = outlines_for({place.pk: place for place in places}.values(), now)
    return {line.lesson.pk: line.opens_at for each in outlines for line in each.lessons if line.state == LOCKED}


def _notes(asked: dict[str, object]) -> list[Hit]:
    hits = []
    for key, lesson, course, title, seconds, said in _rows(_NOTES, asked):
        at = f"#note-{key}" if seconds is None else f"#t={seconds}"
        hits.append(Hit(title, path_to("learning:lesson", course, lesson) + at, "", _marked(said)))
    return hits


def _rows(sql: str | Composed, values: dict[str, object]) -> list[tuple]:  # type: ignore[type-arg]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def _marked(said: str) -> SafeString:
    safe = escape(" ".join(said.split())).replace(_BEGIN, "<mark>").replace(_END, "</mark>")
    return mark_safe(safe)  # noqa: S308  escaped above; the marks are ours
