"""Settings: how the site looks and who is behind it, with a preview while choosing."""

from dataclasses import asdict, replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tenant_apps.accounts.models import Role
from tenant_apps.accounts.permissions import role_required
from tenant_apps.studio.contrast import readings
from tenant_apps.studio.forms import BrandForm
from themes.actions import BrandRefused, update_brand
from themes.brand import BrandValue, current_brand
from themes.models import Scheme, ThemeName, hex_colour
from themes.stylesheet import site_css

managers = role_required(Role.OWNER, Role.STAFF)


@managers
def edit_brand(request: HttpRequest) -> HttpResponse:
    """Choose and save."""
    brand = current_brand()
    form = BrandForm(request.POST or None, request.FILES or None, initial=asdict(brand))
    if request.method == "POST" and form.is_valid() and _save(request, form):
        messages.success(request, _("Saved. Your site wears it now."))
        return redirect("studio:brand")
    values = {"form": form, "brand_now": brand, "readings": readings(brand)}
    return render(request, "studio/brand.html", values, status=422 if form.errors else 200)


def _save(request: HttpRequest, form: BrandForm) -> bool:
    values = {name: value for name, value in form.cleaned_data.items() if name != "logo"}
    try:
        update_brand(by=request.user, logo=form.cleaned_data["logo"] or None, **values)
    except BrandRefused as refusal:
        refusal.show_in(form)
        return False
    return True


@managers
def preview(request: HttpRequest) -> HttpResponse:
    """A page in the colours being tried, for the frame beside the form."""
    tried = _tried(request.GET)
    values = {"tried": tried, "query": request.GET.urlencode(), "readings": readings(tried)}
    return render(request, "studio/brand_preview.html", values)


@managers
def preview_stylesheet(request: HttpRequest) -> HttpResponse:
    """The stylesheet of the colours being tried."""
    return HttpResponse(site_css(_tried(request.GET)), content_type="text/css")


def _tried(query: QueryDict) -> BrandValue:
    brand = current_brand()
    allowed = {"theme": ThemeName.values, "scheme": Scheme.values}
    chosen = {name: query[name] for name, values in allowed.items() if query.get(name) in values}
    for name in ("brand_colour", "accent_colour"):
        if hex_colour.regex.match(query.get(name, "")):
            chosen[name] = query[name]
    return replace(brand, wordmark=query.get("wordmark", brand.wordmark)[:40], **chosen)
