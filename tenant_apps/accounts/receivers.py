"""What allauth tells us, turned into facts."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import authentication_step_completed, email_confirmed, password_reset
from django.db import transaction
from django.dispatch import receiver

from marque.kit.facts.outbox import publish
from tenant_apps.accounts.actions import verify_email, void_unproven_password
from tenant_apps.accounts.events import EmailVerified
from tenant_apps.accounts.models import User


@receiver(email_confirmed)
def tell_that_email_is_verified(email_address: EmailAddress, **kwargs: Any) -> None:
    """A confirmation link, or a code, was used."""
    with transaction.atomic():
        publish(EmailVerified(user_id=email_address.user_id))


@receiver(authentication_step_completed)
def distrust_password_before_proof(method: str, user: User, **kwargs: Any) -> None:
    """Whoever proves an address by a code has not chosen a password somebody else gave it."""
    if method == "code":
        void_unproven_password(user=user)


@receiver(password_reset)
def believe_whoever_opened_the_letter(user: User, **kwargs: Any) -> None:
    """A password chosen through a mailed link proves the address as well as a confirmation does."""
    verify_email(user=user)
