"""Opaque codes that people can read aloud."""

import secrets

# Crockford's base 32: no I, L, O or U
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None, "\0": None})


def code(n: int = 10) -> str:
    """An unguessable code of `n` characters; ten carry 50 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(n))


def read_code(text: str) -> str:
    """A code as a person typed it (lower case, dashes, O for 0), put right."""
    return text.strip().upper().translate(_READ)
