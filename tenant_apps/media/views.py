"""Files behind signed addresses."""

from collections.abc import Callable

from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from marque.kit.errors import Refused
from marque.kit.signing import Expired
from tenant_apps.media import pages, playing
from tenant_apps.media.models import Asset
from tenant_apps.media.queries import asset_by_key
from tenant_apps.media.serving import Served, serve
from tenant_apps.media.signing import read_signed, read_token
from tenant_apps.people.queries import person_for_request

_Answer = Callable[[Asset], HttpResponseBase | None]


@require_safe
def file(request: HttpRequest, token: str, name: str) -> HttpResponseBase:
    """The file a token was made for. The name is for the reader's disk; only the token counts."""
    try:
        ticket = read_token(token)
    except Expired:
        return _refused(request, 403, _("This link has expired."), _("Open the page it was on again for a new one."))
    except Refused:
        return _missing(request)
    asset = asset_by_key(ticket.asset_key)
    if asset is None or not (asset.poster if ticket.part == "poster" else asset.file):
        return _missing(request)
    if not _is_for(request, ticket.person_key):
        reason = _("This link was made for somebody else.")
        return _refused(request, 403, reason, _("Sign in with the address it was sent to, and open the page again."))
    return serve(request, _served(asset, ticket.part))


@require_safe
def stream(request: HttpRequest, token: str, name: str) -> HttpResponseBase:
    """A playlist, a rendition, the storyboard or captions of the film a token was made for."""
    return _behind(request, token, playing.PURPOSE, lambda asset: _part(request, asset, name))


@require_safe
def page(request: HttpRequest, token: str, number: int) -> HttpResponseBase:
    """One page of the PDF a token was made for, as a picture."""
    return _behind(request, token, pages.PURPOSE, lambda asset: _page(request, asset, number))


def _behind(request: HttpRequest, token: str, purpose: str, answer: _Answer) -> HttpResponseBase:
    try:
        asset_key, person_key = read_signed(purpose, token)
    except Expired:
        return _refused(request, 403, _("This link has expired."), _("Open the page it was on again for a new one."))
    except Refused:
        return _missing(request)
    if not _is_for(request, person_key):
        reason = _("This link was made for somebody else.")
        return _refused(request, 403, reason, _("Sign in with the address it was sent to, and open the page again."))
    asset = Asset.objects.select_related("film").filter(key=asset_key).first()
    return (answer(asset) if asset else None) or _missing(request)


def _page(request: HttpRequest, asset: Asset, number: int) -> HttpResponseBase | None:
    found = pages.page_of(asset, number)
    return serve(request, found) if found else None


def _part(request: HttpRequest, asset: Asset, name: str) -> HttpResponseBase | None:
    if (text := playing.caption_of(asset, name)) is not None:
        headers = {"Cache-Control": "private, max-age=60", "X-Content-Type-Options": "nosniff"}
        return HttpResponse(text, content_type="text/vtt; charset=utf-8", headers=headers)
    found = playing.part_of(asset, name)
    if found is None or not default_storage.exists(found[1]):
        return None
    film, path = found
    served = Served(
        storage=default_storage,
        path=path,
        name=name,
        content_type=playing.PARTS[name.rpartition(".")[2]],
        size=default_storage.size(path),
        etag=f'"{film.key.hex}-{name}"',
        changed_at=film.ready_at or film.created_at,
        attachment=False,
    )
    return serve(request, served)


def _is_for(request: HttpRequest, person_key: str) -> bool:
    if not person_key:
        return True
    person = person_for_request(request)
    return person is not None and str(person.key) == person_key


def _served(asset: Asset, part: str) -> Served:
    is_poster = part == "poster"
    field = asset.poster if is_poster else asset.file
    return Served(
        storage=field.storage,
        path=field.name,
        name="poster.jpg" if is_poster else asset.name,
        content_type="image/jpeg" if is_poster else asset.content_type,
        size=field.size if is_poster else asset.size,
        etag=f'"{asset.sha256[:32]}{"-poster" if is_poster else ""}"',
        changed_at=asset.created_at,
        attachment=not (is_poster or asset.plays_inline),
    )


def _missing(request: HttpRequest) -> HttpResponseBase:
    reason = _("There is no file at this address.")
    return _refused(request, 404, reason, _("The link may be cut short. Open the page it was on and try again."))


def _refused(request: HttpRequest, status: int, reason: str, remedy: str) -> HttpResponseBase:
    answer = render(request, "media/refused.html", {"reason": reason, "remedy": remedy}, status=status)
    answer.headers["Cache-Control"] = "no-store"
    return answer
