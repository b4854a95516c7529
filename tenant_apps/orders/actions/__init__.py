"""The writes on orders: `actions.place_order(offer=…)`."""

from tenant_apps.orders.actions.accounts import may_walk_in, open_account
from tenant_apps.orders.actions.answering import (
    DisputeClosed,
    EvidenceRefused,
    NoEvidence,
    NotSent,
    add_evidence,
    answer_dispute,
    desk_for,
    remove_evidence,
    send_answer,
)
from tenant_apps.orders.actions.arrivals import (
    BadArrival,
    NoSurplus,
    NotAwaited,
    begin_again,
    end_waits,
    give_surplus_back,
    note_arrival,
    remind_of_awaited,
    stop_waiting,
)
from tenant_apps.orders.actions.billing import TotalHasChanged, bill_order
from tenant_apps.orders.actions.by_hand import AmountRefused, ReasonNeeded, bring_in_order, write_down_order
from tenant_apps.orders.actions.cards import keep_card_of_trial, replace_card
from tenant_apps.orders.actions.changing import (
    CannotChange,
    OtherMoney,
    QuoteChanged,
    SamePlan,
    change_plan,
    quote_change,
)
from tenant_apps.orders.actions.charging import CardMissing
from tenant_apps.orders.actions.completing import NothingLeft, RestChanged, pay_rest
from tenant_apps.orders.actions.disputing import close_dispute, note_dispute_fee, open_dispute
from tenant_apps.orders.actions.ending import (
    BoundToTerm,
    ChargeUnderWay,
    NotRunning,
    PlansRunOn,
    cancel_subscription,
    end_for_refund,
    keep_subscription,
)
from tenant_apps.orders.actions.holding import TooManyForOne, release_order, release_overheld
from tenant_apps.orders.actions.issuing import (
    NothingToInvoice,
    SellerUnknown,
    issue_credit_note,
    issue_credit_note_of_dispute,
    issue_invoice,
    may_be_invoiced,
)
from tenant_apps.orders.actions.pausing import BadDay, CannotPause, pause_subscription, resume_subscription
from tenant_apps.orders.actions.paying import (
    CardRemoved,
    MoneyNotTaken,
    answer_challenge,
    give_up,
    note_fee,
    pay,
    pay_with_saved,
    record_payment,
    start_payment,
)
from tenant_apps.orders.actions.placing import AlreadyOwned, PriceHasChanged, WrongCheckout, cancel_order, place_order
from tenant_apps.orders.actions.rates import RateRefused, drop_rate, set_rate
from tenant_apps.orders.actions.reconciling import cancel_abandoned, note_missing_fees, reconcile_payments
from tenant_apps.orders.actions.refund_failing import reopen_refund
from tenant_apps.orders.actions.refunding import (
    AlreadyRefunded,
    NotPaid,
    RefundFailed,
    TooMuch,
    UnderDispute,
    refund_order,
)
from tenant_apps.orders.actions.reminding import remind_of_trials, win_back
from tenant_apps.orders.actions.renewing import due_subscriptions, renew
from tenant_apps.orders.actions.reporting import report_taxes
from tenant_apps.orders.actions.selling import SellerRefused, update_seller
from tenant_apps.orders.actions.settling import settle_free
from tenant_apps.orders.actions.subscribing import begin_subscription
from tenant_apps.orders.actions.waiting import BadDays, set_patience
from tenant_apps.orders.actions.webhooks import handle_event, keep_event
from tenant_apps.orders.quoting import BelowFloor, OfferNotOnSale

__all__ = [
    "AlreadyOwned",
    "AlreadyRefunded",
    "AmountRefused",
    "BadArrival",
    "BadDay",
    "BadDays",
    "BelowFloor",
    "BoundToTerm",
    "CannotChange",
    "CannotPause",
    "CardMissing",
    "CardRemoved",
    "ChargeUnderWay",
    "DisputeClosed",
    "EvidenceRefused",
    "MoneyNotTaken",
    "NoEvidence",
    "NoSurplus",
    "NotAwaited",
    "NotPaid",
    "NotRunning",
    "NotSent",
    "NothingLeft",
    "NothingToInvoice",
    "OfferNotOnSale",
    "OtherMoney",
    "PlansRunOn",
    "PriceHasChanged",
    "QuoteChanged",
    "RateRefused",
    "ReasonNeeded",
    "RefundFailed",
    "RestChanged",
    "SamePlan",
    "SellerRefused",
    "SellerUnknown",
    "TooManyForOne",
    "TooMuch",
    "TotalHasChanged",
    "UnderDispute",
    "WrongCheckout",
    "add_evidence",
    "answer_challenge",
    "answer_dispute",
    "begin_again",
    "begin_subscription",
    "bill_order",
    "bring_in_order",
    "cancel_abandoned",
    "cancel_order",
    "cancel_subscription",
    "change_plan",
    "close_dispute",
    "desk_for",
    "drop_rate",
    "due_subscriptions",
    "end_for_refund",
    "end_waits",
    "give_surplus_back",
    "give_up",
    "handle_event",
    "issue_credit_note",
    "issue_credit_note_of_dispute",
    "issue_invoice",
    "keep_card_of_trial",
    "keep_event",
    "keep_subscription",
    "may_be_invoiced",
    "may_walk_in",
    "note_arrival",
    "note_dispute_fee",
    "note_fee",
    "note_missing_fees",
    "open_account",
    "open_dispute",
    "pause_subscription",
    "pay",
    "pay_rest",
    "pay_with_saved",
    "place_order",
    "quote_change",
    "reconcile_payments",
    "record_payment",
    "refund_order",
    "release_order",
    "release_overheld",
    "remind_of_awaited",
    "remind_of_trials",
    "remove_evidence",
    "renew",
    "reopen_refund",
    "replace_card",
    "report_taxes",
    "resume_subscription",
    "send_answer",
    "set_patience",
    "set_rate",
    "settle_free",
    "start_payment",
    "stop_waiting",
    "update_seller",
    "win_back",
    "write_down_order",
]
