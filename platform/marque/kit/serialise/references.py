"""From primary keys to natural keys and back, within the current tenant."""

from typing import Any

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

from marque.kit.serialise.declaration import Kind, serial_of
from marque.kit.serialise.records import reference

# joins the parts of a key; of those at most the last is free text
_JOIN = "|"


class MissingReference(LookupError):
    """A value points at something that is not here."""

    def __init__(self, label: str, key: str) -> None:
        self.label, self.key = label, key
        super().__init__(f"There is no {label} with the key {key}.")


def base_of(model: type[models.Model]) -> type[models.Model]:
    """The topmost table of a model: a landing page is a page."""
    parents = [parent for parent in model._meta.all_parents if parent._meta.concrete_model is parent]
    return parents[-1] if parents else model


def key_fields(model: type[models.Model]) -> tuple[str, ...]:
    """What rows of this model are known by."""
    from marque.kit.serialise.codecs import key_override

    return key_override(model) or serial_of(base_of(model)).key


class References:
    """The keys of one tenant's rows, read when first asked for."""

    def __init__(self) -> None:
        self._keys: dict[type[models.Model], dict[Any, str]] = {}
        self._rows: dict[type[models.Model], dict[str, Any]] = {}

    def key_of(self, model: type[models.Model], pk: Any) -> str | None:
        """The natural key of a row; None when it is gone."""
        if pk is None:
            return None
        base = base_of(model)
        if serial_of(base).kind is Kind.RUNTIME and base is not ContentType:
            return self._one_key(base, pk)
        return self._table(base).get(pk)

    def to(self, model: type[models.Model], pk: Any) -> dict[str, str] | None:
        """A reference to a row; None when it is gone."""
        key = self.key_of(model, pk)
        return None if key is None else reference(base_of(model)._meta.label, key)

    def pk_of(self, ref: dict[str, str]) -> Any:
        """The primary key of what a reference points at; raises MissingReference."""
        model = base_of(_model(ref["ref"]))
        if serial_of(model).kind is Kind.RUNTIME:
            found = model._default_manager.filter(**{key_fields(model)[0]: ref["key"]}).values_list("pk").first()
            pk = found[0] if found else None
        else:
            self._table(model)
            pk = self._rows[model].get(ref["key"])
        if pk is None:
            raise MissingReference(ref["ref"], ref["key"])
        return pk

    def found(self, ref: dict[str, str] | None) -> Any:
        """The primary key of what a reference points at, or None."""
        try:
            return self.pk_of(ref) if ref else None
        except MissingReference:
            return None

    def learn(self, model: type[models.Model], key: str, pk: Any) -> None:
        """Note a row that was just made."""
        base = base_of(model)
        self._table(base)[pk] = key
        self._rows[base][key] = pk

    def forget(self, model: type[models.Model], pk: Any) -> None:
        """Note that a row is gone."""
        base = base_of(model)
        key = self._table(base).pop(pk, None)
        if key is not None:
            self._rows[base].pop(key, None)

    def key_from(self, model: type[models.Model], row: dict[str, Any]) -> str | None:
        """The key of a row read with `.values()`; None when a part of it points at nothing."""
        parts = []
        for name in key_fields(model):
            part = self._part(model, name, row)
            if part is None:
                return None
            parts.append(part)
        return _JOIN.join(parts)

    def _part(self, model: type[models.Model], name: str, row: dict[str, Any]) -> str | None:
        field = model._meta.get_field(name)
        if generic := generic_key(model, name):
            target = ContentType.objects.get_for_id(row[f"{generic.ct_field}_id"]).model_class()
            return self.key_of(target, _pk(target, row[generic.fk_field])) if target else None
        if isinstance(field, models.ForeignKey):
            return self.key_of(field.related_model, row[field.attname])  # type: ignore[arg-type]
        return str(row[name])

    def _table(self, base: type[models.Model]) -> dict[Any, str]:
        if base not in self._keys:
            names = {"pk"}
            for name in key_fields(base):
                names.add(getattr(base._meta.get_field(name), "attname", name))
                if generic := generic_key(base, name):
                    names |= {f"{generic.ct_field}_id", generic.fk_field}
            found: dict[Any, str] = {}
            self._keys[base] = found
            for row in base._default_manager.order_by("-pk").values(*names):
                key = self.key_from(base, row)
                if key is not None:
                    found[row["pk"]] = key
            # of rows with one key the oldest stands for all of them
            self._rows[base] = {key: pk for pk, key in found.items()}
        return self._keys[base]

    def _one_key(self, base: type[models.Model], pk: Any) -> str | None:
        found = self._keys.setdefault(base, {})
        if pk not in found:
            name = key_fields(base)[0]
            value = base._default_manager.filter(pk=pk).values_list(name, flat=True).first()
            if value is None:
                return None
            found[pk] = str(value)
        return found[pk]


def generic_key(model: type[models.Model], name: str) -> GenericForeignKey | None:
    """The generic foreign key whose id column this is."""
    found = (f for f in model._meta.private_fields if isinstance(f, GenericForeignKey) and f.fk_field == name)
    return next(found, None)


def _pk(model: type[models.Model], value: Any) -> Any:
    return base_of(model)._meta.pk.to_python(value)


def _model(label: str) -> type[models.Model]:
    from django.apps import apps

    try:
        return apps.get_model(label)
    except LookupError:
        raise MissingReference(label, "") from None
