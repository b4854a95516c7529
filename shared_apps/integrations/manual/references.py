"""References that a bank transfer carries, with check digits: ISO 11649."""

import hashlib

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no I and no O: people type this


def reference_for(key: str) -> str:
    """The same key has the same reference, like RF45 7KQ2 M8XA 3P."""
    number = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8])
    letters = ""
    while len(letters) < 12:
        number, place = divmod(number, len(_ALPHABET))
        letters += _ALPHABET[place]
    return f"RF{check_digits(letters)}{letters}"


def check_digits(text: str) -> str:
    """ISO 7064 mod 97-10."""
    digits = "".join(str(int(letter, 36)) for letter in f"{text}RF00")
    return f"{98 - int(digits) % 97:02d}"


def is_reference(text: str) -> bool:
    """Do its check digits agree?"""
    return text[:2] == "RF" and text[4:].isalnum() and text[2:4] == check_digits(text[4:])
