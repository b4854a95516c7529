"""What follows when models appear (content types, permissions, roles), copied from one schema to others by name."""

import psycopg
from psycopg import sql

from tenant_apps.accounts.roles import GROUPS

_TYPES = "SELECT app_label, model FROM {schema}.django_content_type"
_PERMISSIONS = """
    SELECT p.name, p.codename, t.app_label, t.model
    FROM {schema}.auth_permission p JOIN {schema}.django_content_type t ON t.id = p.content_type_id
"""
_GRANTS = """
    SELECT g.name, p.codename, t.app_label, t.model
    FROM {schema}.auth_group_permissions x JOIN {schema}.auth_group g ON g.id = x.group_id
    JOIN {schema}.auth_permission p ON p.id = x.permission_id
    JOIN {schema}.django_content_type t ON t.id = p.content_type_id WHERE g.name = ANY({groups})
"""
_SCRIPT = """
    INSERT INTO django_content_type (app_label, model) VALUES {types} ON CONFLICT DO NOTHING;
    INSERT INTO auth_permission (name, codename, content_type_id)
    SELECT v.name, v.codename, t.id FROM (VALUES {permissions}) v (name, codename, app_label, model)
    JOIN django_content_type t USING (app_label, model) ON CONFLICT DO NOTHING;
    INSERT INTO auth_group_permissions (group_id, permission_id)
    SELECT g.id, p.id FROM (VALUES {grants}) v (name, codename, app_label, model)
    JOIN auth_group g USING (name) JOIN django_content_type t USING (app_label, model)
    JOIN auth_permission p ON p.codename = v.codename AND p.content_type_id = t.id ON CONFLICT DO NOTHING
"""


def registers_of(connection: psycopg.Connection, schema: str) -> sql.Composed:
    """A script that gives any schema on the search path the content types, permissions and grants of this one."""
    names = {"schema": sql.Identifier(schema), "groups": sql.Literal(list(GROUPS.values()))}
    asked = {"types": _TYPES, "permissions": _PERMISSIONS, "grants": _GRANTS}
    rows = {part: connection.execute(sql.SQL(query).format(**names)).fetchall() for part, query in asked.items()}
    # a schema without roles yet still needs a row of the right shape
    rows["grants"] = rows["grants"] or [("", "", "", "")]
    return sql.SQL(_SCRIPT).format(**{part: _values(found) for part, found in rows.items()})


def _values(rows: list[tuple[str, ...]]) -> sql.Composed:
    return sql.SQL(", ").join(sql.SQL("({})").format(sql.SQL(", ").join(map(sql.Literal, row))) for row in rows)
