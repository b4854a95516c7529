"""The browser of the tests."""

import os
import shutil

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")


def path() -> str:
    """Where Chromium is; CHROMIUM names another."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    assert found, "Chromium is missing. Run bin/setup test, or set CHROMIUM to its path."
    return found
