"""People follow their logins."""

from django.contrib.auth import get_user_model

from marque.kit.facts.registry import subscribe
from tenant_apps.accounts.events import EmailVerified
from tenant_apps.people import actions


@subscribe(EmailVerified)
def link_the_owner_of_an_address(fact: EmailVerified) -> None:
    """Whoever shows that an address is theirs is who the business knows by it; registering alone is not enough."""
    user = get_user_model().objects.filter(pk=fact.user_id).first()
    if user is not None:
        actions.follow_verified_email(user=user)
