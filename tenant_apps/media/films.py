"""Films in the Studio: adding them, how far they are, captions and chapters."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from marque.kit.errors import Refused
from shared_apps.integrations.ports.films import host_setup, upload_sources
from tenant_apps.media import actions
from tenant_apps.media.forms import CaptionForm, ChaptersForm
from tenant_apps.media.hosts import host_in_use
from tenant_apps.media.models import Asset, Film
from tenant_apps.media.permissions import may_add
from tenant_apps.media.playing import language_name, showing
from tenant_apps.media.whose import assets_of
from tenant_apps.people.queries import person_for_request


@may_add
@require_GET
def upload(request: HttpRequest) -> HttpResponse:
    """Add large files, which go on after a broken line; films go to the host in use."""
    host = host_in_use()
    response = render(request, "media/studio/upload.html", {"host": host_setup(host) if host else None})
    if host:
        response._csp_update = upload_sources(host)  # type: ignore[attr-defined]
    return response


@may_add
@require_GET
def film(request: HttpRequest, key: UUID) -> HttpResponse:
    """One film; asked for by htmx, only how far it is."""
    asset = _asset(request, key)
    template = "media/studio/_state.html" if request.htmx else "media/studio/film.html"  # type: ignore[attr-defined]
    return _shown(request, template, _page(request, asset))


@may_add
@require_POST
def captions(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take captions in one language."""
    asset = _asset(request, key)
    form = CaptionForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            caption = actions.set_caption(asset=asset, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except Refused as refused:
            refused.show_in(form)
        else:
            messages.success(request, _("Saved the captions in %(name)s.") % {"name": language_name(caption.language)})
            return redirect("studio_films:film", asset.key)
    return _shown(request, "media/studio/film.html", _page(request, asset) | {"caption_form": form}, status=422)


@may_add
@require_POST
def caption_removal(request: HttpRequest, key: UUID, language: str) -> HttpResponse:
    """Take captions away."""
    asset = _asset(request, key)
    actions.remove_caption(asset=asset, language=language, by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("Removed the captions in %(name)s.") % {"name": language_name(language)})
    return redirect("studio_films:film", asset.key)


@may_add
@require_POST
def chapters(request: HttpRequest, key: UUID) -> HttpResponse:
    """Name the parts."""
    asset = _asset(request, key)
    form = ChaptersForm(request.POST)
    if form.is_valid():
        try:
            actions.set_chapters(asset=asset, text=form.cleaned_data["chapters"], by=request.user)  # type: ignore[arg-type]
        except Refused as refused:
            refused.show_in(form)
        else:
            messages.success(request, _("Saved the chapters."))
            return redirect("studio_films:film", asset.key)
    return _shown(request, "media/studio/film.html", _page(request, asset) | {"chapters_form": form}, status=422)


@may_add
@require_POST
def preparation(request: HttpRequest, key: UUID) -> HttpResponse:
    """Try again."""
    asset = _asset(request, key)
    try:
        actions.ask_again(asset=asset, by=request.user)  # type: ignore[arg-type]
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("studio_films:film", asset.key)


def _shown(request: HttpRequest, template: str, page: dict[str, Any], status: int = 200) -> HttpResponse:
    response = render(request, template, page, status=status)
    if playback := page["showing"].playback:
        response._csp_update = playback.sources  # type: ignore[attr-defined]
    return response


def _asset(request: HttpRequest, key: UUID) -> Asset:
    return get_object_or_404(assets_of(request.user).played().select_related("film"), key=key)


def _page(request: HttpRequest, asset: Asset) -> dict[str, Any]:
    return {
        "asset": asset,
        "film": Film.objects.filter(asset=asset).first(),
        "showing": showing(asset, person=person_for_request(request)),
        "caption_form": CaptionForm(),
        "chapters_form": ChaptersForm(initial={"chapters": ChaptersForm.written(asset)}),
    }
