"""The codec for a model that is as its declaration says."""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.fields import RichTextField, StreamField

from marque.kit.serialise.blocks import Walker
from marque.kit.serialise.codecs import is_user
from marque.kit.serialise.declaration import Kind, dependencies, serial_of, tenant_models
from marque.kit.serialise.files import FileSource, fill_file, value_of_file
from marque.kit.serialise.records import Record, is_reference, reference
from marque.kit.serialise.references import MissingReference, References, base_of, key_fields
from marque.kit.serialise.sequence import after_values, arrange

# a place that collides with nobody's while siblings are being put in order
_LAST = 30_000
_MACHINE = {"id", "key", "created_at", "updated_at"}


class PlainCodec:
    """Reads and writes the records of one model. Subclasses say what differs."""

    # instead of the declared natural key
    key: ClassVar[tuple[str, ...] | None] = None
    # fields that are no values
    omit: ClassVar[frozenset[str]] = frozenset()
    # the field naming the siblings' parent, of rows with a `position`
    ordered_in: ClassVar[str] = ""
    # text columns that hold rich text, beyond Wagtail's own fields
    rich: ClassVar[frozenset[str]] = frozenset()
    # the moment a row was put away: what cannot be deleted is archived
    retired: ClassVar[str] = ""
    # words that no two rows may share, beyond those of unique constraints
    unique_words: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        self.label = model._meta.label

    def depends(self) -> set[str]:
        """Labels of what must be written before."""
        if any(isinstance(field, GenericForeignKey) for field in self.model._meta.private_fields):
            return {model._meta.label for model in tenant_models()} - {self.label}
        return dependencies(self.model)

    def fields(self) -> list[Any]:
        """The columns that are values."""
        left = _MACHINE | self.omit | ({"position"} if self.ordered_in else set())
        generic = [f for f in self.model._meta.private_fields if isinstance(f, GenericForeignKey)]
        left |= {name for field in generic for name in (field.ct_field, field.fk_field)}
        own = [f for f in self.model._meta.concrete_fields if not f.primary_key and f.name not in left]
        many = [f for f in self.model._meta.local_many_to_many if f.remote_field.through._meta.auto_created]  # type: ignore[union-attr]
        return [f for f in own if not is_user(f)] + generic + [f for f in many if f.name not in self.omit]

    # reading

    def rows(self) -> Iterable[models.Model]:
        """What is read."""
        return self.model._default_manager.order_by("-pk")

    def read(self, refs: References) -> Iterator[Record]:
        """Every record of the model."""
        rows = list(self.rows())
        places = after_values(rows, self.ordered_in, refs) if self.ordered_in else {}
        for row in rows:
            key = refs.key_of(self.model, row.pk)
            if key is not None:
                fields = self.values(row, refs)
                yield Record(self.label, key, fields | ({"after": places.get(row.pk)} if self.ordered_in else {}))

    def values(self, row: Any, refs: References) -> dict[str, Any]:
        """The row's fields as values."""
        return {field.name: self.value(field, row, refs) for field in self.fields()}

    def blank(self) -> dict[str, Any]:
        """The values of a row nobody has filled in."""
        row = self.unmade()
        found: dict[str, Any] = {}
        for field in self.fields():
            if isinstance(field, models.ManyToManyField | StreamField):
                found[field.name] = []
            elif isinstance(field, GenericForeignKey | models.ForeignKey | models.FileField):
                found[field.name] = None
            else:
                found[field.name] = self.value(field, row, References())
        return found | ({"after": None} if self.ordered_in else {})

    def unmade(self) -> Any:
        """A row nobody has filled in; asks no database, for its tenant may not be there yet."""
        return self.model()

    def value(self, field: Any, row: Any, refs: References) -> Any:
        """One field as a value."""
        if isinstance(field, GenericForeignKey):
            target = getattr(row, field.name)
            return refs.to(type(target), target.pk) if target else None
        if isinstance(field, models.ManyToManyField):
            keys = (refs.key_of(field.related_model, pk) for pk in _ids(row, field))
            return sorted(key for key in keys if key is not None)
        if isinstance(field, models.ForeignKey):
            return refs.to(field.related_model, getattr(row, field.attname))
        if isinstance(field, models.FileField):
            return value_of_file(row, field)
        if isinstance(field, StreamField):
            return Walker(refs).value_of(field.stream_block, list(getattr(row, field.name).raw_data))
        value = field.value_from_object(row)
        if self._is_rich(field):
            return Walker(refs).html_value(value)
        plain = value is None or isinstance(value, str | int | float | bool | list | dict)
        return value if plain else field.value_to_string(row)

    # writing

    def create(self, record: Record, refs: References, files: FileSource) -> bool:
        """Make the row; False when something it points at is not there yet, and stays empty until `update`."""
        row: Any = self.model(**self.key_values(record, refs))
        if self.ordered_in:
            row.position = self._first_place(record)
        whole = self.fill(row, record.fields, refs, files, forgiving=True)
        row.save()
        refs.learn(self.model, record.key, row.pk)
        return whole

    def update(self, record: Record, names: Iterable[str], refs: References, files: FileSource) -> None:
        """Write these fields of a row that is there."""
        row: Any = self.model._default_manager.get(
            pk=refs.pk_of(reference(base_of(self.model)._meta.label, record.key))
        )
        fields = {name: record.fields.get(name) for name in names}
        self.fill(row, fields, refs, files, forgiving=False)
        if self.ordered_in and "after" in fields:
            row.position = self._first_place(record)
        row.save()

    def remove(self, record: Record, refs: References) -> None:
        """Delete the row."""
        label = base_of(self.model)._meta.label
        try:
            pk = refs.pk_of(reference(label, record.key))
        except MissingReference:
            return  # it went with something it belongs to
        self.model._default_manager.filter(pk=pk).delete()
        refs.forget(self.model, pk)

    def in_order(self, records: list[Record]) -> list[Record]:
        """The order in which records are made."""
        return records

    def arrange(self, records: list[Record], removed: list[Record], refs: References) -> None:
        """Put written records in their places among their siblings."""
        if not self.ordered_in:
            return
        wanted = {r.key: r.fields["after"] for r in records if r.fields.get("after") is not None}
        groups = {refs.found(r.fields[self.ordered_in]) for r in [*records, *removed]} - {None}
        arrange(self.model, self.ordered_in, groups, wanted, refs)

    def finish(self, changed: set[str], refs: References) -> None:
        """What is left to do once all rows are written: facts, caches."""

    def key_values(self, record: Record, refs: References) -> dict[str, Any]:
        """The columns of the key that are no fields."""
        return {"key": record.key} if key_fields(self.model) == ("key",) else {}

    def fill(self, row: Any, fields: dict[str, Any], refs: References, files: FileSource, *, forgiving: bool) -> bool:
        """Put values into a row; a forgiving fill leaves out what points at nothing yet, and says False."""
        whole = True
        by_name = {field.name: field for field in self.fields()}
        for name in fields.keys() & by_name.keys():
            field = by_name[name]
            try:
                self._set(row, field, fields[name], refs, files)
            except MissingReference:
                whole = whole and _optional_person(field)
                if not forgiving and not _optional_person(field):
                    raise
            whole = whole and (row.pk or not isinstance(field, models.ManyToManyField) or not fields[name])
        return bool(whole)

    def _set(self, row: Any, field: Any, value: Any, refs: References, files: FileSource) -> None:
        if isinstance(field, models.ManyToManyField):
            if row.pk:
                label = base_of(field.related_model)._meta.label  # type: ignore[arg-type]
                getattr(row, field.name).set([refs.pk_of(reference(label, key)) for key in value or []])
        elif isinstance(field, GenericForeignKey):
            model = ContentType.objects.get_by_natural_key(*value["ref"].lower().split(".")).model_class()
            setattr(row, field.name, model._default_manager.get(pk=refs.pk_of(value)))  # type: ignore[union-attr]
        elif isinstance(field, models.ForeignKey):
            setattr(row, field.attname, refs.pk_of(value) if is_reference(value) else None)
        elif isinstance(field, models.FileField):
            fill_file(row, field, value, files)
        elif isinstance(field, StreamField):
            setattr(row, field.name, Walker(refs).raw_of(field.stream_block, value))
        elif self._is_rich(field):
            setattr(row, field.name, Walker(refs).html_raw(value))
        else:
            setattr(row, field.name, field.to_python(value))

    def _is_rich(self, field: Any) -> bool:
        return isinstance(field, RichTextField) or field.name in self.rich

    def _first_place(self, record: Record) -> int | None:
        return None if record.fields.get("after") is None else _LAST


def _optional_person(field: Any) -> bool:
    """Whether the field names a person who need not be here: people never travel with values."""
    person = isinstance(field, models.ForeignKey) and field.null
    return person and serial_of(base_of(field.related_model)).kind is Kind.RUNTIME


def _ids(row: Any, field: Any) -> list[Any]:
    return [found.pk for found in getattr(row, field.name).all()]
