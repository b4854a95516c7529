"""Asking Razorpay: key and secret with each request."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from shared_apps.integrations import calling
from shared_apps.integrations.calling import Answered
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payments import Access

HOST = "https://api.razorpay.com"


class RazorpayClient:
    """One business's way to Razorpay."""

    def __init__(self, access: Access) -> None:
        self.base = settings.RAZORPAY_API or HOST
        self.key_id, self.secret = access.keys.get("key_id", ""), access.keys.get("key_secret", "")

    def ask(self, method: str, path: str, **request: Any) -> dict[str, Any]:
        """The answer; raises Answered and ProviderError."""
        if not self.key_id or not self.secret:
            raise ProviderError(
                _("Razorpay is not connected: there is no key to ask it with."), permanent=True, certain=False
            )
        try:
            return calling.ask("razorpay", method, f"{self.base}/v1{path}", auth=(self.key_id, self.secret), **request)
        except Answered as error:
            if error.status == 401:
                raise ProviderError(_("Razorpay does not accept the key."), permanent=True, certain=False) from error
            raise

    def pages(self, path: str, params: dict[str, Any]) -> list[dict[str, Any]]:
        """Everything of a list."""
        found: list[dict[str, Any]] = []
        while True:
            page = self.ask("GET", path, params=params | {"count": 100, "skip": len(found)})["items"]
            found += page
            if len(page) < 100:
                return found
