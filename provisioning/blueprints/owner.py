"""Who a new tenant belongs to."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Owner:
    """Who a new tenant belongs to; `verified` when somebody vouches for the address."""

    email: str
    name: str = ""
    password: str | None = None
    verified: bool = False
