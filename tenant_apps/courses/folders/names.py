"""Titles and an order from the names of files, as their author meant them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

_JUNK = frozenset({"thumbs.db", "desktop.ini", "__macosx", "$recycle.bin"})
# `01 - Intro`, `1.2_Intro`, `3) Intro`; a bare number before a word counts only where all neighbours have one
_MARKED = re.compile(r"^\s*\d{1,3}(?:[._-]\d{1,3})*\s*[-–—_.):]+\s*(?=\S)|^\s*0\d{0,2}\s+(?=\S)")
_BARE = re.compile(r"^\s*\d{1,3}\s+(?=\S)")


def is_junk(path: str) -> bool:
    """Whether an operating system left it there."""
    parts = PurePosixPath(path).parts
    return any((part.startswith(".") and part != "..") or part.lower() in _JUNK for part in parts)


def natural(path: str) -> list[list[tuple[int, int, str]]]:
    """A key that sorts 2 before 10, whatever the case; files of a folder before its folders."""
    parts = PurePosixPath(path).parts
    return [[(0, 0, ""), *_pieces(part)] if last else [(1, 0, ""), *_pieces(part)] for part, last in _marked(parts)]


def title_of(name: str, neighbours: Iterable[str] = ()) -> str:
    """A title for people: `01 - the_first number` is `The first number`."""
    others = [other for other in neighbours if other != name]
    counted = bool(others) and all(_BARE.match(other) or _MARKED.match(other) for other in others)
    bare = _MARKED.sub("", name, count=1)
    if bare == name and counted:
        bare = _BARE.sub("", name, count=1)
    words = " ".join(bare.replace("_", " ").split())
    return (words[:1].upper() + words[1:]) or name.strip()


def without_root(paths: list[str]) -> tuple[str, list[str]]:
    """The folder all paths are in, if there is one, and the paths below it."""
    roots = {PurePosixPath(path).parts[0] for path in paths if path}
    if len(roots) == 1 and all(len(PurePosixPath(path).parts) > 1 for path in paths):
        return roots.pop(), ["/".join(PurePosixPath(path).parts[1:]) for path in paths]
    return "", paths


def _marked(parts: tuple[str, ...]) -> list[tuple[str, bool]]:
    return [(part, number == len(parts)) for number, part in enumerate(parts, start=1)]


def _pieces(part: str) -> list[tuple[int, int, str]]:
    pieces = re.split(r"(\d+)", part.casefold())
    return [(0, int(piece), "") if piece.isdecimal() else (1, 0, piece) for piece in pieces if piece]
