"""What Postgres plans to do for the queries of a block."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

# how many there are in all: asked once for the numbers below a list, and read from an index alone
_ALL_OF_THEM = re.compile(r'SELECT COUNT\(\*\) AS "__count" FROM "\w+"')

LITTLE = 100


@contextmanager
def whole_tables(*, of: int) -> Iterator[list[tuple[str, str]]]:
    """Note the table and the text of each SELECT in the block that reads at least `of` rows from end to end."""
    found: list[tuple[str, str]] = []
    connection.queries_log.clear()  # it holds so many and no more, and nobody else empties it in a test
    with CaptureQueriesContext(connection) as captured:
        yield found
    assert len(connection.queries_log) < connection.queries_limit, "more than can be looked at"
    for query in captured.captured_queries:
        text = query["sql"].lstrip("( \n")
        if text.startswith(("SELECT", "WITH")) and not _ALL_OF_THEM.fullmatch(text):
            found += [(table, _short(text)) for table in _read_whole(query["sql"], of)]


def _short(query: str) -> str:
    return re.sub(r'^SELECT "(.*?)" FROM ', "SELECT … FROM ", query)[:900]


def _read_whole(query: str, of: int) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (FORMAT JSON) " + query)
        (plan,) = cursor.fetchone()
    plan = json.loads(plan) if isinstance(plan, str) else plan
    if plan[0]["Plan"]["Total Cost"] < LITTLE:  # such as "is there any", which stops at the first row
        return []
    return [node["Relation Name"] for node in _nodes(plan[0]["Plan"]) if _is_whole(node, of)]


def _nodes(plan: dict) -> Iterator[dict]:
    yield plan
    for child in plan.get("Plans", []):
        yield from _nodes(child)


def _is_whole(node: dict, of: int) -> bool:
    return node["Node Type"] == "Seq Scan" and _rows_of(node["Relation Name"]) >= of


def _rows_of(table: str) -> float:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = to_regclass(quote_ident(%s))", [table])
        return cursor.fetchone()[0]
