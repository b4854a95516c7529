"""Films that a browser sends to a host, and what the host tells of them."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.db.models import ProtectedError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.tenancy.tasks import send
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.plans.errors import LimitReached
from tenant_apps.media import actions
from tenant_apps.media.hosts import our_host
from tenant_apps.media.models import Asset
from tenant_apps.media.permissions import may_add
from tenant_apps.media.tasks import follow_hosted

LARGEST = 128 * 1024


class AnnouncementForm(forms.Form):
    """A film that is to be sent."""

    name = forms.CharField(max_length=255)
    size = forms.IntegerField(min_value=0, max_value=1 << 50)


@may_add
@require_POST
def uploads(request: HttpRequest) -> HttpResponse:
    """Announce a film; the answer says where the browser sends it."""
    form = AnnouncementForm(request.POST)
    if not form.is_valid():
        return HttpResponse("name and size are needed.", status=400, content_type="text/plain")
    try:
        origin = f"{request.scheme}://{request.get_host()}"
        asset, place = actions.begin_hosted(**form.cleaned_data, origin=origin, by=request.user)  # type: ignore[arg-type]
    except (Refused, LimitReached) as refused:
        return HttpResponse(str(refused), status=422, content_type="text/plain; charset=utf-8")
    told = {
        "url": place.url,
        "href": reverse("studio_films:film", args=[asset.key]),
        "removal": reverse("studio_films:hosted_removal", args=[asset.key]),
    }
    return JsonResponse(told, status=201, headers={"Cache-Control": "no-store"})


@may_add
@require_POST
def removal(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take back a film that was announced by oneself and is not ready: its upload was stopped."""
    waiting = Asset.objects.filter(hosted__isnull=False, film__ready_at=None, added_by=request.user.pk)
    try:
        actions.remove_asset(asset=get_object_or_404(waiting, key=key), by=request.user)  # type: ignore[arg-type]
    except ProtectedError:  # a lesson has it already: it stays, as one that never came
        return HttpResponse(status=409)
    return HttpResponse(status=204)


@csrf_exempt
@require_POST
def mux(request: HttpRequest) -> HttpResponse:
    """Check the signature, note which film is to be asked about, answer: the same whether there is such a film."""
    if len(request.body) > LARGEST:
        return JsonResponse({"error": "too large"}, status=413)
    try:
        notice = our_host("mux").read_notice(request.body, request.headers, now=clock.now())
    except ProviderError as error:
        return JsonResponse({"error": error.message}, status=400)
    except Refused:  # not connected, or its keys cannot be read
        raise Http404 from None
    if actions.notice_hosted(upload=notice.upload, reference=notice.reference):
        send(follow_hosted)
    return JsonResponse({"received": True})
