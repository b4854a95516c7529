"""Many rows from one: a real row, made by the actions, copied as often as asked."""

from django.db import connection, models
from psycopg import sql

from tests.statistics import gather

# copies keep away from what the actions make
FIRST = 1_000_000


def grow(row: models.Model, count: int, **changes: str) -> None:
    """So many copies of a row. `changes` are SQL for columns; `n` counts from 1, primary keys are FIRST + n."""
    meta = row._meta
    columns = [field.column for field in meta.local_concrete_fields if not field.generated]
    assert not set(changes) - set(columns), f"{meta.label} has no {set(changes) - set(columns)}."
    given = {**_own_keys(row), **changes}
    values = [sql.SQL(given[name]) if name in given else sql.Identifier("t", name) for name in columns]
    query = sql.SQL(
        "INSERT INTO {table} ({columns}) SELECT {values}"
        " FROM {table} t, generate_series(1, {count}) n WHERE t.{pk} = {of}"
    ).format(
        table=sql.Identifier(meta.db_table),
        columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
        values=sql.SQL(", ").join(values),
        count=sql.Literal(count),
        pk=sql.Identifier(meta.pk.column),
        of=sql.Literal(row.pk),
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
    gather(meta.db_table)


def _own_keys(row: models.Model) -> dict[str, str]:
    """What is different in each copy anyway."""
    own = {field.column: "gen_random_uuid()" for field in row._meta.local_concrete_fields if field.column == "key"}
    if row._meta.pk.column == "id":
        own["id"] = f"{FIRST} + n"
    return own
