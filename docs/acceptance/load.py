"""Visitors who never stop, and what they were answered."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from docs.acceptance.install import Install


@dataclass
class Load:
    """What was asked and what failed."""

    count: int = 0
    failed: list[str] = field(default_factory=list)


@contextmanager
def under_load(install: Install, slugs: Sequence[str]) -> Iterator[Load]:
    """One visitor for each business, asking for page after page until the block ends."""
    load, over = Load(), threading.Event()

    def visit(slug: str) -> None:
        while not over.is_set():
            try:
                status, _page = install.get(slug, "/courses/")
                problem = "" if status == 200 else f"{slug} answered {status}"
            except OSError as broken:
                problem = f"{slug}: {broken}"
            load.count += 1
            if problem:
                load.failed.append(problem)

    visitors = [threading.Thread(target=visit, args=(slug,)) for slug in slugs]
    for visitor in visitors:
        visitor.start()
    try:
        yield load
    finally:
        over.set()
        for visitor in visitors:
            visitor.join()
