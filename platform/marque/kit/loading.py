"""What a process loads when it starts stays for good: nobody looks through it for garbage, then or later."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """Load Django, say, a quarter faster; forks share what was loaded, as no collection touches it any more."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
