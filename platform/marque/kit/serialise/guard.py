"""What must not be deleted: a value that people's doings hang on."""

from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from marque.kit.serialise.declaration import Kind, Serial, serial_of
from marque.kit.serialise.records import Record, reference
from marque.kit.serialise.references import MissingReference, References, base_of


def held_back(removed: list[Record], refs: References) -> list[str]:
    """A sentence for each record that cannot go, because runtime rows belong to it."""
    sentences = []
    for record in removed:
        for count, what in doings(record, refs):
            sentences.append(
                _("%(name)s (%(kind)s) stays: %(count)s of its %(what)s would go with it. Archive or unpublish it.")
                % {"name": record.name, "kind": _noun(_model(record.label)), "count": count, "what": what}
            )
    return sentences


def doings(record: Record, refs: References) -> list[tuple[int, str]]:
    """How many runtime rows of which kind hang on a record."""
    model = _model(record.label)
    try:
        pk = refs.pk_of(reference(base_of(model)._meta.label, record.key))
    except MissingReference:
        return []
    found = []
    for relation in model._meta.related_objects:
        other: Any = relation.related_model
        if relation.on_delete is not models.SET_NULL and _is_doing(other):
            count = other._base_manager.filter(**{relation.field.name: pk}).count()
            if count:
                found.append((count, str(other._meta.verbose_name_plural)))
    return found


def _is_doing(model: type[models.Model]) -> bool:
    """Runtime rows that cannot be made again: our own, and what visitors sent in."""
    if isinstance(model.__dict__.get("serial"), Serial) or model._meta.label == "wagtailforms.FormSubmission":
        return serial_of(model).kind is Kind.RUNTIME
    return model._meta.label == "certificates.Certificate"


def _model(label: str) -> type[models.Model]:
    from django.apps import apps

    return apps.get_model(label)


def _noun(model: type[models.Model]) -> str:
    return str(model._meta.verbose_name)
