"""Countries by their codes, in the reader's language."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale, UnknownLocaleError

# what Unicode lists beside the countries of ISO 3166
_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO", "CP", "DG", "EA", "IC", "TA", "AC", "CQ", "SU"})


@lru_cache(maxsize=64)
def _names(language: str) -> dict[str, str]:
    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    known = locale.territories.items()
    return {code: name for code, name in known if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES}


def country_name(code: str, language: str = "en") -> str:
    """Germany; the code itself where nobody knows it."""
    return _names(language).get(code, code)


def countries(language: str = "en") -> list[tuple[str, str]]:
    """Every country, by name."""
    return sorted(_names(language).items(), key=lambda country: country[1])
