"""A schema that is filled from streams: its tables first, then the rows, then keys and indexes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import psycopg
from django.core.management import call_command
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from marque.kit.serialise.streams.places import Places
from marque.kit.serialise.streams.reading import bad_rows, load, set_sequence, settle
from marque.kit.serialise.streams.shape import Table, Way, tables_of
from marque.kit.serialise.streams.snapshot import speak_plainly
from marque.kit.tenancy.context import CurrentTenant, enter
from page_builder.actions import follow_domain
from provisioning import ddl, template
from provisioning.schemas import create_schema, owner_connection

# what every schema has of its own; everything else arrives
_OWN = frozenset({"django_migrations", "django_content_type", "auth_permission"})


class Unfitting(Refused):
    """What arrives was not written for this schema."""

    field = "tables"
    message = _("%(table)s: there is no column %(column)s in this version.")


@dataclass(frozen=True)
class Stream:
    """One table on its way: its shape where it comes from, its rows, where its counter stood."""

    table: Table
    chunks: Iterable[bytes]
    sequence: tuple[int, bool] | None = None


Progress = Callable[[str], None]


def fill_new_schema(
    tenant_type: str, schema: str, streams: Iterable[Stream], places: Places, *, progress: Progress, role: bool = True
) -> int:
    """Make a schema of the newest version and fill it, in one transaction; returns how many rows.

    Raises BadRows, Unfitting and NotCaptured.
    """
    before, after = ddl.in_two(template.newest_script(tenant_type), rows_of=_OWN)
    with owner_connection() as connection:
        create_schema(connection, schema, with_role=role)
        template.run_script(connection, before, schema)
        rows = _pour(connection, schema, streams, places, progress)
        progress("Making keys and indexes")
        connection.execute("SET LOCAL maintenance_work_mem = '128MB'")
        _strictly(lambda: template.run_script(connection, after, schema))
    return rows


def fill_schema(schema: str, streams: Iterable[Stream], places: Places, *, progress: Progress) -> int:
    """Fill a schema that migrations have made, in place of what they put into it; as `fill_new_schema`."""
    with owner_connection() as connection:
        speak_plainly(connection, schema)
        for table in reversed(tables_of(connection, schema)):
            connection.execute(_delete(table))
        rows = _pour(connection, schema, streams, places, progress)
        _strictly(lambda: connection.execute("SET CONSTRAINTS ALL IMMEDIATE"))
    return rows


def _delete(table: Table) -> psycopg.sql.Composed:
    return psycopg.sql.SQL("DELETE FROM {}").format(psycopg.sql.Identifier(table.name))


def _pour(
    connection: psycopg.Connection, schema: str, streams: Iterable[Stream], places: Places, progress: Progress
) -> int:
    speak_plainly(connection, schema)
    here = {table.name: table for table in tables_of(connection, schema)}
    poured = 0
    for stream in streams:
        table = fitted(stream.table, here)
        progress(f"Loading {table.name}")
        rows = load(connection, table, stream.chunks, places)
        if stream.sequence and table.identity:
            set_sequence(connection, table, *stream.sequence)
        settle(connection, table, rows)
        poured += rows
    return poured


def fitted(table: Table, here: dict[str, Table]) -> Table:
    """The columns that arrive, with the types they have here; raises Unfitting."""
    own = here.get(table.name)
    if own is None:
        raise Unfitting(_("%(table)s: there is no such table in this version."), table=table.name)
    types = {column.name: column for column in own.columns}
    for column in table.columns:
        if column.name not in types:
            raise Unfitting(table=table.name, column=column.name)
    columns = tuple(type(column)(column.name, types[column.name].type, Way(column.way)) for column in table.columns)
    return Table(own.name, columns, own.key, own.identity)


def _strictly(act: Callable[[], object]) -> None:
    """Keys that lead nowhere, and what was meant to be unique, are told by table."""
    try:
        act()
    except psycopg.Error as error:
        raise bad_rows(error.diag.table_name or "", error) from error


def make_again(tenant: CurrentTenant) -> None:
    """What never travels: the site's own address, the search index and the index of references."""
    with enter(tenant):
        follow_domain(host=tenant.domain)
        call_command("rebuild_references_index", verbosity=0)
        call_command("update_index", verbosity=0)
