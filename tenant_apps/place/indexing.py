"""The words of lessons in an index, brought up to date by whoever searches.

`xmin` and `ctid` change with every write of a row (Postgres manual, 5.6), so no change of a lesson or its captions is
missed, whoever made it: an editor, an import, a fork, a restore.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection
from psycopg.sql import SQL, Composed, Identifier, Literal

from themes.brand import current_brand

AT_ONCE = 1000
_NAMES = {
    "ar": "arabic", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish", "fi": "finnish",
    "fr": "french", "hi": "hindi", "hu": "hungarian", "id": "indonesian", "it": "italian", "nb": "norwegian",
    "ne": "nepali", "nl": "dutch", "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian",
    "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip

# rows of a lesson's own with words in them, which its page shows where the lesson, or a block of it, is of their kind
_OWN = {
    "hotspots": ("materials_hotspot", "text"),
    "project": ("materials_step", "text"),
    "code": ("materials_listing", "code"),
}


def _of_own(each: str) -> Composed:
    """A SELECT for each kind of such rows, which `each` is for one; a block of code has its own."""
    parts = (
        SQL(each).format(kind=Literal(kind), table=Identifier(table), words=Identifier("own", words))
        for kind, (table, words) in _OWN.items()
    )
    return SQL(" UNION ALL ").join(parts)


# characters of such rows: Postgres takes a megabyte of words for a lesson, each with its places
MOST = 100_000
# tags and WebVTT's times are no words; spots, steps and code have no tags
BODY = SQL("""regexp_replace(lesson.body || ' ' || coalesce((SELECT string_agg(block.title || ' ' || block.text, ' '
    ORDER BY block.position) FROM courses_lessonblock block WHERE block.lesson_id = lesson.id), ''),
    '<[^>]*>|&[a-z]+;', ' ', 'g') || ' ' || coalesce((SELECT
    left(string_agg(found.words, ' ' ORDER BY kind, position), {MOST}) FROM ({OWN}) AS found), '')""").format(
    MOST=Literal(MOST),
    OWN=_of_own("""SELECT {kind} AS kind, own.position, own.title || ' ' || {words} AS words FROM {table} own
    WHERE own.lesson_id = lesson.id AND (lesson.kind = {kind} OR {kind} <> 'code' AND EXISTS (
        SELECT FROM courses_lessonblock block WHERE block.lesson_id = lesson.id AND block.kind = {kind}))"""),
)
SPOKEN = SQL("regexp_replace(said.text, 'WEBVTT|[0-9:.]+ --> [^\\n]*|<[^>]*>', ' ', 'g')")
# what is said in the lesson's own film, and in those of its blocks
SAID = SQL("""(SELECT string_agg({SPOKEN}, ' ') FROM media_caption said WHERE said.asset_id IN (SELECT lesson.asset_id
    UNION ALL SELECT block.asset_id FROM courses_lessonblock block WHERE block.lesson_id = lesson.id))""").format(
    SPOKEN=SPOKEN
)
_FRESHEN = SQL("""
WITH mine AS (
    SELECT id, asset_id, xmin::text || ctid::text AS seen FROM courses_lesson WHERE course_id = ANY(%(courses)s)
), part AS (
    SELECT block.lesson_id, block.asset_id, '' AS kind, block.id, block.xmin::text || block.ctid::text AS seen
    FROM courses_lessonblock block JOIN mine ON mine.id = block.lesson_id
    UNION ALL {SEEN}
), spoken AS (
    SELECT shown.lesson_id, string_agg(said.xmin::text || said.ctid::text, ',' ORDER BY said.id) AS rows
    FROM (SELECT id AS lesson_id, asset_id FROM mine UNION ALL SELECT lesson_id, asset_id FROM part) shown
    JOIN media_caption said USING (asset_id) GROUP BY shown.lesson_id
), parts AS (
    SELECT lesson_id, string_agg(seen, ',' ORDER BY kind, id) AS rows FROM part GROUP BY lesson_id
), told AS (
    SELECT mine.id, md5(concat_ws(':', mine.seen, spoken.rows, parts.rows, %(config)s::text)) AS version
    FROM mine LEFT JOIN spoken ON spoken.lesson_id = mine.id LEFT JOIN parts ON parts.lesson_id = mine.id
), stale AS (
    SELECT told.id, told.version FROM told LEFT JOIN place_lessontext known ON known.lesson_id = told.id
    WHERE known.version IS DISTINCT FROM told.version ORDER BY told.id LIMIT %(most)s
)
INSERT INTO place_lessontext (key, created_at, lesson_id, version, words)
SELECT gen_random_uuid(), now(), lesson.id, stale.version,
    setweight(to_tsvector(%(config)s::regconfig, lesson.title), 'A')
    || setweight(to_tsvector(%(config)s::regconfig, {BODY}), 'B')
    || setweight(to_tsvector(%(config)s::regconfig, coalesce({SAID}, '')), 'C')
FROM stale JOIN courses_lesson lesson ON lesson.id = stale.id ORDER BY lesson.id
ON CONFLICT (lesson_id) DO UPDATE SET version = excluded.version, words = excluded.words
""").format(
    BODY=BODY,
    SAID=SAID,
    SEEN=_of_own("""SELECT own.lesson_id, NULL, {kind}, own.id, own.xmin::text || own.ctid::text
    FROM {table} own JOIN mine ON mine.id = own.lesson_id"""),
)


def language() -> str:
    """The text search configuration for the language of the business (Postgres manual, 12.6)."""
    return _NAMES.get(current_brand().language.split("-")[0].lower(), "simple")


def freshen(courses: Sequence[int]) -> None:
    """Read again what changed in these courses since somebody last searched them."""
    with connection.cursor() as cursor:
        cursor.execute(_FRESHEN, {"courses": list(courses), "config": language(), "most": AT_ONCE})
