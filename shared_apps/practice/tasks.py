"""The sandbox tells a business something."""

from celery import shared_task

from marque.kit.tenancy.context import require_tenant
from shared_apps.practice.models import PracticeEvent
from shared_apps.practice.sending import send


@shared_task(name="practice.send")
def send_event(*, event_id: str, **_newer: object) -> None:
    """Send one webhook of the current business's sandbox."""
    send(PracticeEvent.objects.get(account=str(require_tenant().id), event_id=event_id))
