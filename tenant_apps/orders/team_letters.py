"""What we write to people who are invited to a team."""

from __future__ import annotations

from django.utils.translation import gettext as _

from marque.kit.http import tenant_url
from marque.kit.mail.send import send_email
from tenant_apps.orders.models import Seat
from tenant_apps.orders.teams import seat_path
from themes.brand import current_brand


def send_invitation(seat: Seat) -> None:
    """A seat is kept for them; once for each time they are asked."""
    team = seat.team
    words = {"owner": team.owner.name or team.owner.email, "title": team.line.title}
    send_email(
        to=seat.email,
        subject=_("%(owner)s has a seat for you in %(title)s") % words,
        template="orders/mail/seat",
        context={"seat": seat, "team": team, "words": words, "url": tenant_url(seat_path(seat))},
        purpose="seat",
        once_key=f"seat:{seat.key}:{seat.invited_at.timestamp() if seat.invited_at else 0}",
        reply_to=current_brand().support_email,
    )
