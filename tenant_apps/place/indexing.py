"""The words of lessons in an index, brought up to date by whoever searches.

`xmin` and `ctid` change with every write of a row (Postgres manual, 5.6), so no change of a lesson or its captions is
missed, whoever made it: an editor, an import, a fork, a restore.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection
from psycopg.sql import SQL

from themes.brand import current_brand

AT_ONCE = 1000
_NAMES = {
    "ar": "arabic", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish", "fi": "finnish",
    "fr": "french", "hi": "hindi", "hu": "hungarian", "id": "indonesian", "it": "italian", "nb": "norwegian",
    "ne": "nepali", "nl": "dutch", "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian",
    "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip

# tags and WebVTT's times are no words
BODY = SQL("regexp_replace(lesson.body, '<[^>]*>|&[a-z]+;', ' ', 'g')")
SPOKEN = SQL("regexp_replace(said.text, 'WEBVTT|[0-9:.]+ --> [^\\n]*|<[^>]*>', ' ', 'g')")
_FRESHEN = SQL("""
WITH spoken AS (
    SELECT said.asset_id, string_agg(said.xmin::text || said.ctid::text, ',' ORDER BY said.id) AS rows
    FROM media_caption said JOIN courses_lesson lesson USING (asset_id)
    WHERE lesson.course_id = ANY(%(courses)s) GROUP BY said.asset_id
), stale AS (
    SELECT lesson.id,
        md5(concat_ws(':', lesson.xmin::text, lesson.ctid::text, spoken.rows, %(config)s::text)) AS version
    FROM courses_lesson lesson LEFT JOIN spoken USING (asset_id) LEFT JOIN place_lessontext known
        ON known.lesson_id = lesson.id
    WHERE lesson.course_id = ANY(%(courses)s) AND known.version IS DISTINCT FROM
        md5(concat_ws(':', lesson.xmin::text, lesson.ctid::text, spoken.rows, %(config)s::text))
    ORDER BY lesson.id LIMIT %(most)s
)
INSERT INTO place_lessontext (key, created_at, lesson_id, version, words)
SELECT gen_random_uuid(), now(), lesson.id, stale.version,
    setweight(to_tsvector(%(config)s::regconfig, lesson.title), 'A')
    || setweight(to_tsvector(%(config)s::regconfig, {BODY}), 'B')
    || setweight(to_tsvector(%(config)s::regconfig, coalesce(
        (SELECT string_agg({SPOKEN}, ' ') FROM media_caption said WHERE said.asset_id = lesson.asset_id), '')), 'C')
FROM stale JOIN courses_lesson lesson ON lesson.id = stale.id ORDER BY lesson.id
ON CONFLICT (lesson_id) DO UPDATE SET version = excluded.version, words = excluded.words
""").format(BODY=BODY, SPOKEN=SPOKEN)


def language() -> str:
    """The text search configuration for the language of the business (Postgres manual, 12.6)."""
    return _NAMES.get(current_brand().language.split("-")[0].lower(), "simple")


def freshen(courses: Sequence[int]) -> None:
    """Read again what changed in these courses since somebody last searched them."""
    with connection.cursor() as cursor:
        cursor.execute(_FRESHEN, {"courses": list(courses), "config": language(), "most": AT_ONCE})
