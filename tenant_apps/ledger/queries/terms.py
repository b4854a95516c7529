"""The business's payout terms, or the defaults."""

from tenant_apps.ledger.models import PayoutTerms


def current_terms() -> PayoutTerms:
    """What was set; the defaults while nobody set anything."""
    return PayoutTerms.objects.first() or PayoutTerms()
