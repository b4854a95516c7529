"""The only writes to billing."""

from shared_apps.billing.actions.cards import keep_card
from shared_apps.billing.actions.changing import Quote, change_plan, quote_change
from shared_apps.billing.actions.collecting import collect, hear, pay_open
from shared_apps.billing.actions.coupons import create_coupon, end_coupon, redeem_coupon
from shared_apps.billing.actions.crediting import grant_credit, waive_invoice
from shared_apps.billing.actions.running import look, run
from shared_apps.billing.actions.starting import start_subscription

__all__ = [
    "Quote",
    "change_plan",
    "collect",
    "create_coupon",
    "end_coupon",
    "grant_credit",
    "hear",
    "keep_card",
    "look",
    "pay_open",
    "quote_change",
    "redeem_coupon",
    "run",
    "start_subscription",
    "waive_invoice",
]
