"""The files of a fork, for what is brought back from it."""

from typing import Any

from django.core.files.base import File
from django.db import models

from marque.kit.serialise.codecs import codecs
from marque.kit.serialise.files import MissingFile, value_of_file
from marque.kit.tenancy.context import CurrentTenant, enter


class ForkFiles:
    """The files of a fork, by what is in them."""

    def __init__(self, fork: CurrentTenant) -> None:
        self.fork = fork
        self.places: dict[str, Any] = {}
        for codec in codecs():
            for field in codec.model._meta.concrete_fields:
                if isinstance(field, models.FileField):
                    self._note(codec.model, field)

    def open(self, digest: str) -> File:
        """The content, from the fork's own storage; raises MissingFile."""
        stored = self.places.get(digest)
        if stored is None:
            raise MissingFile(digest)
        with enter(self.fork):
            return File(stored.storage.open(stored.name), name=stored.name.rpartition("/")[2])

    def _note(self, model: type[models.Model], field: models.FileField) -> None:
        for row in model._default_manager.exclude(**{field.name: ""}):
            if digest := value_of_file(row, field):
                self.places[digest] = getattr(row, field.name)
