"""Asking addresses that somebody typed in: one client, which reaches public places and nothing else (DESIGN §9.12)."""

from shared_apps.integrations.outbound.client import Answer, Unreachable, post
from shared_apps.integrations.outbound.guard import AddressRefused, read_address

__all__ = ["AddressRefused", "Answer", "Unreachable", "post", "read_address"]
