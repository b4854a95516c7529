"""The writes of the ledger: `ledger.post_sale(order=…)`."""

from tenant_apps.ledger.actions.adjusting import (
    NoAdjustment,
    NothingToAdjust,
    NotYoursToAdjust,
    ReasonMissing,
    WouldGoNegative,
    adjust_wallet,
    undo_adjustment,
)
from tenant_apps.ledger.actions.catching_up import catch_up
from tenant_apps.ledger.actions.checking import check_books, check_gateways
from tenant_apps.ledger.actions.escrow import release, release_due, release_escrow
from tenant_apps.ledger.actions.lost_fees import return_lost_fees
from tenant_apps.ledger.actions.opening import (
    look_at_accounts,
    open_payout_account,
    payout_account_link,
    use_own_account,
)
from tenant_apps.ledger.actions.payout_accounts import (
    BadBic,
    BadIban,
    NowhereToPay,
    UnknownCurrency,
    lift_hold,
    place_hold,
    save_payout_account,
    seal_accounts,
    set_terms,
)
from tenant_apps.ledger.actions.payouts import (
    InABatch,
    LessThanMinimum,
    MoreThanAvailable,
    NoPayoutAccount,
    NotWaiting,
    NotYoursToApprove,
    PaidByTheGateway,
    PayoutsOnHold,
    approve_payout,
    mark_paid,
    request_payout,
)
from tenant_apps.ledger.actions.posting import Leg, Pot, Unbalanced, lock_accounts, open_accounts, post, reverse
from tenant_apps.ledger.actions.returning import post_dispute_fee, post_refund_returned
from tenant_apps.ledger.actions.selling import post_sale
from tenant_apps.ledger.actions.sending import NothingToPay, make_batch, request_scheduled, send_payout, send_waiting
from tenant_apps.ledger.actions.sharing import (
    DaysMissing,
    ProductOrCategory,
    ShareOutOfRange,
    end_rule,
    set_contributors,
    set_rule,
)
from tenant_apps.ledger.actions.taking_back import MayHaveArrived, return_payout, take_back
from tenant_apps.ledger.actions.taking_in import NothingToExplain, explain_movement, take_in
from tenant_apps.ledger.actions.undoing import (
    post_dispute_lost,
    post_dispute_opened,
    post_dispute_won,
    post_fee,
    post_refund,
)

__all__ = [
    "BadBic",
    "BadIban",
    "DaysMissing",
    "InABatch",
    "Leg",
    "LessThanMinimum",
    "MayHaveArrived",
    "MoreThanAvailable",
    "NoAdjustment",
    "NoPayoutAccount",
    "NotWaiting",
    "NotYoursToApprove",
    "NotYoursToAdjust",
    "NothingToAdjust",
    "NothingToExplain",
    "NothingToPay",
    "NowhereToPay",
    "PaidByTheGateway",
    "PayoutsOnHold",
    "Pot",
    "ProductOrCategory",
    "ReasonMissing",
    "ShareOutOfRange",
    "Unbalanced",
    "UnknownCurrency",
    "WouldGoNegative",
    "adjust_wallet",
    "approve_payout",
    "catch_up",
    "check_books",
    "check_gateways",
    "end_rule",
    "explain_movement",
    "lift_hold",
    "lock_accounts",
    "look_at_accounts",
    "make_batch",
    "mark_paid",
    "open_accounts",
    "open_payout_account",
    "payout_account_link",
    "place_hold",
    "post",
    "post_dispute_fee",
    "post_dispute_lost",
    "post_dispute_opened",
    "post_dispute_won",
    "post_fee",
    "post_refund",
    "post_refund_returned",
    "post_sale",
    "release",
    "release_due",
    "release_escrow",
    "request_payout",
    "request_scheduled",
    "return_lost_fees",
    "return_payout",
    "reverse",
    "save_payout_account",
    "seal_accounts",
    "send_payout",
    "send_waiting",
    "set_contributors",
    "set_rule",
    "set_terms",
    "take_back",
    "take_in",
    "undo_adjustment",
    "use_own_account",
]
