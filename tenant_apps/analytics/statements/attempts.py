"""First attempts at quizzes: a quiz's own questions, and what it drew from banks."""

# ruff: noqa: S608  (every part is a constant of this package)

from tenant_apps.analytics.statements.cohorts import NEW, SIDE, SIDES, WHOSE

_EACH = (f"{WHOSE}, 1 AS sign", "learning_enrolment AS e")
_MOVED = (f"{SIDE}, side.sign", SIDES)
_OWN_KEYS = "a.drawn"
_DRAWN_KEYS = "ARRAY(SELECT sheet ->> 'key' FROM jsonb_array_elements(a.sheets) AS sheet)"


def _attempts(drawn: str, whose: tuple[str, str], such: str) -> str:
    return f"""
SELECT a.id, a.quiz_id, {whose[0]}, a.number, a.score::bigint AS score, {drawn} AS drawn, a.answers
FROM {whose[1]} JOIN assessments_attempt AS a ON a.enrolment_id = e.id WHERE {such}"""


def _due(drawn: str, uncounted: str) -> str:
    attempts = _attempts(drawn, _EACH, f"a.submitted_at IS NOT NULL AND a.score IS NOT NULL AND {uncounted}")
    return f"{attempts} ORDER BY a.id LIMIT %s FOR UPDATE OF a SKIP LOCKED"


DUE_ATTEMPTS = _due(_OWN_KEYS, "a.counted_at IS NULL")
MARK_ATTEMPTS = "UPDATE assessments_attempt AS a SET counted_at = now() FROM due WHERE a.id = due.id"
COUNTED_ATTEMPTS = _attempts(_OWN_KEYS, _EACH, "a.counted_at IS NOT NULL")
MOVED_ATTEMPTS = _attempts(_OWN_KEYS, _MOVED, "a.counted_at IS NOT NULL")
# what was drawn from banks has a mark of its own: attempts counted before it was counted are due for it alone
DUE_DRAWING = _due(_DRAWN_KEYS, "a.sheets IS NOT NULL AND a.drawn_counted_at IS NULL")
MARK_DRAWING = "UPDATE assessments_attempt AS a SET drawn_counted_at = now() FROM due WHERE a.id = due.id"
COUNTED_DRAWING = _attempts(_DRAWN_KEYS, _EACH, "a.drawn_counted_at IS NOT NULL")
MOVED_DRAWING = _attempts(_DRAWN_KEYS, _MOVED, "a.drawn_counted_at IS NOT NULL")


def _asked(question: str, key: str, of: str) -> str:
    """A row for each question of a first attempt; `key` is where its text of a key is found in the rows `of`."""
    return f"""
SELECT {question}, due.month, due.cohort, due.sign, due.score, due.answers -> {key} AS said,
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
    keys = f"{of}, month, cohort"
    return f"""INSERT INTO {table} AS t (key, created_at, {keys}, {_NAMES})
SELECT {NEW}, {keys}, sum(sign), coalesce(sum(sign) FILTER (WHERE share = 100), 0),
coalesce(sum(sign) FILTER (WHERE said IS NULL), 0), sum(sign * share), sum(sign * share * share),
sum(sign * score), sum(sign * score * score), sum(sign * share * score)
FROM ({asked}) AS asked GROUP BY {keys} ORDER BY {keys}
ON CONFLICT ({keys}) DO UPDATE SET {_ADDED}"""


def _said_into(table: str, of: str, asked: str) -> str:
    keys = f"{of}, month, cohort"
    return f"""INSERT INTO {table} AS t (key, created_at, {keys}, said, times, wrong)
SELECT {NEW}, {keys}, left(one, 100), sum(sign), coalesce(sum(sign) FILTER (WHERE share < 100), 0)
FROM ({asked}) AS asked, jsonb_array_elements_text(coalesce(asked.said -> 'counted', asked.said -> 'chosen')) AS one
GROUP BY {keys}, left(one, 100) ORDER BY {keys}, left(one, 100)
ON CONFLICT ({keys}, said) DO UPDATE SET times = t.times + EXCLUDED.times, wrong = t.wrong + EXCLUDED.wrong"""


ATTEMPTS = [
    _sums_into("analytics_answercount", "question_id", _OWN),
    _said_into("analytics_choicecount", "question_id", _OWN),
]
DRAWING = [
    _sums_into("analytics_drawncount", "quiz_id, question", _DRAWN),
    _said_into("analytics_drawnchoicecount", "quiz_id, question", _DRAWN),
]
