"""What may stand in a package somebody made: strings where we write strings, and frames of the sites on the list only.

Everything here raises ValueError, TypeError or KeyError; who reads the package says what that means.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any
from uuid import UUID

from marque.kit.serialise.records import Record
from shared_apps.integrations.oembed.provider import provider_of
from tenant_apps.courses.models import BLOCKS_PLAYED, LONGEST_BLOCK, MOST_BLOCKS, BlockKind, LessonBlock
from tenant_apps.courses.prose import words_of

BLOCK, EMBED = LessonBlock._meta.label, "materials.Embed"
_LENGTHS = {"title": 160, "language": 24, "address": 500}
# what the editor writes around the words: tags, their marks, characters by their names
_MARKUP = 10


def check_file(*, key: Any, title: Any, name: Any, path: Any, size: Any, sha256: Any) -> None:
    """An entry of the list of files is as we write it."""
    for value, most in ((key, 36), (title, 200), (name, 255), (path, 900), (sha256, 64)):
        _check_text(value, most)
    if str(UUID(key)) != key or type(size) is not int or size < 0 or not re.fullmatch("[0-9a-f]{64}", sha256):
        raise ValueError("This is no file of a package.")


def check_blocks(records: list[Record]) -> None:
    """The parts of lessons' pages are such as the editor makes, and not more of them."""
    blocks = [record.fields for record in records if record.label == BLOCK]
    if any(count > MOST_BLOCKS for count in Counter(fields["lesson"]["key"] for fields in blocks).values()):
        raise ValueError("A lesson holds too many parts.")
    for fields in blocks:
        _check_block(fields)


def check_embeds(records: list[Record]) -> None:
    """Lessons from other sites are from sites on the list."""
    for record in records:
        if record.label == EMBED:
            _check_shown(record.fields["address"], record.fields)


def _check_block(fields: dict[str, Any]) -> None:
    kind, text, shown = fields["kind"], fields.get("text", ""), fields.get("shown", {})
    for name, most in _LENGTHS.items():
        _check_text(fields.get(name, ""), most)
    _check_text(text, _MARKUP * LONGEST_BLOCK)
    if kind not in BlockKind.values or not isinstance(shown, dict):
        raise ValueError("This is no part of a page.")
    if len(words_of(text) if kind == BlockKind.TEXT else text) > LONGEST_BLOCK:
        raise ValueError("A text is too long.")
    if kind == BlockKind.EMBED:
        _check_shown(fields["address"], shown)
    _check_least(kind, fields.get("least_percent"))


def _check_least(kind: str, least: Any) -> None:
    if least is not None and (kind not in BLOCKS_PLAYED or type(least) is not int or not 1 <= least <= 100):
        raise ValueError("Nobody can watch so much of it.")


def _check_shown(address: Any, shown: dict[str, Any]) -> None:
    for value, most in ((address, 500), (shown["frame"], 800), (shown.get("title", ""), 200)):
        _check_text(value, most)
    site = provider_of(address)
    if site is None or not address.isprintable() or shown["provider"] != site.name:
        raise ValueError("This site is not on the list.")
    if not site.shows(address, shown["frame"]):
        raise ValueError("This frame is not the site's own.")
    for side in (shown.get("width", 16), shown.get("height", 9)):
        if type(side) is not int or not 0 <= side < 10_000:
            raise ValueError("A frame has no such side.")


def _check_text(value: Any, most: int) -> None:
    if not isinstance(value, str) or len(value) > most or "\0" in value:
        raise ValueError("This is no such text.")
    value.encode()  # half a character is none
