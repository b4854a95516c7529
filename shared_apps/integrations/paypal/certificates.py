"""PayPal's certificates, fetched once from PayPal alone. They are public and the same for everybody."""

from urllib.parse import urlsplit

import httpx
from cryptography import x509
from django.conf import settings

from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.resilience import CONNECT_SECONDS, READ_SECONDS

_PATH = "/v1/notifications/certs/"
_MOST = 20
_known: dict[str, x509.Certificate] = {}


def certificate(url: str, *, hosts: frozenset[str]) -> x509.Certificate:
    """The certificate at an address of PayPal's; a permanent ProviderError for any other place.

    The address comes with the webhook: whoever could choose it could sign what they like.
    """
    place = urlsplit(url)
    safe = place.scheme == "https" or (bool(settings.PAYPAL_API) and place.scheme == "http")
    if not safe or place.netloc not in hosts or not place.path.startswith(_PATH) or ".." in place.path:
        raise ProviderError("The webhook's certificate is not PayPal's.", permanent=True)
    if url not in _known:
        if len(_known) >= _MOST:
            _known.clear()
        _known[url] = _fetched(url)
    return _known[url]


def _fetched(url: str) -> x509.Certificate:
    try:
        answer = httpx.get(url, timeout=httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS), follow_redirects=False)
    except httpx.HTTPError as error:
        raise ProviderError("PayPal's certificate could not be fetched.", permanent=False) from error
    if answer.status_code != 200:
        raise ProviderError("There is no such certificate at PayPal.", permanent=answer.status_code < 500)
    try:
        return x509.load_pem_x509_certificate(answer.content)
    except ValueError:
        raise ProviderError("PayPal's certificate cannot be read.", permanent=True) from None
