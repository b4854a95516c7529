"""What the command prints, and the codes it exits with."""

import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import IntEnum
from typing import Any, NoReturn, Protocol

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

# a pipe has no width: there lines are long enough for a whole record of a domain
out = Console(width=None if sys.stdout.isatty() or "COLUMNS" in os.environ else 200)
err = Console(stderr=True)


class Exit(IntEnum):
    """DESIGN §7: the contract other tools rely on."""

    DONE = 0
    BROKEN = 1  # a bug, or a platform that cannot be reached: not ours to refuse
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
        table.add_column(column, overflow="fold")  # somebody has to type it elsewhere: nothing is cut
    for row in rows:
        table.add_row(*(_text(row[column]) for column in columns))
    out.print(table)


def stop(code: Exit, message: str, *, as_json: bool, field: str | None = None) -> NoReturn:
    """End with a sentence on standard error and the contract's code."""
    if as_json:
        print(json.dumps({"error": {"message": message, "field": field}}, ensure_ascii=False), file=sys.stderr)
    else:
        named = f"[red]{field}: [/red]" if field and field not in message else ""
        err.print(f"{named}{escape(message)}")
    raise typer.Exit(code)


class Tell(Protocol):
    """Told the step by name, and how far it has come where that can be counted."""

    def __call__(self, step: str, done: int | None = None, total: int | None = None) -> None:
        """Say it."""


@contextmanager
def progress(title: str, *, as_json: bool) -> Iterator[Tell]:
    """A live line on standard error: the current step, and a bar where it can be counted; silent for programs."""
    if as_json or not err.is_terminal:
        yield lambda step, done=None, total=None: None
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err, transient=True) as bars:
        bar = bars.add_task(escape(title), total=None)

        def tell(step: str, done: int | None = None, total: int | None = None) -> None:
            told = escape(f"{title}: {step}" if step else title)
            bars.update(bar, description=told, completed=done or 0, total=total)

        yield tell


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def _text(value: Any) -> str:
    """For a terminal: what people typed is neither markup of ours nor an order to the terminal."""
    lines = value if isinstance(value, list) else ["" if value is None else value]
    plain = ("".join(letter for letter in str(line) if letter.isprintable() or letter == "\n") for line in lines)
    return escape("\n".join(plain))
