"""Work on certificates that nobody waits for."""

from __future__ import annotations

from celery import shared_task

from marque.kit.tenancy.tasks import send_to_all
from tenant_apps.accounts.models import User
from tenant_apps.certificates import actions
from tenant_apps.courses.models import Course


@shared_task(name="certificates.tell_of_expiry", by_the_clock=True)
def tell_of_expiry(**_newer: object) -> None:
    """Write to whoever's certificate ends soon."""
    actions.tell_of_expiry()


# visits every tenant, so it belongs to none
@shared_task(name="certificates.tell_of_expiry_everywhere", tenantless=True)
def tell_of_expiry_everywhere(**_newer: object) -> None:
    """Send `certificates.tell_of_expiry` to every tenant; a suspended one and a copy write to nobody."""
    send_to_all(tell_of_expiry, outward=True)


@shared_task(name="certificates.issue_waiting")
def issue_waiting(*, course_id: int, by_id: int, **_newer: object) -> None:
    """Give certificates to everybody who finished a course and has none."""
    actions.issue_waiting(course=Course.objects.get(pk=course_id), by=User.objects.get(pk=by_id))


@shared_task(name="certificates.issue_to")
def issue_to(*, course_id: int, people: list[int], by_id: int, **_newer: object) -> None:
    """Give certificates to the people of a list."""
    actions.issue_to(course=Course.objects.get(pk=course_id), people=people, by=User.objects.get(pk=by_id))
