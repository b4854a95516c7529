"""Content types and permissions by their labels, `app.model` and `app.model.codename`: their ids are a schema's own."""

from psycopg import sql

LABEL_OF_TYPE = sql.SQL("(SELECT c.app_label || '.' || c.model FROM django_content_type c WHERE c.id = {id})")
LABEL_OF_PERMISSION = sql.SQL(
    "(SELECT c.app_label || '.' || c.model || '.' || p.codename FROM auth_permission p"
    " JOIN django_content_type c ON c.id = p.content_type_id WHERE p.id = {id})"
)
TYPE_OF = sql.SQL(
    "(SELECT c.id FROM django_content_type c"
    " WHERE c.app_label = split_part({label}, '.', 1) AND c.model = split_part({label}, '.', 2))"
)
# only the last part of a label may hold dots
PERMISSION_OF = sql.SQL(
    "(SELECT p.id FROM auth_permission p JOIN django_content_type c ON c.id = p.content_type_id"
    " WHERE c.app_label = split_part({label}, '.', 1) AND c.model = split_part({label}, '.', 2)"
    " AND p.codename = regexp_replace({label}, '^[^.]*[.][^.]*[.]', ''))"
)
NEW_TYPES = sql.SQL(
    "INSERT INTO django_content_type (app_label, model)"
    " SELECT DISTINCT split_part({label}, '.', 1), split_part({label}, '.', 2) FROM {stage}"
    " WHERE {label} IS NOT NULL ON CONFLICT DO NOTHING"
)
NEW_PERMISSIONS = sql.SQL(
    "INSERT INTO auth_permission (name, content_type_id, codename)"
    " SELECT DISTINCT left(n.codename, 255), c.id, n.codename FROM {stage}"
    " CROSS JOIN LATERAL (SELECT regexp_replace({label}, '^[^.]*[.][^.]*[.]', '') AS codename) n"
    " JOIN django_content_type c ON c.app_label = split_part({label}, '.', 1) AND c.model = split_part({label}, '.', 2)"
    " ON CONFLICT DO NOTHING"
)
_CASE = sql.SQL(
    "CASE WHEN jsonb_typeof({json}->'content_type') = {when}"
    " THEN jsonb_set({json}, '{{content_type}}', coalesce(to_jsonb({then}), 'null')) ELSE {json} END"
)


def labelled(json: sql.Composable) -> sql.Composed:
    """JSON that holds a content type's id, with its label."""
    label = LABEL_OF_TYPE.format(id=sql.SQL("({}->>'content_type')::int").format(json))
    return _CASE.format(json=json, when=sql.Literal("number"), then=label)


def typed(json: sql.Composable) -> sql.Composed:
    """JSON that holds a content type's label, with this schema's id."""
    own = TYPE_OF.format(label=sql.SQL("({}->>'content_type')").format(json))
    return _CASE.format(json=json, when=sql.Literal("string"), then=own)
