"""The writes of the ledger: `ledger.post(…)`."""

from tenant_apps.ledger.actions.posting import Leg, Pot, Unbalanced, lock_accounts, open_accounts, post, reverse

__all__ = ["Leg", "Pot", "Unbalanced", "lock_accounts", "open_accounts", "post", "reverse"]
