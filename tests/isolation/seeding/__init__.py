"""The same small business in any tenant, every word of it marked, so that one word in the wrong place shows."""

from types import SimpleNamespace

from django.db import connection

from tests.isolation.seeding.learning import add_finishing
from tests.isolation.seeding.people import add_people
from tests.isolation.seeding.programs import add_programs
from tests.isolation.seeding.selling import add_selling
from tests.isolation.seeding.sharing import add_recommending, add_sharing
from tests.isolation.seeding.studio import add_pages, add_studio
from tests.isolation.seeding.teaching import add_teaching
from tests.isolation.seeding.words import COMMON

__all__ = ["COMMON", "move_sequences", "seed"]

_FAR = 700_000_000


def move_sequences() -> None:
    """Let what is made next in this tenant have primary keys that no other tenant has."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(format('%%I.%%I', schemaname, sequencename)::regclass, greatest(last_value, %s))"
            " FROM pg_sequences WHERE schemaname = current_schema() AND data_type <> 'smallint'::regtype",
            [_FAR],
        )


def seed(mark: str) -> SimpleNamespace:
    """Fill the current tenant; every name, title, address and file in it says `mark`."""
    rows = SimpleNamespace(mark=mark, colour="#7a1f3d" if mark < "M" else "#0f4d3f")
    add_people(rows)
    add_teaching(rows)
    add_selling(rows)
    add_sharing(rows)
    add_recommending(rows)
    add_finishing(rows)
    add_pages(rows)
    add_studio(rows)
    add_programs(rows)
    return rows
