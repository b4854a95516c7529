"""The link that leads somebody new to a place they were given."""

from __future__ import annotations

from uuid import UUID

from marque.kit.signing import BadSignature, Expired, sign, unsign
from marque.kit.tenancy.addresses import path_to
from tenant_apps.learning.models import Enrolment
from tenant_apps.orders.actions.arriving import has_account
from tenant_apps.orders.teams import INVITED_FOR
from tenant_apps.people.models import Person

PLACE = "learning.place"


def place_path(enrolment: Enrolment) -> str:
    """The link in the letter about a place; it is mailed to its learner alone."""
    return path_to("learning:place_opening", sign(PLACE, str(enrolment.key), expires_in=INVITED_FOR))


def place_of_link(token: str) -> Enrolment | None:
    """The live place a link is about; None when it is forged, foreign or was taken away. Raises Expired."""
    try:
        key = UUID(unsign(PLACE, token))
    except Expired:
        raise
    except (BadSignature, ValueError, TypeError):
        return None
    return Enrolment.objects.live().select_related("person", "course").filter(key=key).first()


def is_new(person: Person) -> bool:
    """Has this person no way to sign in yet? Then the link makes them an account."""
    return person.user_id is None and not has_account(person.email)
