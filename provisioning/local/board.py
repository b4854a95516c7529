"""What the demo prints: addresses, sign-ins, and one live line."""

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path


def sign_ins(path: Path) -> list[dict[str, str]]:
    """The rows that seeding left: label, url, email, password."""
    if not path.exists():
        return []
    rows: list[dict[str, str]] = json.loads(path.read_text())
    return rows


def table(rows: Sequence[dict[str, str]]) -> str:
    """The rows as columns of plain text."""
    names = ("label", "url", "email", "password")
    titles = {"label": "what", "url": "address", "email": "sign in as", "password": "password"}
    every = [titles, *rows]
    widths = [max(len(row.get(name) or "") for row in every) for name in names]
    lines = [
        "  "
        + "   ".join((row.get(name) or "").ljust(width) for name, width in zip(names, widths, strict=True)).rstrip()
        for row in every
    ]
    rule = "  " + "   ".join("─" * width for width in widths)
    return "\n".join([lines[0], rule, *lines[1:]])


class LiveLine:
    """How long the demo has been up, rewritten in place on a terminal and left out elsewhere."""

    def __init__(self, logs: str) -> None:
        self.since, self.logs, self.shown = time.monotonic(), logs, False

    def tick(self) -> None:
        """Write the line again."""
        if not sys.stdout.isatty():
            return
        minutes, seconds = divmod(int(time.monotonic() - self.since), 60)
        print(f"\r  running {minutes}:{seconds:02} · logs in {self.logs} · Ctrl-C stops ", end="", flush=True)
        self.shown = True

    def end(self) -> None:
        """Leave the line behind."""
        if self.shown:
            print()
