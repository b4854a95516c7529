"""Lists that people bring as CSV: read as a spreadsheet wrote them, each line with its number in the file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused


class ListUnreadable(Refused):
    """Not a list with these columns."""

    field = "file"
    message = _("This file cannot be read as a list.")


def rows_of(
    content: bytes, *, columns: Sequence[str], needed: Sequence[str], largest: int, most: int
) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Each line as a mapping with its number; under "" how many cells it has too many. Raises ListUnreadable."""
    if len(content) > largest:
        raise ListUnreadable(_("The file is larger than %(most)s MB. Split it."), most=largest >> 20)
    text = text_of(content)
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        lines = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise ListUnreadable(_("Line %(line)s cannot be read: %(why)s."), line=reader.line_num, why=error) from error
    names = [cell.strip().lower() for cell in lines[0][1]] if lines else []
    if [name for name in needed if name not in names] or len(set(names)) < len(names):
        raise ListUnreadable(
            _("The first line must name the columns, each once: %(columns)s."), columns=", ".join(columns)
        )
    if len(lines) - 1 > most:
        raise ListUnreadable(_("The file has more than %(most)s lines. Split it."), most=most)
    if len(lines) == 1:
        raise ListUnreadable(_("The file names its columns and holds nothing else."))
    for number, row in lines[1:]:
        yield number, dict(zip(names, (cell.strip() for cell in row), strict=False)) | {"": str(len(row) - len(names))}


def text_of(content: bytes) -> str:
    """UTF-8, else Latin-1 as spreadsheets in Western Europe write it; raises ListUnreadable."""
    if b"\0" in content:
        raise ListUnreadable(_("This file is no text."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
