"""What payments need of the environment: the key that seals secrets, and the platform's own account at Stripe."""

import base64
import binascii
import hashlib

from marque.config.settings.base import PRACTICE
from marque.kit import env


def _secrets_key(text: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except binascii.Error:
        key = b""
    if len(key) != 32:
        raise env.BadEnvironment("SECRETS_KEY must be 32 bytes in base64. Make one: openssl rand -base64 32")
    return key


_PLAY = base64.b64encode(hashlib.sha256(b"marque: secrets of practice, known to everybody").digest()).decode()
# the first seals, all of them open: put a new one in front to change it
SECRETS_KEYS = [_secrets_key(text) for text in env.words("SECRETS_KEY", _PLAY if PRACTICE else "")]

# the platform's own account at its bank: who pays in files of payouts
PAYOUTS_PAYER_NAME = env.text("PAYOUTS_PAYER_NAME", "Marque Practice" if PRACTICE else "")
PAYOUTS_PAYER_IBAN = env.text("PAYOUTS_PAYER_IBAN", "DE02120300000000202051" if PRACTICE else "")
PAYOUTS_PAYER_BIC = env.text("PAYOUTS_PAYER_BIC", "")

STRIPE_SECRET_KEY = env.text("STRIPE_SECRET_KEY", "")
STRIPE_PUBLISHABLE_KEY = env.text("STRIPE_PUBLISHABLE_KEY", "")
STRIPE_WEBHOOK_SECRET = env.text("STRIPE_WEBHOOK_SECRET", "")
# Stripe tells of connected accounts at an endpoint of its own; both lead to /webhooks/stripe/ on the platform's host
STRIPE_CONNECT_WEBHOOK_SECRET = env.text("STRIPE_CONNECT_WEBHOOK_SECRET", "")
# another address than Stripe's own is for tests and practice: keys are sent there
STRIPE_API = env.text("STRIPE_API", "") if PRACTICE else ""
STRIPE_JS = env.text("STRIPE_JS", "") if PRACTICE else ""
PAYPAL_API = env.text("PAYPAL_API", "") if PRACTICE else ""
RAZORPAY_API = env.text("RAZORPAY_API", "") if PRACTICE else ""
# the same for films: API, uploads, streams and pictures
MUX_API = env.text("MUX_API", "") if PRACTICE else ""
