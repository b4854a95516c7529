"""The seconds of films on the pages of lessons."""

# ruff: noqa: S608  (every part is a constant of this package)

from tenant_apps.analytics.statements.cohorts import SIDE, SIDES, WHOSE
from tenant_apps.analytics.statements.seconds import NOTHING, TOLD_PLAYED, moved_seconds, seconds_into

_ROWS = """learning_blockprogress AS b JOIN learning_lessonprogress AS p ON p.id = b.progress_id
JOIN learning_enrolment AS e ON e.id = p.enrolment_id"""

DUE_FILMS = f"""
SELECT b.id, b.block_id, {WHOSE}, b.counted AS before, b.played, b.counted_again AS again_before, b.again
FROM {_ROWS} WHERE b.to_count ORDER BY b.id LIMIT %s FOR UPDATE OF b SKIP LOCKED"""
MARK_FILMS = """UPDATE learning_blockprogress AS b
SET to_count = false, counted = due.played, counted_again = due.again FROM due WHERE b.id = due.id"""
TOLD_FILMS = {"films": TOLD_PLAYED}
COUNTED_FILMS = f"""
SELECT b.id, b.block_id, {WHOSE}, {NOTHING} AS before, b.counted AS played,
{NOTHING} AS again_before, b.counted_again AS again FROM {_ROWS} WHERE NOT isempty(b.counted)"""
MOVED_FILMS = f"""
SELECT b.id, b.block_id, {SIDE}, {moved_seconds("b")} FROM {SIDES}
JOIN learning_lessonprogress AS p ON p.enrolment_id = e.id
JOIN learning_blockprogress AS b ON b.progress_id = p.id WHERE NOT isempty(b.counted)"""
FILMS = [seconds_into("analytics_blockfilmcount", "block_id")]
