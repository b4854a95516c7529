"""Words that name where a tenant is: they are written as tokens and turned into the new place's words on arrival."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import sql

# what may follow an address that is whole: neither more of a host nor a port
_END = r"(?![[:alnum:]:-]|\.[[:alnum:]])"


@dataclass(frozen=True, slots=True)
class Place:
    """A text that differs between tenants, and what stands for it; `whole` when more may not follow directly."""

    text: str
    token: str
    whole: bool = False


Places = Sequence[Place]


def to_tokens(value: sql.Composable, places: Places) -> sql.Composable:
    """SQL that writes a text with tokens for places."""
    for place in places:
        if place.whole:
            pattern = sql.Literal(re.escape(place.text) + _END)
            value = sql.SQL("regexp_replace({}, {}, {}, 'g')").format(value, pattern, sql.Literal(place.token))
        else:
            value = sql.SQL("replace({}, {}, {})").format(value, sql.Literal(place.text), sql.Literal(place.token))
    return value


def to_places(value: sql.Composable, places: Places) -> sql.Composable:
    """SQL that reads a text back, with places for tokens."""
    for place in places:
        value = sql.SQL("replace({}, {}, {})").format(value, sql.Literal(place.token), sql.Literal(place.text))
    return value
