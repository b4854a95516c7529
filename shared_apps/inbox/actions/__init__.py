"""The writes on the inbox: `inbox.keep_notice(…)`."""

from shared_apps.inbox.actions.handling import handle_notice, replay_notice
from shared_apps.inbox.actions.holding import AccountTaken, hold_account, release_account, remember_payment
from shared_apps.inbox.actions.keeping import keep_notice, tidy

__all__ = [
    "AccountTaken",
    "handle_notice",
    "hold_account",
    "keep_notice",
    "release_account",
    "remember_payment",
    "replay_notice",
    "tidy",
]
