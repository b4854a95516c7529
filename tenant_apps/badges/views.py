"""An awarded badge for whoever holds its number."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from marque.kit.ids import read_code
from tenant_apps.badges.credentials import address
from tenant_apps.badges.models import Badge, BadgeAward
from tenant_apps.badges.pictures import badge_png, baked_png
from tenant_apps.badges.signing import verified
from tenant_apps.people.queries import person_for_request
from themes.brand import current_brand
from themes.context import current_site

_PRIVATE = {"Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex"}


@require_GET
@never_cache
def award(request: HttpRequest, serial: str) -> HttpResponse:
    """Whether it is genuine, and what it stands for."""
    found = _found(serial)
    person = person_for_request(request)
    values: dict[str, Any] = {
        "award": found,
        "badge": found.badge,
        "school": current_site(current_brand()).name,
        "is_signed": verified(found.credential, found.signed_with.public) is not None,
        "is_theirs": person is not None and person.pk == found.person_id,
        "here": address("award", found.serial),
        "picture_url": address("picture", found.badge.key),
    }
    return render(request, "badges/award.html", values)


@require_GET
def picture(request: HttpRequest, key: Any) -> HttpResponse:
    """A badge's picture."""
    badge = get_object_or_404(Badge.objects.select_related("picture"), key=key)
    return HttpResponse(badge_png(badge), content_type="image/png", headers={"Cache-Control": "public, max-age=300"})


@require_GET
def baked(request: HttpRequest, serial: str) -> HttpResponse:
    """The picture with the credential in it."""
    found = _theirs(request, serial)
    headers = _PRIVATE | {"Content-Disposition": 'attachment; filename="badge.png"'}
    return HttpResponse(baked_png(found), content_type="image/png", headers=headers)


@require_GET
def credential(request: HttpRequest, serial: str) -> HttpResponse:
    """The credential, for a wallet."""
    found = _theirs(request, serial)
    headers = _PRIVATE | {"Content-Disposition": 'attachment; filename="credential.jwt"'}
    return HttpResponse(found.credential, content_type="application/vc+jwt", headers=headers)


def _found(serial: str) -> BadgeAward:
    rows = BadgeAward.objects.select_related("badge__picture", "person", "signed_with")
    return get_object_or_404(rows, serial=read_code(serial))


def _theirs(request: HttpRequest, serial: str) -> BadgeAward:
    found, person = _found(serial), person_for_request(request)
    if person is None or person.pk != found.person_id or found.withdrawn_at:
        raise Http404
    return found
