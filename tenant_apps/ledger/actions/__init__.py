"""The writes of the ledger: `ledger.post_sale(order=…)`."""

from tenant_apps.ledger.actions.catching_up import catch_up
from tenant_apps.ledger.actions.escrow import release, release_due, release_escrow
from tenant_apps.ledger.actions.posting import Leg, Pot, Unbalanced, lock_accounts, open_accounts, post, reverse
from tenant_apps.ledger.actions.selling import post_sale
from tenant_apps.ledger.actions.sharing import (
    DaysMissing,
    ProductOrCategory,
    ShareOutOfRange,
    end_rule,
    set_contributors,
    set_rule,
)
from tenant_apps.ledger.actions.undoing import (
    post_dispute_lost,
    post_dispute_opened,
    post_dispute_won,
    post_fee,
    post_refund,
)

__all__ = [
    "DaysMissing",
    "Leg",
    "Pot",
    "ProductOrCategory",
    "ShareOutOfRange",
    "Unbalanced",
    "catch_up",
    "end_rule",
    "lock_accounts",
    "open_accounts",
    "post",
    "post_dispute_lost",
    "post_dispute_opened",
    "post_dispute_won",
    "post_fee",
    "post_refund",
    "post_sale",
    "release",
    "release_due",
    "release_escrow",
    "reverse",
    "set_contributors",
    "set_rule",
]
