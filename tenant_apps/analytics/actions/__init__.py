"""Everything that writes to analytics."""

from tenant_apps.analytics.actions.counting import count_again, count_due
from tenant_apps.analytics.actions.risking import look_at_one, look_at_some
from tenant_apps.analytics.actions.writing import NothingWritten, ReasonMissing, Sent, hush, show_again, write

__all__ = [
    "NothingWritten",
    "ReasonMissing",
    "Sent",
    "count_again",
    "count_due",
    "hush",
    "look_at_one",
    "look_at_some",
    "show_again",
    "write",
]
