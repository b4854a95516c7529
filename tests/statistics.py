"""Statistics for the planner: without them every plan is a guess, and a test about plans proves nothing."""

from django.db import connection
from psycopg import sql

from marque.kit.tenancy.context import require_tenant, role_of
from provisioning.schemas import owner_connection


def gather(*tables: str) -> None:
    """Analyze tables of the current tenant as this transaction sees them, which its role may not do by itself."""
    tenant = require_tenant()
    names = sql.SQL(", ").join(sql.Identifier(tenant.schema_name, table) for table in tables)
    role = sql.Identifier(role_of(tenant.schema_name))
    with owner_connection() as owner:
        owner.execute(sql.SQL("GRANT MAINTAIN ON {} TO {}").format(names, role))
    skipped: list[str] = []
    with connection.cursor() as cursor:
        cursor.execute("TABLE pg_class")  # a lock of its own: only then does a backend hear what changed elsewhere
        cursor.connection.add_notice_handler(lambda notice: skipped.append(notice.message_primary))
        cursor.execute(sql.SQL("ANALYZE {}").format(names))
    assert skipped == []
    with owner_connection() as owner:
        owner.execute(sql.SQL("REVOKE MAINTAIN ON {} FROM {}").format(names, role))
