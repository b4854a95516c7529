"""Tokens in the Studio: `/studio/settings/api/`, for owners."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from marque.kit.errors import Refused
from marque.kit.http import tenant_url
from marque.kit.shown_once import keep_for_next, shown_now
from tenant_apps.accounts.models import Role
from tenant_apps.accounts.permissions import role_required
from tenant_apps.api import actions
from tenant_apps.api.forms import TokenForm
from tenant_apps.api.models import ApiToken

owners = role_required(Role.OWNER)


@owners
@never_cache
@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens, and a new one: its text is on the one page that follows and nowhere else."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made, text = actions.create_token(by=request.user, **form.wanted())
        except Refused as refused:
            refused.show_in(form)
        else:
            keep_for_next(request, about=str(made.key), secret=text)
            return redirect("api_tokens:list")
    return _tokens(request, form)


def _tokens(request: HttpRequest, form: TokenForm) -> HttpResponse:
    about, text = shown_now(request)
    made = ApiToken.objects.filter(key=about).first() if about else None
    rows = ApiToken.objects.select_related("maker").order_by("-pk")[:200]
    values = {"form": form, "made": made, "text": text, "base": tenant_url("/api/v1/")}
    values["tokens"] = [(row, f"revoke-{row.key}") for row in rows]
    return render(request, "api_studio/tokens.html", values, status=422 if form.errors else 200)


@owners
@require_POST
def revocation(request: HttpRequest, key: UUID) -> HttpResponse:
    """Make a token worthless at once."""
    token = actions.revoke_token(token=get_object_or_404(ApiToken, key=key), by=request.user)
    messages.success(request, _("“%(name)s” opens nothing any more.") % {"name": token.name})
    return redirect("api_tokens:list")
