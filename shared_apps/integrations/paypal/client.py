"""Asking PayPal, with a token that is asked for once and used until it is old."""

import time
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from shared_apps.integrations import calling
from shared_apps.integrations.calling import Answered
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payments import Access

LIVE, TEST = "https://api-m.paypal.com", "https://api-m.sandbox.paypal.com"


class PayPalClient:
    """One business's way to PayPal."""

    def __init__(self, access: Access) -> None:
        self.base = settings.PAYPAL_API or (LIVE if access.live else TEST)
        self._id, self._secret = access.keys.get("client_id", ""), access.keys.get("client_secret", "")
        self._token, self._until = "", 0.0

    def ask(self, method: str, path: str, *, key: str = "", **request: Any) -> dict[str, Any]:
        """The answer; `key` makes asking again harmless. Raises Answered and ProviderError."""
        headers = {"Authorization": f"Bearer {self.token()}", "Prefer": "return=representation"}
        if key:
            headers["PayPal-Request-Id"] = key
        return calling.ask("paypal", method, f"{self.base}{path}", headers=headers, **request)

    def token(self) -> str:
        """A bearer token. https://developer.paypal.com/api/rest/authentication/"""
        if not self._id or not self._secret:
            raise ProviderError(
                _("PayPal is not connected: there is no key to ask it with."), permanent=True, certain=False
            )
        if time.monotonic() >= self._until:
            answer = self._granted()
            self._token = str(answer["access_token"])
            self._until = time.monotonic() + max(int(answer.get("expires_in", 0)) - 60, 0)
        return self._token

    def _granted(self) -> dict[str, Any]:
        try:
            return calling.ask(
                "paypal",
                "POST",
                f"{self.base}/v1/oauth2/token",
                auth=(self._id, self._secret),
                data={"grant_type": "client_credentials"},
            )
        except Answered as error:
            message = _("PayPal does not accept the client ID and secret.")
            raise ProviderError(message, permanent=True, certain=False) from error
