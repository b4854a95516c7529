"""Whose cohort a fact counts for, and learners who changed theirs."""

# ruff: noqa: S608  (every part is a constant of this package)

NEW = "gen_random_uuid(), now()"
MONTH = "date_trunc('month', e.started_at AT TIME ZONE 'UTC')::date AS month"
# the one that was counted, not the one of this moment: until the learner is moved, all of theirs stays together
WHOSE = f"{MONTH}, e.counted_cohort AS cohort"

_NOW = """learning_enrolment AS e LEFT JOIN learning_cohortplace AS place ON place.enrolment_id = e.id
LEFT JOIN learning_cohort AS c ON c.id = place.cohort_id"""
# rows of progress that hang on these places may be made meanwhile
DUE = "SELECT id FROM learning_enrolment WHERE cohort_to_count ORDER BY id LIMIT %s FOR NO KEY UPDATE SKIP LOCKED"
SETTLE = f"""UPDATE learning_enrolment AS e SET cohort_to_count = false, counted_cohort = found.cohort
FROM (SELECT e.id, e.counted_cohort AS was, c.key AS cohort FROM {_NOW} WHERE e.id = ANY(%s)) AS found
WHERE e.id = found.id RETURNING e.id, found.was, found.cohort"""
# places whose change of cohort nobody noted, as a release before this one does not
UNNOTED = f"""UPDATE learning_enrolment SET cohort_to_count = true WHERE NOT cohort_to_count
AND id IN (SELECT e.id FROM {_NOW} WHERE c.key IS DISTINCT FROM e.counted_cohort)"""

# what was counted of a learner twice: taken out of the cohort they were in, and put into the one they are in
SIDE = f"{MONTH}, side.cohort"
SIDES = """unnest(%s::bigint[], %s::uuid[], %s::uuid[]) AS moved (id, was, cohort)
JOIN learning_enrolment AS e ON e.id = moved.id
CROSS JOIN LATERAL (VALUES (moved.was, -1), (moved.cohort, 1)) AS side (cohort, sign)"""


def sided(column: str, name: str, nothing: str) -> tuple[str, str]:
    """What goes out of the cohort that was, as what was counted before, and into the one that is, as what is now."""
    before = f"CASE side.sign WHEN -1 THEN {column} ELSE {nothing} END"
    return before, f"CASE side.sign WHEN 1 THEN {column} ELSE {nothing} END AS {name}"
