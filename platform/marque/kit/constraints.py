"""A foreign key of several columns, which Django's own fields do not know: declared beside the other constraints."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


class ReferenceConstraint(models.BaseConstraint):
    """`fields` together name a row of `to` by its `to_fields`, which must be unique there. Checked at commit.

    A reference with a null among its fields is not checked (MATCH SIMPLE, the SQL standard's default).
    """

    def __init__(self, *, name: str, fields: Sequence[str], to: str, to_fields: Sequence[str]) -> None:
        super().__init__(name=name)
        self.fields, self.to, self.to_fields = tuple(fields), to, tuple(to_fields)

    def constraint_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> str:
        """Nothing inside CREATE TABLE: two tables may refer to each other, so it is added once all are there."""
        assert schema_editor is not None
        schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))
        return ""

    def create_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> str:  # type: ignore[override]
        """ALTER TABLE … ADD CONSTRAINT … FOREIGN KEY."""
        assert model is not None
        assert schema_editor is not None
        target: Any = model._meta.apps.get_model(self.to)
        quote = schema_editor.quote_name

        def columns(of: Any, names: Sequence[str]) -> str:
            return ", ".join(quote(of._meta.get_field(name).column) for name in names)

        return (
            f"ALTER TABLE {quote(model._meta.db_table)} ADD CONSTRAINT {quote(self.name)} "
            f"FOREIGN KEY ({columns(model, self.fields)}) "
            f"REFERENCES {quote(target._meta.db_table)} ({columns(target, self.to_fields)}) "
            "DEFERRABLE INITIALLY DEFERRED"
        )

    def remove_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> str:  # type: ignore[override]
        """ALTER TABLE … DROP CONSTRAINT."""
        assert model is not None
        assert schema_editor is not None
        quote = schema_editor.quote_name
        return f"ALTER TABLE {quote(model._meta.db_table)} DROP CONSTRAINT {quote(self.name)}"

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """Left to the database, at commit."""

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        """As migrations write it."""
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "fields": self.fields, "to": self.to, "to_fields": self.to_fields}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ReferenceConstraint) and self.deconstruct() == other.deconstruct()

    __hash__ = None  # type: ignore[assignment]
