"""The installed SDK's own types as the measure of what we send and what the double answers."""

import re
import sys
import types
import typing
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar, ForwardRef, Literal, NotRequired, Required, Union, get_args, get_origin

import stripe
from stripe._list_object import ListObject
from stripe._object_classes import OBJECT_CLASSES
from stripe._stripe_object import StripeObject
from typing_extensions import get_type_hints, is_typeddict

_NUMBER = re.compile(r"^-?\d+$")
_DECIMAL = re.compile(r"^-?\d+(\.\d+)?$")
_NAMES = {**vars(typing), **vars(stripe), "StripeContext": object}
_UNIONS = (Union, types.UnionType)


class Drift(AssertionError):
    """Something is not as the SDK says. It is a bug of ours, or of the double."""


@cache
def fields_of(cls: type) -> dict[str, Any]:
    """What the SDK says of an object: names and types, its bases' too."""
    found: dict[str, Any] = {}
    for base in reversed(cls.__mro__):
        if isinstance(base, type) and issubclass(base, StripeObject) and base is not StripeObject:
            found |= {name: hint for name, hint in base.__dict__.get("__annotations__", {}).items() if name[0] != "_"}
    return {name: hint for name, hint in found.items() if get_origin(hint) is not ClassVar and name != "OBJECT_NAME"}


def blank(cls: type, **values: Any) -> dict[str, Any]:
    """An object with every field the SDK names: null where it may be, nought or nothing where it may not."""
    unknown = set(values) - set(fields_of(cls))
    if unknown:
        raise Drift(f"{cls.__name__} has no {sorted(unknown)}.")
    return {name: values[name] if name in values else _nothing(hint) for name, hint in fields_of(cls).items()}


def check_answer(value: Any, where: str = "") -> None:
    """Raise Drift unless an answer with an `object` is what the SDK says of that object."""
    kind = value.get("object")
    if kind in ("list", "search_result"):
        for number, item in enumerate(value["data"]):
            check_answer(item, f"{where}.data[{number}]")
        return
    if kind not in OBJECT_CLASSES:
        raise Drift(f"{where}: the SDK knows no object {kind!r}.")
    _check_object(value, _loaded(OBJECT_CLASSES[kind]), where or kind)


def check_request(params: dict[str, Any], typed: type, where: str) -> None:
    """Raise Drift unless decoded form parameters are what the SDK's TypedDict says."""
    hints = _params_of(typed)
    for name, value in params.items():
        if name not in hints:
            raise Drift(f"{where} takes no parameter {name!r}.")
        if not _fits_form(value, hints[name][0]):
            raise Drift(f"{where}: {name}={value!r} is not {hints[name][0]}.")
    missing = [name for name, (_hint, required) in hints.items() if required and name not in params]
    if missing:
        raise Drift(f"{where} lacks {missing}.")


def _loaded(entry: Any) -> type:
    if isinstance(entry, tuple):  # the SDK loads its classes when they are asked for
        __import__(entry[0])
        return getattr(sys.modules[entry[0]], entry[1])
    return entry


def _resolved(hint: Any) -> Any:
    name = hint.__forward_arg__ if isinstance(hint, ForwardRef) else hint
    return getattr(stripe, name, dict) if isinstance(name, str) else hint


def _members(hint: Any) -> list[Any]:
    """A union's members, with a `str` left out where the literals beside it say more than that it may be emptied."""
    members = [_resolved(member) for member in get_args(hint)]
    said = [member for member in members if get_origin(member) is Literal and get_args(member) != ("",)]
    return [member for member in members if not (said and member is str)]


def _nothing(hint: Any) -> Any:
    hint = _resolved(hint)
    origin = get_origin(hint)
    if origin in _UNIONS:
        members = _members(hint)
        return None if type(None) in members else _nothing(members[0])
    if origin is Literal:
        return get_args(hint)[0]
    if origin is list:
        return []
    if isinstance(hint, type) and issubclass(hint, ListObject) or origin is ListObject:
        return {"object": "list", "data": [], "has_more": False, "url": "/v1/nothing"}
    if isinstance(hint, type) and issubclass(hint, StripeObject) and fields_of(hint):
        return blank(hint)
    plain = {str: "", int: 0, float: 0.0, bool: False, Decimal: "0"}
    return plain.get(hint, {})


def _check_object(value: dict[str, Any], cls: type, where: str) -> None:
    hints = fields_of(cls)
    for name, item in value.items():
        if name not in hints:
            raise Drift(f"{where}: the SDK's {cls.__name__} has no {name!r}.")
        if not _fits(item, hints[name], f"{where}.{name}"):
            raise Drift(f"{where}.{name}={item!r} is not {hints[name]}.")
    missing = [name for name, hint in hints.items() if name not in value and not _may_be_null(hint)]
    if missing:
        raise Drift(f"{where} lacks {missing}.")


def _may_be_null(hint: Any) -> bool:
    return get_origin(hint) in _UNIONS and type(None) in get_args(hint)


def _fits(value: Any, hint: Any, where: str) -> bool:
    hint = _resolved(hint)
    origin = get_origin(hint)
    if hint is Any:
        return True
    if origin in _UNIONS:
        return any(_fits(value, member, where) for member in _members(hint))
    if origin is Literal:
        return value in get_args(hint)
    if origin is list:
        return isinstance(value, list) and all(_fits(item, get_args(hint)[0], where) for item in value)
    if hint is type(None):
        return value is None
    if hint is Decimal:  # written as text, so that nothing is rounded
        return isinstance(value, str) and bool(_DECIMAL.match(value))
    if isinstance(origin or hint, type) and issubclass(origin or hint, StripeObject | dict):
        return _fits_object(value, origin or hint, where)
    return type(value) is hint or (hint is float and type(value) is int)


def _fits_object(value: Any, cls: type, where: str) -> bool:
    if not isinstance(value, dict):
        return False
    if isinstance(value.get("object"), str):
        check_answer(value, where)
    elif issubclass(cls, StripeObject) and fields_of(cls):
        _check_object(value, cls, where)
    return True


@cache
def _params_of(typed: type) -> dict[str, tuple[Any, bool]]:
    found = {}
    for name, hint in get_type_hints(typed, localns=_NAMES, include_extras=True).items():
        optional, required = get_origin(hint) is NotRequired, get_origin(hint) is Required
        found[name] = (get_args(hint)[0] if optional or required else hint, not optional)
    for name in stripe.RequestOptions.__annotations__:  # said in headers
        found.pop(name, None)
    return found


def _fits_form(value: Any, hint: Any) -> bool:
    """Whether text from a form can be what is asked for."""
    origin = get_origin(hint)
    if origin in _UNIONS:
        return any(_fits_form(value, member) for member in _members(hint))
    if origin is Literal:
        return value in [str(said) for said in get_args(hint)]
    if origin is list:
        return isinstance(value, list) and all(_fits_form(item, get_args(hint)[0]) for item in value)
    if is_typeddict(hint):
        check_request(value, hint, hint.__name__) if isinstance(value, dict) else None
        return isinstance(value, dict)
    if hint in (int, bool, str, float):
        shapes = {int: _NUMBER.match, bool: lambda text: text in ("true", "false"), str: lambda text: True}
        return isinstance(value, str) and bool(shapes.get(hint, _NUMBER.match)(value))
    return isinstance(value, dict)
