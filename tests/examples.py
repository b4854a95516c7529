"""How many examples Hypothesis makes of what is drawn, and which.

A run has the same ones each time, so that it fails for what was changed; `MARQUE_HISTORIES=500` makes so many, others
each time.
"""

import os

from hypothesis import settings

ASKED = int(os.environ.get("MARQUE_HISTORIES", "0"))


def begin() -> None:
    """Have it so for every test; none fails because its machine is busy."""
    settings.register_profile("marque", deadline=None, derandomize=not ASKED, print_blob=True)
    settings.load_profile("marque")


def examples(usually: int) -> int:
    """As many as are asked for, or else as many as a run has time for."""
    return ASKED or usually
