"""Secrets that programs carry: how they look, what may be shown of them, what is kept."""

import hashlib
import re
import secrets
from dataclasses import dataclass

_SHOWN = 12


@dataclass(frozen=True)
class TokenKind:
    """Tokens with one beginning, which scanners for leaked secrets can look for."""

    beginning: str

    def new(self) -> str:
        """256 random bits behind the beginning."""
        return f"{self.beginning}{secrets.token_urlsafe(32)}"

    def is_one(self, text: str) -> bool:
        """Whether a text has the shape; anything else costs no query."""
        return re.fullmatch(rf"{re.escape(self.beginning)}[A-Za-z0-9_-]{{43}}", text) is not None


def shown_of(token: str) -> str:
    """The part that may be shown, to tell tokens apart."""
    return token[:_SHOWN]


def digest_of(token: str) -> str:
    """What is kept. A plain hash is right for 256 random bits: there is nothing to guess."""
    return hashlib.sha256(token.encode()).hexdigest()
