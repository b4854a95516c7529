"""What a wave did, or would do."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Outcome:
    """Slugs that were migrated and that failed, with the error; why the wave stopped, if it did."""

    up_to_date: int = 0
    migrated: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    stopped: str = ""
    pending: list[dict[str, Any]] = field(default_factory=list)
