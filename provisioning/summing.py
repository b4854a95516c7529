"""The checksums of a tenant, table by table: equal sums, equal tenants."""

from marque.kit.serialise.streams.places import Places
from marque.kit.serialise.streams.shape import tables_of
from marque.kit.serialise.streams.snapshot import snapshot
from marque.kit.serialise.streams.writing import Written, sequence_of, sum_of
from provisioning.schemas import owner_connection


def sums_of(schema: str, places: Places) -> dict[str, tuple[Written, tuple[int, bool] | None]]:
    """Rows, size and SHA-256 of each table of a schema as it would travel, and where its counter stands."""
    with owner_connection() as connection, snapshot(connection, schema):
        return {
            table.name: (sum_of(connection, table, places), sequence_of(connection, table))
            for table in tables_of(connection, schema)
        }
