"""How long to wait before trying again."""

import random
from datetime import timedelta


def wait_after(attempts: int, *, first: int = 10, longest: int = 6 * 3600) -> timedelta:
    """The wait after so many attempts: doubling, with jitter so that retries spread."""
    seconds = min(first * 2 ** (attempts - 1), longest)
    return timedelta(seconds=seconds * random.uniform(0.75, 1.25))  # noqa: S311
