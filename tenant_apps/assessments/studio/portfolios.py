"""Portfolios in the Studio: the switch, what was reported, what is hidden."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from marque.kit.cursors import newest_first, number_in
from marque.kit.telling import telling
from tenant_apps.accounts.models import Role
from tenant_apps.accounts.permissions import role_required
from tenant_apps.assessments import actions, portfolios
from tenant_apps.assessments.actions.portfolios import is_on
from tenant_apps.assessments.feedback import ShownWork
from tenant_apps.assessments.files import work_url
from tenant_apps.assessments.models import Portfolio, PortfolioPiece
from tenant_apps.people.queries import person_for_request
from themes.clocks import business_zone

PAGE = 50
# authors look at works; what is shown of the business is the team's
may_oversee = role_required(Role.OWNER, Role.STAFF)


class SwitchForm(forms.Form):
    """Whether learners may show their works."""

    is_on = forms.BooleanField(label=gettext_lazy("Learners may show their works"), required=False)


@may_oversee
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """The switch, what was reported, and everybody's."""
    rows = Portfolio.objects.select_related("person")
    page = newest_first(rows, before=number_in(request.GET.get("before")), size=PAGE)
    context = {
        "form": SwitchForm(initial={"is_on": is_on()}),
        "is_on": is_on(),
        "reports": portfolios.reported()[:PAGE],
        "hidden": PortfolioPiece.objects.filter(hidden_at__isnull=False)
        .select_related("portfolio__person")
        .order_by("-hidden_at")[:PAGE],
        "rows": page.rows,
        "more": page.more,
        "zone": business_zone(),
    }
    return render(request, "assessments/studio/portfolios.html", context)


@may_oversee
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Switch portfolios on, or off."""
    form = SwitchForm(request.POST)
    if form.is_valid():
        actions.set_portfolio_policy(by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
    return redirect("studio_portfolios:desk")


@may_oversee
@require_GET
def portfolio(request: HttpRequest, portfolio: UUID) -> HttpResponse:
    """What one shows, for whoever decides about it."""
    found = get_object_or_404(Portfolio.objects.select_related("person"), key=portfolio)
    pieces = found.pieces.select_related("submission").prefetch_related("reports", "submission__works")
    rows = [(piece, _works(piece, request.user)) for piece in pieces]
    is_open = portfolios.portfolio_at(found.address, person_for_request(request)) is not None
    context = {"portfolio": found, "rows": rows, "is_open": is_open, "zone": business_zone()}
    return render(request, "assessments/studio/portfolio.html", context)


@may_oversee
@require_POST
def verdict(request: HttpRequest, piece: UUID) -> HttpResponse:
    """Hide a piece, or let it be seen."""
    found = get_object_or_404(PortfolioPiece.objects.select_related("portfolio"), key=piece)
    with telling(request):
        if request.POST.get("act") == "hide":
            actions.hide_piece(piece=found, reason=request.POST.get("reason", ""), by=request.user)
            messages.success(request, _("Hidden. Its maker reads why."))
        else:
            actions.uncover_piece(piece=found, by=request.user)
            messages.success(request, _("It can be seen."))
    return redirect("studio_portfolios:portfolio", found.portfolio.key)


def _works(piece: PortfolioPiece, user: Any) -> list[ShownWork]:
    """Its files at addresses of the team's own: they are looked at also where the team may not see the portfolio."""
    return [ShownWork(work, work.name, work_url(work, user), ()) for work in piece.submission.works.all()]
