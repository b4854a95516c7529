"""How each model becomes records: the plain codec reads the declarations; apps register others in `serialise.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.module_loading import autodiscover_modules

from marque.kit.serialise.declaration import Kind, Serial, serial_of, tenant_models

if TYPE_CHECKING:
    from marque.kit.serialise.plain import PlainCodec

C = TypeVar("C", bound="type[PlainCodec]")
_codecs: dict[str, type[PlainCodec]] = {}
_left_out: dict[str, str] = {}


def register_codec(label: str) -> Callable[[C], C]:
    """Let a class read and write the records of a model: `@register_codec("catalog.Offer")`."""

    def register(codec: C) -> C:
        if _codecs.setdefault(label, codec) is not codec:
            raise ValueError(f"{label} has a codec already.")
        return codec

    return register


def leave_out(label: str, reason: str) -> None:
    """Say why rows of a config or content model are no values of their own."""
    _left_out[label] = reason


def left_out() -> dict[str, str]:
    """Models that have no records, with the reason."""
    _load()
    return dict(sorted(_left_out.items()))


@cache
def _load() -> None:
    autodiscover_modules("serialise")


def key_override(model: type[models.Model]) -> tuple[str, ...] | None:
    """A codec's own idea of the natural key."""
    _load()
    codec = _codecs.get(model._meta.label)
    return codec.key if codec else None


def codecs() -> list[PlainCodec]:
    """A codec for every model with records, those first that others point at."""
    from marque.kit.serialise.plain import PlainCodec

    _load()
    found = {
        model._meta.label: _codecs.get(model._meta.label, PlainCodec)(model)
        for model in tenant_models()
        if not model._meta.auto_created and model._meta.label not in _left_out and _is_value(serial_of(model))
    }
    return [found[label] for label in _in_order({label: codec.depends() for label, codec in found.items()})]


def codec_of(label: str) -> PlainCodec:
    """The codec of one model; raises LookupError."""
    from marque.kit.serialise.plain import PlainCodec

    _load()
    model = apps.get_model(label)
    return _codecs.get(label, PlainCodec)(model)


def _is_value(serial: Serial) -> bool:
    return serial.kind in (Kind.CONFIG, Kind.CONTENT)


def _in_order(depends: dict[str, set[str]]) -> Iterable[str]:
    """Dependencies first; where they go round in a circle, by name (the second pass of a write closes it)."""
    done: dict[str, None] = {}

    def visit(label: str, above: frozenset[str]) -> None:
        if label in done or label in above or label not in depends:
            return
        for other in sorted(depends[label]):
            visit(other, above | {label})
        done[label] = None

    for label in sorted(depends):
        visit(label, frozenset())
    return done


def is_user(field: models.Field[Any, Any]) -> bool:
    """Whether a field says who did something: people are no values."""
    return isinstance(field, models.ForeignKey) and field.remote_field.model._meta.label == settings.AUTH_USER_MODEL
