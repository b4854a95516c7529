"""The emails that plans count: all that a business writes."""

from datetime import UTC, date, datetime, time

from marque.kit.mail.models import SentEmail
from shared_apps.plans.meters import register_monthly


def emails(first: date, end: date) -> int:
    """Those written from one day to before another (UTC)."""
    start = datetime.combine(first, time(), UTC)
    found = SentEmail.objects.filter(queued_at__gte=start)
    if end != date.max:
        found = found.filter(queued_at__lt=datetime.combine(end, time(), UTC))
    return found.count()


register_monthly("emails", emails)
