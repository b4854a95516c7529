"""The demo's words, read from YAML beside this file."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FOLDER = Path(__file__).parent / "okafor"


@cache
def words_of(name: str) -> Any:
    """The content of one file, such as `business`."""
    return yaml.safe_load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
