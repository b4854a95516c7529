"""Billing: who collects what tenants owe the platform, and what stands on its invoices."""

from marque.config.settings.base import PRACTICE
from marque.kit import env

BILLING_PROVIDER = env.choice(
    "BILLING_PROVIDER", ("sandbox", "stripe") if PRACTICE else ("stripe",), "sandbox" if PRACTICE else "stripe"
)
# empty: what the platform is called
BILLING_SELLER_NAME = env.text("BILLING_SELLER_NAME", "")
# lines are parted by semicolons
BILLING_SELLER_ADDRESS = env.text("BILLING_SELLER_ADDRESS", "1 Practice Row; 10115 Berlin; Germany" if PRACTICE else "")
BILLING_SELLER_TAX_ID = env.text("BILLING_SELLER_TAX_ID", "")
BILLING_PREFIX = env.text("BILLING_PREFIX", "MQ-")
# a failed payment is tried again after these many days; the business is suspended when all of them are over
BILLING_TRIES_AFTER_DAYS = (1, 3, 5)
BILLING_GRACE_DAYS = env.integer("BILLING_GRACE_DAYS", 14, minimum=1)
BILLING_TRIAL_NOTICE_DAYS = 3
