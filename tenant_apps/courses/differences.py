"""What one text says that another did not, word by word."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from html import unescape

from django.utils.html import strip_tags

MOST_WORDS = 5000
_LINK = re.compile(r'<a\b[^>]*?\b(?:href|id)="([^"]*)"')
_OWN_MARK = re.compile(r' data-block-key="[^"]*"')
_CLOSES = re.compile(r"</(?:p|h\d|li|blockquote)>|<br ?/?>")


@dataclass(frozen=True)
class Piece:
    """Words that stayed (`same`), went (`gone`) or came (`new`)."""

    kind: str
    text: str


def differences(before: str, after: str) -> list[Piece]:
    """From one rich text to another; long runs that stayed are shortened."""
    (old, old_rest), (new, new_rest) = _words(before), _words(after)
    found: list[Piece] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece("same", _short(old[a:b])))
            continue
        if a < b:
            found.append(Piece("gone", " ".join(old[a:b])))
        if c < d:
            found.append(Piece("new", " ".join(new[c:d])))
    return found + _beyond(old_rest, new_rest)


def written(html: str) -> str:
    """A rich text without the marks its editor leaves for itself: opened and saved, it is the same text."""
    return _OWN_MARK.sub("", html)


def links(html: str) -> list[str]:
    """Where a rich text leads: addresses, and the numbers of pages and files of ours."""
    return _LINK.findall(html)


def _words(html: str) -> tuple[list[str], list[str]]:
    """Those that are compared one by one, and the rest of a very long text."""
    words = unescape(strip_tags(_CLOSES.sub(" ", html))).split()
    return words[:MOST_WORDS], words[MOST_WORDS:]


def _beyond(old: list[str], new: list[str]) -> list[Piece]:
    """Where the rest of two very long texts begins to differ."""
    if old == new:
        return []
    same = next((at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), None)
    at = min(len(old), len(new)) if same is None else same
    sides = (("gone", old[at : at + 50]), ("new", new[at : at + 50]))
    return [Piece(kind, " ".join([*words, "…"])) for kind, words in sides if words]


def _short(words: list[str]) -> str:
    return " ".join(words) if len(words) <= 24 else " ".join([*words[:10], "…", *words[-10:]])
