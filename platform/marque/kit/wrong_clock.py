"""Whether this machine's clock may be believed: the database's is asked."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connections
from django.utils import timezone

logger = logging.getLogger(__name__)
WRONG = timedelta(minutes=5)
# seconds for which an answer is believed; a sweep that visits every tenant asks once
KEPT = 60
STEP = 1


@dataclass(frozen=True)
class _Answer:
    at: datetime
    ticks: float
    wrong: bool

    def holds(self, at: datetime, ticks: float) -> bool:
        """Not once it is old, nor once somebody set the clock: then it moved otherwise than the machine's ticks."""
        since = ticks - self.ticks
        return since < KEPT and abs((at - self.at).total_seconds() - since) < STEP


_last: _Answer | None = None


def is_wrong() -> bool:
    """Whether this machine's clock and the database's tell different times; a line in the log when they do."""
    global _last
    # the machine's own: time that is moved on purpose (`clock.fixed`) is no fault of it
    at, ticks = timezone.now(), time.monotonic()
    if _last is None or not _last.holds(at, ticks):
        _last = _Answer(at, ticks, _ask(at))
    return _last.wrong


def _ask(at: datetime) -> bool:
    with connections["control"].cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (told,) = cursor.fetchone()
    wrong = abs(at - told) > WRONG
    if wrong:
        logger.error("The clock of this machine is off by %s: nothing that goes by the clock is done here.", at - told)
    return wrong
