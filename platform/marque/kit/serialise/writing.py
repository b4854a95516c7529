"""Make changes so: one transaction, what is pointed at first, circles closed in a second pass."""

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from marque.kit.serialise.codecs import codecs
from marque.kit.serialise.files import FileSource, MissingFile, NoFiles, remove_on_failure
from marque.kit.serialise.guard import held_back
from marque.kit.serialise.plain import PlainCodec
from marque.kit.serialise.records import Record, reference
from marque.kit.serialise.records_diff import Changes
from marque.kit.serialise.references import MissingReference, References, base_of


class StillInUse(Refused):
    """Deleting it would delete what people did."""

    message = _("%(sentences)s")


class Dangling(Refused):
    """A value points at something that is not there."""

    message = _("%(where)s points at %(label)s %(key)s, which is not there.")


class FileMissing(Refused):
    """The content of a file cannot be had."""

    message = _("The file %(digest)s is missing.")


def write(changes: Changes, *, files: FileSource | None = None) -> None:
    """Make the changes so in the current tenant, whole or not at all; raises StillInUse, Dangling, FileMissing."""
    if not changes:
        return
    refs = References()
    if sentences := held_back(changes.removed, refs):
        raise StillInUse(sentences=" ".join(sentences))
    try:
        with remove_on_failure(), transaction.atomic():
            _Write(changes, refs, files or NoFiles()).run()
    except MissingFile as missing:
        raise FileMissing(digest=missing.digest) from missing


class _Write:
    def __init__(self, changes: Changes, refs: References, files: FileSource) -> None:
        self.changes, self.refs, self.files = changes, refs, files
        concerned = changes.labels()
        self.codecs = [codec for codec in codecs() if codec.label in concerned]

    def run(self) -> None:
        for codec in self.codecs:
            self._park(codec)
        unfinished = {
            record.id
            for codec in self.codecs
            for record in codec.in_order(self._of(codec, self.changes.added))
            if not codec.create(record, self.refs, self.files)
        }
        for codec in self.codecs:
            self._update(codec, unfinished)
        for codec in reversed(self.codecs):
            for record in self._of(codec, self.changes.removed):
                codec.remove(record, self.refs)
        for codec in self.codecs:
            written = self._written(codec)
            codec.arrange(written, self._of(codec, self.changes.removed), self.refs)
            codec.finish({record.key for record in written}, self.refs)

    def _update(self, codec: PlainCodec, unfinished: set[tuple[str, str]]) -> None:
        todo: list[tuple[Record, Iterable[str]]] = [
            (record, record.fields) for record in self._of(codec, self.changes.added) if record.id in unfinished
        ]
        todo += [(c.record, c.fields) for c in self.changes.changed if c.record.label == codec.label]
        for record, names in todo:
            try:
                codec.update(record, names, self.refs, self.files)
            except MissingReference as gone:
                raise Dangling(where=f"{record.label} {record.name}", label=gone.label, key=gone.key) from gone

    def _written(self, codec: PlainCodec) -> list[Record]:
        records = [*self.changes.added, *(change.record for change in self.changes.changed)]
        return self._of(codec, records)

    def _of(self, codec: PlainCodec, records: list[Record]) -> list[Record]:
        return [record for record in records if record.label == codec.label]

    def _park(self, codec: PlainCodec) -> None:
        """Free the unique words of rows that will get others, or go: two courses may swap their addresses."""
        unique = _unique_words(codec)
        leaving = [(record, unique) for record in self._of(codec, self.changes.removed)]
        renamed = [(c.record, unique & c.fields.keys()) for c in self.changes.changed if c.record.label == codec.label]
        for record, names in leaving + renamed:
            if names:
                pk = self.refs.found(reference(base_of(codec.model)._meta.label, record.key))
                codec.model._default_manager.filter(pk=pk).update(**dict.fromkeys(names, f"_{pk}"))


def _unique_words(codec: PlainCodec) -> set[str]:
    names: set[str] = set()
    for constraint in codec.model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and constraint.condition is None:
            names |= set(constraint.fields)
    fields: list[Any] = [codec.model._meta.get_field(name) for name in names]
    words = {field.name for field in fields if isinstance(field, models.CharField) and not field.choices}
    return (words - {"sha256"}) | codec.unique_words
