"""Places in courses, lessons and the seconds of films."""

# ruff: noqa: S608  (every part is a constant of this package)

from tenant_apps.analytics.statements.cohorts import NEW, SIDE, SIDES, WHOSE

DUE_PLACES = f"""
SELECT e.id, e.course_id, {WHOSE}, e.counted_took AS was, CASE WHEN e.completed_at IS NULL THEN -1
ELSE floor(extract(epoch FROM e.completed_at - e.started_at) / 86400)::int END AS took
FROM learning_enrolment AS e WHERE e.to_count ORDER BY e.id LIMIT %s FOR UPDATE SKIP LOCKED"""
MARK_PLACES = """UPDATE learning_enrolment AS e SET to_count = false, counted_took = due.took
FROM due WHERE e.id = due.id"""
COUNTED_PLACES = f"""
SELECT e.id, e.course_id, {WHOSE}, NULL::int AS was, e.counted_took AS took
FROM learning_enrolment AS e WHERE e.counted_took IS NOT NULL"""
MOVED_PLACES = f"""
SELECT e.id, e.course_id, {SIDE}, CASE side.sign WHEN -1 THEN e.counted_took END AS was,
CASE side.sign WHEN 1 THEN e.counted_took END AS took FROM {SIDES} WHERE e.counted_took IS NOT NULL"""
PLACES = [
    f"""INSERT INTO analytics_placecount AS t (key, created_at, course_id, month, cohort, took, people)
SELECT {NEW}, course_id, month, cohort, days, sum(step) FROM (
  SELECT course_id, month, cohort, took AS days, 1 AS step FROM due WHERE took IS NOT NULL
  UNION ALL SELECT course_id, month, cohort, was, -1 FROM due WHERE was IS NOT NULL) AS steps
GROUP BY course_id, month, cohort, days HAVING sum(step) <> 0 ORDER BY course_id, month, cohort, days
ON CONFLICT (course_id, cohort, month, took) DO UPDATE SET people = t.people + EXCLUDED.people"""
]

DUE_LESSONS = f"""
SELECT p.id, p.lesson_id, {WHOSE}, p.counted_state AS was, CASE WHEN p.completed_at IS NULL THEN 1 ELSE 2 END AS state,
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
SELECT p.id, p.lesson_id, {WHOSE}, 0 AS was, p.counted_state AS state,
{_NOTHING} AS before, p.counted AS played, {_NOTHING} AS again_before, p.counted_again AS again
FROM learning_lessonprogress AS p JOIN learning_enrolment AS e ON e.id = p.enrolment_id WHERE p.counted_state > 0"""


def _sided(column: str, name: str, nothing: str) -> tuple[str, str]:
    """What goes out of the cohort that was, as what was counted before, and into the one that is, as what is now."""
    before = f"CASE side.sign WHEN -1 THEN p.{column} ELSE {nothing} END"
    return before, f"CASE side.sign WHEN 1 THEN p.{column} ELSE {nothing} END AS {name}"


_STATES = "{} AS was, {}".format(*_sided("counted_state", "state", "0"))
_PLAYED = "{} AS before, {}".format(*_sided("counted", "played", _NOTHING))
_AGAIN = "{} AS again_before, {}".format(*_sided("counted_again", "again", _NOTHING))
MOVED_LESSONS = f"""
SELECT p.id, p.lesson_id, {SIDE}, {_STATES}, {_PLAYED}, {_AGAIN}
FROM {SIDES} JOIN learning_lessonprogress AS p ON p.enrolment_id = e.id WHERE p.counted_state > 0"""


def _edges(column: str, into: str, sign: int) -> str:
    """A step up where a span begins and a step down where it ends, in the column `into` of begins, lasts, repeats."""
    up, down = ((f"{step} * ({into} = 'begins')::int", f"{step} * ({into} = 'repeats')::int") for step in (sign, -sign))
    return (
        f"SELECT lesson_id, month, cohort, lower(span) AS second, {up[0]} AS begins, 0 AS lasts, {up[1]} AS repeats"
        f" FROM due, unnest({column}) AS span UNION ALL"
        f" SELECT lesson_id, month, cohort, upper(span), {down[0]}, 0, {down[1]} FROM due, unnest({column}) AS span"
    )


def _lasts(column: str, sign: int) -> str:
    return f"SELECT lesson_id, month, cohort, upper({column}), 0, {sign}, 0 FROM due WHERE NOT isempty({column})"


_SPANS = (("played", "'begins'", 1), ("before", "'begins'", -1), ("again", "'repeats'", 1))
_ALL = [
    *(_edges(*span) for span in (*_SPANS, ("again_before", "'repeats'", -1))),
    _lasts("played", 1),
    _lasts("before", -1),
]
LESSONS = [
    f"""INSERT INTO analytics_lessoncount AS t (key, created_at, lesson_id, month, cohort, opened, finished)
SELECT {NEW}, lesson_id, month, cohort, count(*) FILTER (WHERE was = 0) - count(*) FILTER (WHERE state = 0),
count(*) FILTER (WHERE state = 2) - count(*) FILTER (WHERE was = 2)
FROM due GROUP BY lesson_id, month, cohort ORDER BY lesson_id, month, cohort
ON CONFLICT (lesson_id, cohort, month) DO UPDATE SET opened = t.opened + EXCLUDED.opened,
finished = t.finished + EXCLUDED.finished""",
    f"""INSERT INTO analytics_filmcount AS t (key, created_at, lesson_id, month, cohort, second, begins, lasts, repeats)
SELECT {NEW}, lesson_id, month, cohort, second, sum(begins), sum(lasts), sum(repeats)
FROM ({" UNION ALL ".join(_ALL)}) AS edges GROUP BY lesson_id, month, cohort, second
HAVING sum(begins) <> 0 OR sum(lasts) <> 0 OR sum(repeats) <> 0 ORDER BY lesson_id, month, cohort, second
ON CONFLICT (lesson_id, cohort, month, second) DO UPDATE SET begins = t.begins + EXCLUDED.begins,
lasts = t.lasts + EXCLUDED.lasts, repeats = t.repeats + EXCLUDED.repeats""",
]
