"""The statements that count: of each row what it is now less what was counted of it, in one statement with its mark.

A killed process leaves either both or neither. The same text, over what was counted instead of what is due, makes the
counters again.
"""

# ruff: noqa: S608  (every part is a constant of this module)

_MONTH = "date_trunc('month', e.started_at AT TIME ZONE 'UTC')::date AS month"
_NEW = "gen_random_uuid(), now()"

DUE_PLACES = f"""
SELECT e.id, e.course_id, {_MONTH}, e.counted_took AS was, CASE WHEN e.completed_at IS NULL THEN -1
ELSE floor(extract(epoch FROM e.completed_at - e.started_at) / 86400)::int END AS took
FROM learning_enrolment AS e WHERE e.to_count ORDER BY e.id LIMIT %s FOR UPDATE SKIP LOCKED"""
MARK_PLACES = """UPDATE learning_enrolment AS e SET to_count = false, counted_took = due.took
FROM due WHERE e.id = due.id"""
COUNTED_PLACES = f"""
SELECT e.id, e.course_id, {_MONTH}, NULL::int AS was, e.counted_took AS took
FROM learning_enrolment AS e WHERE e.counted_took IS NOT NULL"""
PLACES = [
    f"""INSERT INTO analytics_placecount AS t (key, created_at, course_id, month, took, people)
SELECT {_NEW}, course_id, month, days, sum(step) FROM (
  SELECT course_id, month, took AS days, 1 AS step FROM due
  UNION ALL SELECT course_id, month, was, -1 FROM due WHERE was IS NOT NULL) AS steps
GROUP BY course_id, month, days HAVING sum(step) <> 0 ORDER BY course_id, month, days
ON CONFLICT (course_id, month, took) DO UPDATE SET people = t.people + EXCLUDED.people"""
]

DUE_LESSONS = f"""
SELECT p.id, p.lesson_id, {_MONTH}, p.counted_state AS was, CASE WHEN p.completed_at IS NULL THEN 1 ELSE 2 END AS state,
p.counted AS before, p.played AS played, p.counted_again AS again_before, p.again AS again
FROM learning_lessonprogress AS p JOIN learning_enrolment AS e ON e.id = p.enrolment_id
WHERE p.to_count ORDER BY p.id LIMIT %s FOR UPDATE OF p SKIP LOCKED"""
MARK_LESSONS = """UPDATE learning_lessonprogress AS p
SET to_count = false, counted_state = due.state, counted = due.played, counted_again = due.again
FROM due WHERE p.id = due.id"""
TOLD_LESSONS = (
    "coalesce(array_agg(due.id) FILTER (WHERE due.was = 0), '{}')",
    "coalesce(array_agg(due.id) FILTER (WHERE due.state = 2 AND due.was < 2), '{}')",
    "coalesce(array_agg(due.id) FILTER (WHERE due.played <> due.before), '{}')",
)
_NOTHING = "'{}'::int4multirange"
COUNTED_LESSONS = f"""
SELECT p.id, p.lesson_id, {_MONTH}, 0 AS was, p.counted_state AS state,
{_NOTHING} AS before, p.counted AS played, {_NOTHING} AS again_before, p.counted_again AS again
FROM learning_lessonprogress AS p JOIN learning_enrolment AS e ON e.id = p.enrolment_id WHERE p.counted_state > 0"""


def _edges(column: str, into: str, sign: int) -> str:
    """A step up where a span begins and a step down where it ends, in the column `into` of begins, lasts, repeats."""
    up, down = ((f"{step} * ({into} = 'begins')::int", f"{step} * ({into} = 'repeats')::int") for step in (sign, -sign))
    return (
        f"SELECT lesson_id, month, lower(span) AS second, {up[0]} AS begins, 0 AS lasts, {up[1]} AS repeats"
        f" FROM due, unnest({column}) AS span UNION ALL"
        f" SELECT lesson_id, month, upper(span), {down[0]}, 0, {down[1]} FROM due, unnest({column}) AS span"
    )


def _lasts(column: str, sign: int) -> str:
    return f"SELECT lesson_id, month, upper({column}), 0, {sign}, 0 FROM due WHERE NOT isempty({column})"


_SPANS = (("played", "'begins'", 1), ("before", "'begins'", -1), ("again", "'repeats'", 1))
_ALL = [
    *(_edges(*span) for span in (*_SPANS, ("again_before", "'repeats'", -1))),
    _lasts("played", 1),
    _lasts("before", -1),
]
LESSONS = [
    f"""INSERT INTO analytics_lessoncount AS t (key, created_at, lesson_id, month, opened, finished)
SELECT {_NEW}, lesson_id, month, count(*) FILTER (WHERE was = 0),
count(*) FILTER (WHERE state = 2) - count(*) FILTER (WHERE was = 2)
FROM due GROUP BY lesson_id, month ORDER BY lesson_id, month
ON CONFLICT (lesson_id, month) DO UPDATE SET opened = t.opened + EXCLUDED.opened,
finished = t.finished + EXCLUDED.finished""",
    f"""INSERT INTO analytics_filmcount AS t (key, created_at, lesson_id, month, second, begins, lasts, repeats)
SELECT {_NEW}, lesson_id, month, second, sum(begins), sum(lasts), sum(repeats)
FROM ({" UNION ALL ".join(_ALL)}) AS edges GROUP BY lesson_id, month, second
HAVING sum(begins) <> 0 OR sum(lasts) <> 0 OR sum(repeats) <> 0 ORDER BY lesson_id, month, second
ON CONFLICT (lesson_id, month, second) DO UPDATE SET begins = t.begins + EXCLUDED.begins,
lasts = t.lasts + EXCLUDED.lasts, repeats = t.repeats + EXCLUDED.repeats""",
]


def _attempts(drawn: str) -> str:
    return f"""
SELECT a.id, a.quiz_id, {_MONTH}, a.number, a.score::bigint AS score, {drawn} AS drawn, a.answers
FROM assessments_attempt AS a JOIN learning_enrolment AS e ON e.id = a.enrolment_id"""


def _due(attempts: str, uncounted: str) -> str:
    return f"""{attempts}
WHERE a.submitted_at IS NOT NULL AND a.score IS NOT NULL AND {uncounted}
ORDER BY a.id LIMIT %s FOR UPDATE OF a SKIP LOCKED"""


_ATTEMPTS = _attempts("a.drawn")
DUE_ATTEMPTS = _due(_ATTEMPTS, "a.counted_at IS NULL")
MARK_ATTEMPTS = "UPDATE assessments_attempt AS a SET counted_at = now() FROM due WHERE a.id = due.id"
COUNTED_ATTEMPTS = f"{_ATTEMPTS} WHERE a.counted_at IS NOT NULL"
# what was drawn from banks has a mark of its own: attempts counted before it was counted are due for it alone
_DRAWING = _attempts("ARRAY(SELECT sheet ->> 'key' FROM jsonb_array_elements(a.sheets) AS sheet)")
DUE_DRAWING = _due(_DRAWING, "a.sheets IS NOT NULL AND a.drawn_counted_at IS NULL")
MARK_DRAWING = "UPDATE assessments_attempt AS a SET drawn_counted_at = now() FROM due WHERE a.id = due.id"
COUNTED_DRAWING = f"{_DRAWING} WHERE a.drawn_counted_at IS NOT NULL"


def _asked(question: str, key: str, of: str) -> str:
    """A row for each question of a first attempt; `key` is where its text of a key is found in the rows `of`."""
    return f"""
SELECT {question}, due.month, due.score, due.answers -> {key} AS said,
CASE WHEN NOT due.answers ? {key} THEN 0 ELSE coalesce((due.answers -> {key} ->> 'share')::bigint,
CASE WHEN (due.answers -> {key} ->> 'right')::bool THEN 100 ELSE 0 END) END AS share
FROM {of} AND due.number = 1 AND due.score IS NOT NULL"""


# a question is looked up by its quiz: keys in answers are texts that a rewritten quiz may know no longer
_OWN = _asked(
    "q.id AS question_id",
    "q.key::text",
    """due JOIN assessments_question AS q ON q.quiz_id = due.quiz_id
WHERE (due.answers ? q.key::text OR due.drawn ? q.key::text)""",
)
# an attempt keeps what it drew: whether the question is still in its bank is no matter
_DRAWN = _asked("due.quiz_id, key::uuid AS question", "key", "due, unnest(due.drawn) AS key WHERE true")
SUMS = ("asked", "right", "left_out", "shares", "shares_squared", "scores", "scores_squared", "products")
_NAMES = ", ".join(f'"{name}"' for name in SUMS)
_ADDED = ", ".join(f'"{name}" = t."{name}" + EXCLUDED."{name}"' for name in SUMS)


def _sums_into(table: str, of: str, asked: str) -> str:
    return f"""INSERT INTO {table} AS t (key, created_at, {of}, month, {_NAMES})
SELECT {_NEW}, {of}, month, count(*), count(*) FILTER (WHERE share = 100), count(*) FILTER (WHERE said IS NULL),
sum(share), sum(share * share), sum(score), sum(score * score), sum(share * score)
FROM ({asked}) AS asked GROUP BY {of}, month ORDER BY {of}, month
ON CONFLICT ({of}, month) DO UPDATE SET {_ADDED}"""


def _said_into(table: str, of: str, asked: str) -> str:
    return f"""INSERT INTO {table} AS t (key, created_at, {of}, month, said, times, wrong)
SELECT {_NEW}, {of}, month, left(one, 100), count(*), count(*) FILTER (WHERE share < 100)
FROM ({asked}) AS asked, jsonb_array_elements_text(coalesce(asked.said -> 'counted', asked.said -> 'chosen')) AS one
GROUP BY {of}, month, left(one, 100) ORDER BY {of}, month, left(one, 100)
ON CONFLICT ({of}, month, said) DO UPDATE SET times = t.times + EXCLUDED.times, wrong = t.wrong + EXCLUDED.wrong"""


ATTEMPTS = [
    _sums_into("analytics_answercount", "question_id", _OWN),
    _said_into("analytics_choicecount", "question_id", _OWN),
]
DRAWING = [
    _sums_into("analytics_drawncount", "quiz_id, question", _DRAWN),
    _said_into("analytics_drawnchoicecount", "quiz_id, question", _DRAWN),
]
