"""Places in courses, and lessons with the seconds of their own films."""

# ruff: noqa: S608  (every part is a constant of this package)

from tenant_apps.analytics.statements.cohorts import NEW, SIDE, SIDES, WHOSE, sided
from tenant_apps.analytics.statements.seconds import NOTHING, TOLD_PLAYED, moved_seconds, seconds_into

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
TOLD_LESSONS = {
    "opened": "coalesce(array_agg(due.id) FILTER (WHERE due.was = 0), '{}')",
    "finished": "coalesce(array_agg(due.id) FILTER (WHERE due.state = 2 AND due.was < 2), '{}')",
    "played": TOLD_PLAYED,
}
COUNTED_LESSONS = f"""
SELECT p.id, p.lesson_id, {WHOSE}, 0 AS was, p.counted_state AS state,
{NOTHING} AS before, p.counted AS played, {NOTHING} AS again_before, p.counted_again AS again
FROM learning_lessonprogress AS p JOIN learning_enrolment AS e ON e.id = p.enrolment_id WHERE p.counted_state > 0"""


_STATES = "{} AS was, {}".format(*sided("p.counted_state", "state", "0"))
MOVED_LESSONS = f"""
SELECT p.id, p.lesson_id, {SIDE}, {_STATES}, {moved_seconds("p")}
FROM {SIDES} JOIN learning_lessonprogress AS p ON p.enrolment_id = e.id WHERE p.counted_state > 0"""


LESSONS = [
    f"""INSERT INTO analytics_lessoncount AS t (key, created_at, lesson_id, month, cohort, opened, finished)
SELECT {NEW}, lesson_id, month, cohort, count(*) FILTER (WHERE was = 0) - count(*) FILTER (WHERE state = 0),
count(*) FILTER (WHERE state = 2) - count(*) FILTER (WHERE was = 2)
FROM due GROUP BY lesson_id, month, cohort ORDER BY lesson_id, month, cohort
ON CONFLICT (lesson_id, cohort, month) DO UPDATE SET opened = t.opened + EXCLUDED.opened,
finished = t.finished + EXCLUDED.finished""",
    seconds_into("analytics_filmcount", "lesson_id"),
]
