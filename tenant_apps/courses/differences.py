"""What one text says that another did not, word by word."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

from django.utils.html import strip_tags

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
    old, new = _words(before), _words(after)
    found: list[Piece] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece("same", _short(old[a:b])))
            continue
        if a < b:
            found.append(Piece("gone", " ".join(old[a:b])))
        if c < d:
            found.append(Piece("new", " ".join(new[c:d])))
    return found


def written(html: str) -> str:
    """A rich text without the marks its editor leaves for itself: opened and saved, it is the same text."""
    return _OWN_MARK.sub("", html)


def links(html: str) -> list[str]:
    """Where a rich text leads: addresses, and the numbers of pages and files of ours."""
    return _LINK.findall(html)


def _words(html: str) -> list[str]:
    return strip_tags(_CLOSES.sub(" ", html)).split()[:5000]


def _short(words: list[str]) -> str:
    return " ".join(words) if len(words) <= 24 else " ".join([*words[:10], "…", *words[-10:]])
