"""What of a player's report is believed, by our own clock."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tenant_apps.learning import played
from tenant_apps.learning.models import BlockProgress, LessonProgress
from tenant_apps.learning.played import Spans

LONGEST = 86_400
FASTEST = 2  # the player's highest speed
GRACE = 20  # seconds: a report that was late, another tab that spoke a moment ago


def heard(
    row: LessonProgress | BlockProgress, *, spans: Spans, seconds: int, length: int, at: datetime
) -> dict[str, Any]:
    """The row as it is after the report: each second counts once, and no more than could have been played meanwhile."""
    since = (at - (row.heard_at or row.first_opened_at)).total_seconds()
    # every report has its grace, all of them together have one
    whole_time = (at - row.first_opened_at).total_seconds()
    left = max(0, _playable(whole_time) - played.seconds(row.played))
    believed = min(_playable(since), left)
    inside = [(min(start, length), min(end, length)) for start, end in spans]
    fresh = played.first(played.without(inside, row.played), believed)
    repeated = played.first(played.common(inside, row.played), _playable(since) - played.seconds(fresh))
    return {
        "played": played.union([*row.played, *fresh]),
        "again": played.union([*row.again, *repeated]),
        "position_seconds": max(row.position_seconds, min(seconds, length)),
        "heard_at": at,
        "to_count": True,
    }


def _playable(seconds: float) -> int:
    return int(max(0.0, seconds) * FASTEST) + GRACE
