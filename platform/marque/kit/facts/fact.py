"""A fact: something that happened, past tense, ids only."""

from dataclasses import MISSING, dataclass, fields
from datetime import datetime
from types import UnionType
from typing import Any, ClassVar, Self, Union, get_args, get_origin, get_type_hints
from uuid import UUID

_READERS: dict[type, Any] = {UUID: UUID, datetime: datetime.fromisoformat}
_PLAIN = (str, int, bool, float, type(None), list, dict)


class UnknownFact(LookupError):
    """A stored fact names a class, or lacks a field, that this release does not know or needs."""


@dataclass(frozen=True)
class Fact:
    """Base of every fact. Subclasses are frozen dataclasses of ids and plain values."""

    _known: ClassVar[dict[str, type["Fact"]]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        known = Fact._known.get(cls.name())
        if known and known.__module__ != cls.__module__:
            raise TypeError(f"{cls.name()} is the name of two facts: {known.__module__} and {cls.__module__}.")
        Fact._known[cls.name()] = cls

    @classmethod
    def name(cls) -> str:
        """The stored name: the app and the class, `orders.OrderPaid`."""
        return f"{app_of(cls.__module__, 'events')}.{cls.__name__}"

    def payload(self) -> dict[str, Any]:
        """The fields as JSON values."""
        return {field.name: _write(getattr(self, field.name)) for field in fields(self)}

    @classmethod
    def from_payload(cls, payload: dict[str, Any]) -> Self:
        """Read a stored payload. Fields this release does not know are left out; a missing one raises UnknownFact."""
        missing = [field.name for field in fields(cls) if _required(field) and field.name not in payload]
        if missing:
            raise UnknownFact(f"{cls.name()} was stored without {', '.join(missing)}.")
        readers = _readers(cls)
        return cls(**{name: read(payload[name]) for name, read in readers.items() if name in payload})


def app_of(module: str, part: str) -> str:
    """The app's last name in a module path: `orders` for `tenant_apps.orders.events.refunds`."""
    return f"{module}.".partition(f".{part}.")[0].rstrip(".").rsplit(".", 1)[-1]


def fact_class(name: str) -> type[Fact]:
    """The class of a stored fact."""
    try:
        return Fact._known[name]
    except KeyError:
        raise UnknownFact(f"No fact is named {name} in this release.") from None


def known_facts() -> list[type[Fact]]:
    """Every fact class that was imported, by name."""
    return [Fact._known[name] for name in sorted(Fact._known)]


def _required(field: Any) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _write(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if not isinstance(value, _PLAIN):
        raise TypeError(f"A fact carries ids and plain values, not {type(value).__name__}.")
    return value


def _readers(cls: type[Fact]) -> dict[str, Any]:
    hints = get_type_hints(cls)
    return {field.name: _reader(hints[field.name]) for field in fields(cls)}


def _reader(hint: Any) -> Any:
    options = [hint]
    if get_origin(hint) in (Union, UnionType):
        options = [option for option in get_args(hint) if option is not type(None)]
    read = _READERS.get(options[0]) if len(options) == 1 else None
    return (lambda value: value if value is None else read(value)) if read else (lambda value: value)
