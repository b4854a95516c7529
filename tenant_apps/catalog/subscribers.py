"""What people who wait for an offer are told."""

from __future__ import annotations

from django.utils.translation import gettext as _

from marque.kit.facts.registry import subscribe
from marque.kit.http import tenant_url
from marque.kit.mail.send import send_email
from tenant_apps.catalog.events import WaitingInvited
from tenant_apps.catalog.models import Waiting
from tenant_apps.catalog.queries import place_token
from themes.brand import current_brand


@subscribe(WaitingInvited)
def send_the_invitation(fact: WaitingInvited) -> None:
    """A seat is free: one email with a link that holds it."""
    place = Waiting.objects.invited().select_related("offer", "person").filter(pk=fact.waiting_id).first()
    if place is None:
        return  # they left, or bought already
    send_email(
        to=place.person.email,
        subject=_("A place in %(title)s is yours until tomorrow") % {"title": place.offer.title},
        template="catalog/mail/invitation",
        context={"place": place, "url": tenant_url(f"/checkout/{place.offer.slug}/?place={place_token(place)}")},
        purpose="waiting-list",
        once_key=f"place:{place.key}:{place.invited_at:%Y%m%d%H%M%S}",
        reply_to=current_brand().support_email,
    )
