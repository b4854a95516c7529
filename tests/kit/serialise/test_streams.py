"""Streams of whole tables: their order, what a wrong row says, and that a million rows need no memory."""

import gc
import resource
from types import SimpleNamespace

import pytest
from psycopg import sql

from marque.kit.serialise.streams.meaning import meaning_of
from marque.kit.serialise.streams.order import in_order
from marque.kit.serialise.streams.places import Place, to_tokens
from marque.kit.serialise.streams.reading import BadRows, load
from marque.kit.serialise.streams.shape import Way, tables_of
from marque.kit.serialise.streams.snapshot import snapshot, speak_plainly
from marque.kit.serialise.streams.writing import Written, dump
from provisioning.schemas import create_schema, owner_connection
from provisioning.template import newest_script, run_script

MILLION = 1_000_000


def test_tables_come_after_what_they_refer_to():
    assert in_order({"lesson": {"course"}, "course": {"person"}, "person": set()}) == ["person", "course", "lesson"]


def test_a_ring_is_broken_where_its_first_name_stands_and_what_hangs_on_it_waits():
    needs = {"b": {"c"}, "c": {"b"}, "a": {"b"}, "d": {"a"}}

    assert in_order(needs) == ["b", "a", "c", "d"]


def test_what_is_made_again_stays_behind(okafor):
    with owner_connection() as owner:
        names = {table.name for table in tables_of(owner, okafor.schema_name)}

    assert "people_person" in names
    assert names.isdisjoint({"django_migrations", "django_content_type", "django_session", "wagtailimages_rendition"})
    assert meaning_of("wagtailsearch_indexentry").remade == "update_index"


def test_ids_that_are_private_to_a_schema_go_by_their_label(okafor):
    with owner_connection() as owner, snapshot(owner, okafor.schema_name):
        tables = {table.name: table for table in tables_of(owner, okafor.schema_name)}
        text = b"".join(dump(owner, tables["auth_group_permissions"], ()))

    ways = {column.name: column.way for column in tables["auth_group_permissions"].columns}
    assert (ways["permission_id"], ways["group_id"]) == (Way.PERMISSION, Way.AS_IS)
    assert b"courses.course.add_course" in text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("see http://a.test/x and http://a.test.", "see here:/x and here:."),
        ("http://a.testing/ http://a.test.example http://a.test:90", None),
    ],
)
def test_only_the_whole_address_becomes_a_token(text, written):
    places = [Place("http://a.test", "here:", whole=True)]

    with owner_connection() as owner:
        query = sql.SQL("SELECT {}").format(to_tokens(sql.Literal(text), places))
        assert owner.execute(query).fetchone() == (written or text,)


@pytest.fixture
def empty_schema(db):
    """A schema of this version, gone afterwards."""
    with owner_connection() as owner:
        create_schema(owner, "t_streamed", with_role=False)
        run_script(owner, newest_script("business"), "t_streamed")
        yield SimpleNamespace(owner=owner, tables={table.name: table for table in tables_of(owner, "t_streamed")})
        owner.rollback()


def test_a_wrong_row_is_told_by_table_and_line(empty_schema):
    speak_plainly(empty_schema.owner, "t_streamed")
    table = empty_schema.tables["catalog_product"]
    order = [column.name for column in table.columns]
    assert order == ["id", "key", "created_at", "kind", "title", "thing_key"]
    rows = "".join(
        f"{n}\t0192d0c0-0000-7000-8000-00000000000{n}\t{when}\tcourse\tCosts\t\\N\n"
        for n, when in ((1, "2026-01-02 00:00:00+00"), (2, "never"))
    )

    with pytest.raises(BadRows, match=r"catalog_product, line 2: .*never"):
        load(empty_schema.owner, table, [rows.encode()], ())


@pytest.mark.slow
def test_a_million_rows_pass_in_bounded_memory(empty_schema):
    owner, table = empty_schema.owner, empty_schema.tables["people_person"]
    speak_plainly(owner, "t_streamed")
    owner.execute(
        "INSERT INTO people_person (key, created_at, email, name, time_zone, language)"
        " SELECT gen_random_uuid(), now(), 'p' || n || '@example.test', 'Person ' || n, 'UTC', 'en'"
        " FROM generate_series(1, %s) n",
        [MILLION],
    )
    gc.collect()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    written = Written()

    passed = sum(len(chunk) for chunk in dump(owner, table, (), written=written))

    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert (written.rows, written.size) == (MILLION, passed)
    assert passed > 80 << 20
    assert grown < 24 << 10, f"{grown} kB more for {passed >> 10} kB of rows"
