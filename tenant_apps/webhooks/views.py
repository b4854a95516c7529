"""Webhooks in the Studio: `/studio/settings/webhooks/`, for owners."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.shown_once import keep_for_next, shown_now
from tenant_apps.accounts.models import Role
from tenant_apps.accounts.permissions import role_required
from tenant_apps.webhooks import actions
from tenant_apps.webhooks.dialects import dialect_of
from tenant_apps.webhooks.forms import SINCE, EndpointForm, LogFilter, ReplayForm
from tenant_apps.webhooks.models import WEBHOOKS, WebhookDelivery, WebhookEndpoint
from tenant_apps.webhooks.queries import last_refusal, log_of

owners = role_required(Role.OWNER)


@owners
@require_GET
def endpoints(request: HttpRequest) -> HttpResponse:
    """Every endpoint and how it is."""
    rows = WebhookEndpoint.objects.speaking(WEBHOOKS).order_by("pk")
    return render(request, "webhooks/studio/list.html", {"endpoints": rows})


@owners
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Add one; its secret is on the one page that follows and nowhere else."""
    form = EndpointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            endpoint, secret = actions.add_endpoint(**form.cleaned_data, by=request.user)
        except Refused as refused:
            refused.show_in(form)
        else:
            keep_for_next(request, about=str(endpoint.key), secret=secret)
            return redirect("webhooks_studio:secret", endpoint.key)
    values = {"form": form, "endpoint": None}
    return render(request, "webhooks/studio/form.html", values, status=422 if form.errors else 200)


@owners
@never_cache
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, key: UUID) -> HttpResponse:
    """Another address, other events."""
    endpoint = _webhook(key)
    form = EndpointForm(request.POST or None, endpoint=endpoint)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_endpoint(endpoint=endpoint, **form.cleaned_data, by=request.user)
        except Refused as refused:
            refused.show_in(form)
        else:
            messages.success(request, _("Saved."))
            return redirect("webhooks_studio:endpoint", key)
    values = {"form": form, "endpoint": endpoint}
    return render(request, "webhooks/studio/form.html", values, status=422 if form.errors else 200)


@owners
@never_cache
@require_GET
def endpoint(request: HttpRequest, key: UUID) -> HttpResponse:
    """One: how it is, and what it was told."""
    found = _endpoint(key)
    dialect = dialect_of(found)
    asked = LogFilter(request.GET, types=[*dialect.types, dialect.test_type])
    chosen: dict[str, Any] = asked.cleaned_data if asked.is_valid() else {}
    page, older = log_of(found, before=request.GET.get("before", ""), **chosen)
    values = {"endpoint": found, "filter": asked, "deliveries": page, "older": older, "replay": ReplayForm()}
    values |= {"dialect": dialect, "is_webhook": found.speaks == WEBHOOKS, "refused": last_refusal(found)}
    return render(request, "webhooks/studio/endpoint.html", values)


@owners
@require_POST
def test(request: HttpRequest, key: UUID) -> HttpResponse:
    """Send a test event, and show what came of it."""
    try:
        sent = actions.send_test(endpoint=_endpoint(key), by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("webhooks_studio:endpoint", key)
    if sent.delivered_at:
        about = {"status": sent.status, "time": sent.tries[-1]["milliseconds"]}
        messages.success(request, _("It arrived: your program answered %(status)s after %(time)s ms.") % about)
    else:
        messages.error(request, _("It did not arrive. %(error)s.") % {"error": sent.error.rstrip(".")})
    return redirect("webhooks_studio:delivery", key, sent.key)


@owners
@require_POST
def rotation(request: HttpRequest, key: UUID) -> HttpResponse:
    """Another secret, shown once."""
    found = _webhook(key)
    keep_for_next(request, about=str(key), secret=actions.rotate_secret(endpoint=found, by=request.user))
    return redirect("webhooks_studio:secret", key)


@owners
@never_cache
@require_GET
def secret(request: HttpRequest, key: UUID) -> HttpResponse:
    """The secret that was made a moment before; looked at again, the page of the endpoint."""
    found, (about, text) = _webhook(key), shown_now(request)
    if about != str(key):
        messages.info(request, _("A secret is shown once. If you did not copy it, make a new one."))
        return redirect("webhooks_studio:endpoint", key)
    values = {"endpoint": found, "secret": text, "rotated": bool(found.sealed_previous)}
    return render(request, "webhooks/studio/secret.html", values)


@owners
@require_POST
def switch(request: HttpRequest, key: UUID) -> HttpResponse:
    """Off, or on again."""
    found = _endpoint(key)
    act = actions.switch_off if found.disabled_at is None else actions.switch_on
    act(endpoint=found, by=request.user)
    messages.success(request, _("Switched off.") if found.disabled_at is None else _("Switched on."))
    return redirect("webhooks_studio:endpoint", key)


@owners
@require_POST
def removal(request: HttpRequest, key: UUID) -> HttpResponse:
    """Forget it."""
    found = _endpoint(key)
    actions.remove_endpoint(endpoint=found, by=request.user)
    messages.success(request, _("Removed. Nothing is sent there any more."))
    return redirect(dialect_of(found).home)


@owners
@require_POST
def replays(request: HttpRequest, key: UUID) -> HttpResponse:
    """Send again what was given up since then."""
    form = ReplayForm(request.POST)
    if form.is_valid():
        since = clock.now() - SINCE[form.cleaned_data["since"]][1]
        count = actions.replay_failed(endpoint=_endpoint(key), since=since, by=request.user)
        words = ngettext("%d message is sent again.", "%d messages are sent again.", count)
        messages.success(request, words % count)
    return redirect("webhooks_studio:endpoint", key)


@owners
@never_cache
@require_GET
def delivery(request: HttpRequest, key: UUID, message: UUID) -> HttpResponse:
    """One message: what was sent, and every try."""
    found = _delivery(key, message)
    pretty = json.dumps(json.loads(found.body), indent=2, ensure_ascii=False)
    values = {"delivery": found, "endpoint": found.endpoint, "pretty": pretty}
    values |= {"dialect": dialect_of(found.endpoint), "is_webhook": found.endpoint.speaks == WEBHOOKS}
    return render(request, "webhooks/studio/delivery.html", values)


@owners
@require_POST
def replay(request: HttpRequest, key: UUID, message: UUID) -> HttpResponse:
    """Send one again."""
    found = _delivery(key, message)
    if found.endpoint.disabled_at:
        messages.error(request, _("This endpoint is off. Switch it on first."))
    else:
        actions.replay(delivery=found, by=request.user)
        messages.success(request, _("It is sent again, under the same id. Reload to see the answer."))
    return redirect("webhooks_studio:delivery", key, message)


def _endpoint(key: UUID) -> WebhookEndpoint:
    return get_object_or_404(WebhookEndpoint, key=key)


def _webhook(key: UUID) -> WebhookEndpoint:
    return get_object_or_404(WebhookEndpoint.objects.speaking(WEBHOOKS), key=key)


def _delivery(key: UUID, message: UUID) -> WebhookDelivery:
    rows = WebhookDelivery.objects.select_related("endpoint")
    return get_object_or_404(rows, key=message, endpoint__key=key)
