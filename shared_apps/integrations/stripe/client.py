"""Asking Stripe: one pinned version of its API, our timeouts, and its errors as ours."""

from collections.abc import Callable
from typing import Any, TypeVar

import stripe
from django.conf import settings
from django.utils.translation import gettext as _

from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payments import Access, Merchant
from shared_apps.integrations.resilience import TIMEOUT, call

# what the installed library was made for; requirements/runtime.lock pins both
API_VERSION = stripe.api_version
Result = TypeVar("Result")


class Declined(Exception):
    """The bank said no; what it said is in the error."""

    def __init__(self, error: stripe.CardError) -> None:
        super().__init__(str(error))
        self.error = error


def client_for(access: Access, account: str = "") -> stripe.StripeClient:
    """A client with the business's own keys, else with the platform's on the business's connected account."""
    own = access.keys.get("secret_key", "")
    key = own or platform_key(access, "secret_key")
    if not key:
        raise ProviderError(
            _("Stripe is not connected: there is no key to ask it with."), permanent=True, certain=False
        )
    direct = account if not own and access.merchant is Merchant.CREATOR else ""
    return stripe.StripeClient(
        key,
        stripe_version=API_VERSION,
        stripe_account=direct or None,
        base_addresses={"api": settings.STRIPE_API, "files": settings.STRIPE_API} if settings.STRIPE_API else {},
        http_client=stripe.RequestsClient(timeout=TIMEOUT),
        max_network_retries=0,  # `call` repeats, and stops asking when it is no use
    )


def platform_key(access: Access, name: str) -> str:
    """One of the platform's own: what operators typed, else what the environment says."""
    return access.platform.get(name) or str(getattr(settings, f"STRIPE_{name.upper()}"))


def ask(question: Callable[[], Result]) -> Result:
    """Ask, again after a passing failure. Raises ProviderError, and Declined for a bank's no."""
    return call("stripe", lambda: _translated(question))


def _translated(question: Callable[[], Result]) -> Result:
    try:
        return question()
    except stripe.CardError as error:
        raise Declined(error) from error
    except (stripe.AuthenticationError, stripe.PermissionError) as error:
        message = _("Stripe does not accept the key: %s") % _said(error)
        raise ProviderError(message, permanent=True, certain=False) from error
    except stripe.IdempotencyError as error:
        # the first request with this key is not answered yet, or was another one: what became of it is not said
        message, busy = _("Stripe refused: %s") % _said(error), error.code == "idempotency_key_in_use"
        raise ProviderError(message, permanent=not busy, code=error.code or "", certain=False) from error
    except stripe.InvalidRequestError as error:
        raise ProviderError(_("Stripe refused: %s") % _said(error), permanent=True, code=error.code or "") from error
    except stripe.StripeError as error:
        raise ProviderError(_("Stripe is not answering: %s") % _said(error), permanent=False) from error


def _said(error: stripe.StripeError) -> str:
    return str(error.user_message or error)[:300]


def plain(thing: Any) -> dict[str, Any]:
    """A Stripe object as a dict; None and {} are {}."""
    return thing.to_dict() if thing is not None and hasattr(thing, "to_dict") else dict(thing or {})
