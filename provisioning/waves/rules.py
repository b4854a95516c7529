"""What makes a migration unsafe on a fleet that is being served, and what to do instead."""

import re
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently
from django.db import models
from django.db.migrations import operations

from marque.kit.serialise.declaration import RUNTIME, Undeclared, serial_of

Fields = dict[tuple[str, str, str], models.Field]
_SQL = {
    "drop": re.compile(r"\bDROP\s+(TABLE|COLUMN)\b", re.I),
    "rename": re.compile(r"\bRENAME\b", re.I),
    "type": re.compile(r"\bALTER\s+COLUMN\s+\S+\s+(SET\s+DATA\s+)?TYPE\b", re.I),
    "index": re.compile(r"\bCREATE\s+(UNIQUE\s+)?INDEX\s+(?!CONCURRENTLY)", re.I),
}
_STILL_THERE = (
    "The release before still {does} while this one is rolled out. "
    "First ship code that does without it; {do} it a release later, and say so."
)
ADVICE = {
    "not-null": "Old rows have nothing there. Give it a default, or add it nullable, "
    "fill it in a migration of its own, and forbid null a release later.",
    "type": "Changing a column's type rewrites the table behind a lock. Add a new column, "
    "copy in batches, switch the code, and drop the old one a release later.",
    "index": "This index locks writes to a table that grows with members. "
    "Use AddIndexConcurrently in a migration of its own with atomic = False.",
    "constraint": "This reads the whole of a table that grows with members behind a lock. "
    "Use AddConstraintNotValid, and ValidateConstraint in the next migration.",
    "drop": _STILL_THERE.format(does="reads and writes it", do="drop"),
    "rename": _STILL_THERE.format(does="knows it by its old name", do="add the new one beside it, copy, and drop"),
}


def findings(app_label: str, operation: Any, fields: Fields, fresh: set[str]) -> Iterator[tuple[str, str]]:
    """Rule and object of each thing that is unsafe about an operation; `fresh` names models made in this migration."""
    model = getattr(operation, "model_name", "").lower()
    if isinstance(operation, operations.RunSQL):
        yield from ((rule, "RunSQL") for rule, words in _SQL.items() if words.search(str(operation.sql)))
    elif isinstance(operation, operations.RemoveField | operations.DeleteModel):
        yield "drop", _object(operation)
    elif isinstance(operation, operations.RenameField | operations.RenameModel | operations.AlterModelTable):
        yield "rename", _object(operation)
    elif model not in fresh:
        yield from _on_a_table_with_rows(app_label, model, operation, fields)


def _on_a_table_with_rows(app_label: str, model: str, operation: Any, fields: Fields) -> Iterator[tuple[str, str]]:
    if isinstance(operation, operations.AddField) and _lacks_value(operation.field):
        yield "not-null", _object(operation)
    elif isinstance(operation, operations.AlterField):
        before = fields.get((app_label, model, operation.name.lower()))
        if before is not None:
            yield from ((rule, _object(operation)) for rule in _changes(before, operation.field))
    elif not grows(app_label, model):
        return
    elif isinstance(operation, operations.AddIndex) and not isinstance(operation, AddIndexConcurrently):
        yield "index", _object(operation)
    elif isinstance(operation, operations.AddConstraint) and not isinstance(operation, AddConstraintNotValid):
        yield "constraint", _object(operation)


def _lacks_value(field: models.Field) -> bool:
    if field.many_to_many or field.null or field.has_default() or field.generated:
        return False
    if field.blank and field.empty_strings_allowed:
        return False  # Django fills in an empty text
    return field.db_default is models.NOT_PROVIDED


def _changes(before: models.Field, after: models.Field) -> Iterator[str]:
    if _rewrites(before, after):
        yield "type"
    if before.null and not after.null and not after.has_default() and after.db_default is models.NOT_PROVIDED:
        yield "not-null"


def _rewrites(before: models.Field, after: models.Field) -> bool:
    """Whether Postgres writes the table anew: a longer varchar or a text of it does not (its manual, ALTER TABLE)."""
    old, new = before.get_internal_type(), after.get_internal_type()
    texts = ("CharField", "SlugField", "EmailField", "URLField", "FileField", "TextField")
    if old in texts and new in texts:
        most = after.max_length if new != "TextField" else None
        return most is not None and (old == "TextField" or most < (before.max_length or 0))
    if {old, new} == {"OneToOneField", "ForeignKey"}:
        return False  # the same column, without its unique constraint or with it
    digits = ("max_digits", "decimal_places")
    return old != new or any(getattr(before, name, None) != getattr(after, name, None) for name in digits)


def grows(app_label: str, model: str) -> bool:
    """Whether members add rows to it: its table may be long."""
    try:
        return serial_of(apps.get_model(app_label, model)).kind == RUNTIME
    except (LookupError, Undeclared):
        return False


def _object(operation: Any) -> str:
    names = [getattr(operation, part, "") for part in ("model_name", "old_name", "name")]
    return ".".join(filter(None, names)) or type(operation).__name__
