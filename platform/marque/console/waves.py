"""The last wave of migrations, for operators."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from marque.console.permissions import operator_required
from shared_apps.releases.queries import figures_of, last_wave, versions_of


@require_GET
@operator_required
def show_wave(request: HttpRequest) -> HttpResponse:
    """What it did to each business, those it could not migrate first."""
    wave = last_wave()
    context = {"wave": wave}
    if wave:
        page = Paginator(versions_of(wave), 50).get_page(request.GET.get("page"))
        context |= {"page": page, "figures": figures_of(wave)}
    return render(request, "console/wave.html", context)
