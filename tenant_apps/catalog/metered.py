"""What plans count here."""

from shared_apps.plans.meters import register_gauge
from tenant_apps.catalog.models import Offer


def offers() -> int:
    """Every offer that is not put away."""
    return Offer.objects.filter(archived_at=None).count()


register_gauge("products", offers)
