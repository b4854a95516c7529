"""The page of a host of films in the Studio's settings: keys, a test, whether films go there."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from marque.kit.errors import Refused
from marque.kit.http import tenant_url
from shared_apps.integrations.ports.films import HostSetup, host_setup
from tenant_apps.accounts.models import Role
from tenant_apps.accounts.permissions import role_required
from tenant_apps.media import actions
from tenant_apps.media.models import FilmHosting, HostedFilm, HostedRemoval

owners = role_required(Role.OWNER)
# the one host there is so far; a second one makes this a part of the address
HOST = "mux"


class KeysForm(forms.Form):
    """What the host asks of its owner. What was typed is never written back into the page."""

    def __init__(self, data: Any = None, *, setup: HostSetup) -> None:
        super().__init__(data)
        plain = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}
        for field in setup.fields:
            widget: forms.Widget = forms.PasswordInput(attrs=plain) if field.secret else forms.TextInput(attrs=plain)
            if field.long:
                widget = forms.Textarea(attrs={**plain, "rows": 3})
            most = 8000 if field.long else 300
            self.fields[field.name] = forms.CharField(
                label=field.label, help_text=field.help, max_length=most, widget=widget
            )


@owners
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def hosting(request: HttpRequest) -> HttpResponse:
    """How the host stands; POST has keys tried, and keeps them."""
    setup = host_setup(HOST)
    form = KeysForm(request.POST or None, setup=setup)
    if request.method == "POST" and form.is_valid():
        try:
            actions.connect_host(host=HOST, keys=form.cleaned_data, by=request.user.email)  # type: ignore[union-attr]
        except Refused as refused:
            refused.show_in(form)
        else:
            messages.success(request, _("%s is connected. Now have films sent there.") % setup.title)
            return redirect("film_hosting:hosting")
    removals = HostedRemoval.objects.filter(host=HOST)
    context = {
        "setup": setup,
        "form": form,
        "hosting": FilmHosting.objects.filter(host=HOST).first(),
        "films": HostedFilm.objects.filter(host=HOST).count(),
        "removals": removals.count(),
        "stuck": removals.filter(try_at=None).first(),
        "address": tenant_url(reverse("film_notices:mux")),
    }
    return render(request, "media/studio/hosting.html", context, status=422 if form.errors else 200)


@owners
@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Ask the host whether the keys still work."""
    if not actions.check_host(hosting=_hosting()).problem:
        messages.success(request, _("All is well: the keys work."))
    return redirect("film_hosting:hosting")


@owners
@require_POST
def choice(request: HttpRequest) -> HttpResponse:
    """Whether films that are added go there."""
    used = request.POST.get("used") == "1"
    actions.use_host(hosting=_hosting(), used=used, by=request.user.email)  # type: ignore[union-attr]
    words = _("Saved. Films you upload from now on go there.") if used else _("Saved. Films stay here from now on.")
    messages.success(request, words)
    return redirect("film_hosting:hosting")


@owners
@require_POST
def removals(request: HttpRequest) -> HttpResponse:
    """Try again to remove what could not be removed."""
    actions.ask_removals_again()
    messages.success(request, _("It is tried again within a minute."))
    return redirect("film_hosting:hosting")


@owners
@require_POST
def disconnection(request: HttpRequest) -> HttpResponse:
    """Forget the keys."""
    try:
        actions.disconnect_host(hosting=_hosting(), by=request.user.email)  # type: ignore[union-attr]
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Disconnected. Its keys are gone from here."))
    return redirect("film_hosting:hosting")


def _hosting() -> FilmHosting:
    return get_object_or_404(FilmHosting, host=HOST)
