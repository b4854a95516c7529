"""What we ask of addresses that somebody typed in."""

from marque.config.settings.base import PRACTICE
from marque.kit import env

# `127.0.0.1:9000`: receivers of practice on this machine, each by address and port; never in production
OUTBOUND_EXEMPT = env.words("OUTBOUND_EXEMPT") if PRACTICE else []
