"""The seconds of films: from ranges that were played before and are now to a counter's steps."""

# ruff: noqa: S608  (every part is a constant of this package)

from tenant_apps.analytics.statements.cohorts import NEW, sided

NOTHING = "'{}'::int4multirange"
# ids of those of which other seconds were played than before
TOLD_PLAYED = "coalesce(array_agg(due.id) FILTER (WHERE due.played <> due.before), '{}')"


def moved_seconds(row: str) -> str:
    """What was counted of a row's film, on both sides of a change of cohort."""
    played = "{} AS before, {}".format(*sided(f"{row}.counted", "played", NOTHING))
    again = "{} AS again_before, {}".format(*sided(f"{row}.counted_again", "again", NOTHING))
    return f"{played}, {again}"


def seconds_into(table: str, whose: str) -> str:
    """The statement that adds what changed of rows that are due to a counter, by the column that says whose film."""
    parts = [
        _edges(whose, "played", "'begins'", 1),
        _edges(whose, "before", "'begins'", -1),
        _edges(whose, "again", "'repeats'", 1),
        _edges(whose, "again_before", "'repeats'", -1),
        _lasts(whose, "played", 1),
        _lasts(whose, "before", -1),
    ]
    return f"""INSERT INTO {table} AS t (key, created_at, {whose}, month, cohort, second, begins, lasts, repeats)
SELECT {NEW}, {whose}, month, cohort, second, sum(begins), sum(lasts), sum(repeats)
FROM ({" UNION ALL ".join(parts)}) AS edges GROUP BY {whose}, month, cohort, second
HAVING sum(begins) <> 0 OR sum(lasts) <> 0 OR sum(repeats) <> 0 ORDER BY {whose}, month, cohort, second
ON CONFLICT ({whose}, cohort, month, second) DO UPDATE SET begins = t.begins + EXCLUDED.begins,
lasts = t.lasts + EXCLUDED.lasts, repeats = t.repeats + EXCLUDED.repeats"""


def _edges(whose: str, column: str, into: str, sign: int) -> str:
    """A step up where a span begins and a step down where it ends, in the column `into` of begins, lasts, repeats."""
    up, down = ((f"{step} * ({into} = 'begins')::int", f"{step} * ({into} = 'repeats')::int") for step in (sign, -sign))
    return (
        f"SELECT {whose}, month, cohort, lower(span) AS second, {up[0]} AS begins, 0 AS lasts, {up[1]} AS repeats"
        f" FROM due, unnest({column}) AS span UNION ALL"
        f" SELECT {whose}, month, cohort, upper(span), {down[0]}, 0, {down[1]} FROM due, unnest({column}) AS span"
    )


def _lasts(whose: str, column: str, sign: int) -> str:
    return f"SELECT {whose}, month, cohort, upper({column}), 0, {sign}, 0 FROM due WHERE NOT isempty({column})"
