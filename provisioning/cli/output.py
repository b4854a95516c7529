"""What the command prints, and the codes it exits with."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from enum import IntEnum
from typing import Any, NoReturn

import typer
from rich.console import Console
from rich.table import Table

out = Console()
err = Console(stderr=True)


class Exit(IntEnum):
    """DESIGN §7: the contract other tools rely on."""

    DONE = 0
    USAGE = 2
    REFUSED = 3
    NOT_FOUND = 4
    WOULD_DELETE = 5


def show_one(fields: dict[str, Any], *, as_json: bool) -> None:
    """One thing: JSON for programs, two columns for people."""
    if as_json:
        _print_json(fields)
        return
    table = Table.grid(padding=(0, 3))
    for name, value in fields.items():
        table.add_row(f"[dim]{name}[/dim]", _text(value))
    out.print(table)


def show_many(rows: Iterable[dict[str, Any]], columns: list[str], *, as_json: bool, empty: str) -> None:
    """Many things: a JSON list, or a table."""
    rows = list(rows)
    if as_json:
        _print_json(rows)
        return
    if not rows:
        out.print(empty)
        return
    table = Table(box=None, header_style="dim", pad_edge=False)
    for column in columns:
        table.add_column(column)
    for row in rows:
        table.add_row(*(_text(row[column]) for column in columns))
    out.print(table)


def stop(code: Exit, message: str, *, as_json: bool, field: str | None = None) -> NoReturn:
    """End with a sentence on standard error and the contract's code."""
    if as_json:
        print(json.dumps({"error": {"message": message, "field": field}}, ensure_ascii=False), file=sys.stderr)
    else:
        err.print(f"[red]{field + ': ' if field else ''}[/red]{message}")
    raise typer.Exit(code)


@contextmanager
def progress(title: str, *, as_json: bool) -> Iterator[Callable[[str], None]]:
    """A live line on standard error naming the current step; silent for programs."""
    if as_json or not err.is_terminal:
        yield lambda step: None
        return
    with err.status(title) as status:
        yield lambda step: status.update(f"{title}: {step}")


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(map(str, value))
    return "" if value is None else str(value)
