"""The letters of a domain: Unicode in and out, punycode in between, and no look-alikes (ADR 18)."""

import unicodedata

import idna

# Scripts that one language writes together
_TOGETHER = ({"CJK", "HIRAGANA", "KATAKANA", "LATIN"}, {"CJK", "HANGUL", "LATIN"}, {"CJK", "BOPOMOFO", "LATIN"})
# Letters of other scripts that a reader takes for Latin ones
_LIKE_LATIN = {
    "CYRILLIC": set("асԁеһіјӏорԛѕԝхуъьѵ"),
    "GREEK": set("αγικνορτυχω"),
    "ARMENIAN": set("հոսցօզյ"),
}


def to_ascii(domain: str) -> str:
    """The ASCII form of a lower-case domain (IDNA 2008 after UTS 46 mapping); raises idna.IDNAError, a ValueError."""
    return idna.encode(domain, uts46=True).decode("ascii")


def readable(domain: str) -> str:
    """The Unicode form of a stored domain; labels that are no valid IDN stay as they are."""
    return ".".join(_readable(label) for label in domain.split("."))


def _readable(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return idna.decode(label)
    except idna.IDNAError:
        return label


def scripts_of(label: str) -> set[str]:
    """The scripts of a label's letters, by the first word of their names; digits and hyphens belong to all."""
    return {unicodedata.name(letter, "UNKNOWN").split()[0].split("-")[0] for letter in label if letter.isalpha()}


def mixes_scripts(label: str) -> bool:
    """Whether a label mixes scripts that no language writes together (UTS 39, highly restrictive)."""
    scripts = scripts_of(label)
    return len(scripts) > 1 and not any(scripts <= together for together in _TOGETHER)


def looks_latin(label: str) -> bool:
    """Whether a label of another script consists of letters that read as Latin ones, like “аррӏе”."""
    scripts = scripts_of(label)
    if len(scripts) != 1:
        return False
    alike = _LIKE_LATIN.get(scripts.pop(), set())
    return bool(alike) and all(letter in alike for letter in label if letter.isalpha())
