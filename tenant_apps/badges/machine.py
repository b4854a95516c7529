"""What programs ask to verify a credential. All of it is public."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from tenant_apps.badges import actions
from tenant_apps.badges.credentials import CONTEXTS, achievement, profile, status_list
from tenant_apps.badges.models import Badge, BadgeKey

# anybody may read it, from any page
_OPEN = {"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=300"}
MOST_KEYS = 100


@require_GET
def issuer(request: HttpRequest) -> HttpResponse:
    """Who we are."""
    return _said({"@context": CONTEXTS} | profile())


@require_GET
def jwks(request: HttpRequest) -> HttpResponse:
    """Every key that ever signed (RFC 7517 §5)."""
    return _said({"keys": [key.public for key in BadgeKey.objects.order_by("-pk")[:MOST_KEYS]]})


@require_GET
def jwk(request: HttpRequest, kid: str) -> HttpResponse:
    """The key a credential's header names."""
    return _said(get_object_or_404(BadgeKey, kid=kid).public)


@require_GET
def status(request: HttpRequest, kid: str) -> HttpResponse:
    """Which credentials of a key were revoked."""
    key = get_object_or_404(BadgeKey, kid=kid)
    signer = key if key.sealed_private else actions.current_key()
    return HttpResponse(status_list(key, signer), content_type="application/vc+jwt", headers=_OPEN)


@require_GET
def kind(request: HttpRequest, key: Any) -> HttpResponse:
    """What a badge stands for."""
    return _said({"@context": CONTEXTS} | achievement(get_object_or_404(Badge, key=key)))


def _said(data: dict[str, Any]) -> JsonResponse:
    return JsonResponse(data, headers=_OPEN, json_dumps_params={"ensure_ascii": False})
