"""Account and bank numbers, as their standards say."""

import re

from stdnum import bic, iban

_SPACES = re.compile(r"\s")


def tidy(text: str) -> str:
    """Without spaces, in capitals."""
    return _SPACES.sub("", text).upper()


def is_iban(text: str) -> bool:
    """Whether its length, its country's form and its check digits are right (ISO 13616)."""
    return bool(iban.is_valid(text))


def is_bic(text: str) -> bool:
    """Whether it has the form of a BIC (ISO 9362)."""
    return bool(bic.is_valid(text))
