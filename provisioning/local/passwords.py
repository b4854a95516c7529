"""Generated passwords of the local services, in one file only its owner reads."""

import json
import os
import secrets
from pathlib import Path

NAMES = ("admin", "owner", "web", "control", "redis")


def passwords(folder: Path) -> dict[str, str]:
    """The passwords kept in `folder`, generated at the first call."""
    path = folder / "passwords.json"
    if not path.exists():
        draft = path.with_suffix(f".{os.getpid()}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as file:
            json.dump({name: secrets.token_urlsafe(24) for name in NAMES}, file)
        draft.rename(path)
    kept: dict[str, str] = json.loads(path.read_text())
    return kept
