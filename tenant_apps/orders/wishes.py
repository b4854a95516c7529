"""What a buyer says about somebody else who gets it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Wish:
    """Who gets a gift, with which words, and when."""

    name: str
    email: str
    message: str
    send_at: datetime
    time_zone: str
