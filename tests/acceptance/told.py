"""Running a story of docs/acceptance to its end."""

import subprocess
import sys

from django.conf import settings


def told(story: str, *words: str) -> None:
    """The story ends well, or this fails with what it said."""
    command = [sys.executable, "-m", f"docs.acceptance.{story}", *words]

    done = subprocess.run(command, cwd=settings.ROOT, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-4000:]
    assert done.stdout.rstrip().endswith("Everything held.")
