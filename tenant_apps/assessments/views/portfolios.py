"""Portfolios: as others see them, and as their makers write them."""

from __future__ import annotations

from uuid import UUID

from allauth.core.internal.ratelimit import consume
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marque.kit.cursors import number_in
from marque.kit.errors import Refused
from marque.kit.http import tenant_url
from marque.kit.tenancy.addresses import path_to
from tenant_apps.assessments import actions, files, portfolios
from tenant_apps.assessments.actions import portfolios as own
from tenant_apps.assessments.models import Portfolio, PortfolioPiece, SeenBy
from tenant_apps.media.serving import serve
from tenant_apps.people.models import Person
from tenant_apps.people.queries import person_for_request

_RATE = {"portfolio_report": "10/h/ip"}


class PortfolioForm(forms.ModelForm):
    """What it is called, what it says, who may see it."""

    class Meta:
        model = Portfolio
        fields = ("title", "words", "seen_by")


class PieceForm(forms.ModelForm):
    """A learner's words about a work."""

    class Meta:
        model = PortfolioPiece
        fields = ("title", "words", "shows_text")


class ReportForm(forms.Form):
    """What is wrong with a piece."""

    words = forms.CharField(label=gettext_lazy("What is wrong with it"), max_length=500, widget=forms.Textarea)


@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The public ones."""
    if not own.is_on():
        raise Http404
    page = portfolios.public_ones(number_in(request.GET.get("after")))
    return render(request, "assessments/portfolios.html", {"rows": page.rows, "more": page.more})


@never_cache
@require_safe
def portfolio(request: HttpRequest, address: str) -> HttpResponse:
    """A learner's works, for whom it is open."""
    viewer = person_for_request(request)
    found = _found(address, viewer)
    context = {
        "portfolio": found,
        "pieces": portfolios.pieces_of(found),
        "is_mine": viewer is not None and viewer.pk == found.person_id,
        "is_found": found.seen_by == SeenBy.PUBLIC,
    }
    return render(request, "assessments/portfolio.html", context)


@require_safe
def work(request: HttpRequest, address: str, work: UUID, name: str) -> HttpResponseBase:
    """A file of a piece; asked again each time, so that what is hidden is gone at once."""
    viewer = person_for_request(request)
    found = _found(address, viewer)
    is_mine = viewer is not None and viewer.pk == found.person_id
    shown = portfolios.work_in(found, str(work), hidden=is_mine)
    if shown is None:
        raise Http404
    return serve(request, files.served(shown, unnamed=True))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, address: str, piece: UUID) -> HttpResponse:
    """Tell the team that a piece should not be shown."""
    viewer = person_for_request(request)
    found = _found(address, viewer)
    shown = get_object_or_404(found.pieces.kept().filter(hidden_at=None), key=piece)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _may_report(request, viewer, form):
        try:
            actions.report_piece(piece=shown, person=viewer, words=form.cleaned_data["words"])
        except Refused as refused:
            refused.show_in(form)
        else:
            messages.success(request, _("Thank you. The team looks at it."))
            return redirect("portfolios:portfolio", address)
    context = {"portfolio": found, "piece": shown, "form": form}
    return render(request, "assessments/portfolio_report.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """One's own: words, who may see it, the works in it and those that could be."""
    person = _person(request)
    known = Portfolio.objects.filter(person=person).first()
    form = PortfolioForm(request.POST or None, instance=known)
    if request.method == "POST" and form.is_valid():
        actions.save_portfolio(person=person, by=person, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("portfolios:mine")
    return _desk(request, person, form)


@login_required
@require_POST
def address(request: HttpRequest) -> HttpResponse:
    """Another address for one's own."""
    actions.renew_address(person=_person(request))
    messages.success(request, _("Your portfolio has a new address. The old one leads nowhere."))
    return redirect("portfolios:mine")


@login_required
@require_POST
def pieces(request: HttpRequest) -> HttpResponse:
    """Show one more work."""
    person = _person(request)
    submission = get_object_or_404(portfolios.to_choose_from(person), key=_uuid(request.POST.get("submission", "")))
    try:
        actions.show_piece(person=person, submission=submission, by=person)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("portfolios:mine")


@login_required
@require_POST
def piece(request: HttpRequest, piece: UUID) -> HttpResponse:
    """Words about a work, its place, or its way out."""
    person = _person(request)
    found = get_object_or_404(PortfolioPiece.objects.kept(), key=piece, portfolio__person=person)
    act, form = request.POST.get("act", ""), PieceForm(request.POST)
    try:
        if act == "remove":
            if actions.remove_piece(piece=found, by=person):
                messages.success(request, _("Taken out. The team was to look at it: until they have it stays out."))
        elif act in ("up", "down"):
            actions.move_piece(piece=found, position=found.position + (1 if act == "down" else -1), by=person)
        elif form.is_valid():
            actions.write_piece(piece=found, by=person, **form.cleaned_data)
            messages.success(request, _("Saved."))
        else:
            messages.error(request, " ".join(str(words) for errors in form.errors.values() for words in errors))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("portfolios:mine")


def _may_report(request: HttpRequest, viewer: Person | None, form: ReportForm) -> bool:
    """Whoever is signed in reports a piece once; visitors are counted by their address."""
    if viewer is not None or settings.MODE != "production":
        return True
    if consume(request, app="marque", action="portfolio_report", config=_RATE):
        return True
    form.add_error(None, _("Too many reports from your network. Try again in an hour."))
    return False


def _desk(request: HttpRequest, person: Person, form: PortfolioForm) -> HttpResponse:
    known = Portfolio.objects.filter(person=person).first()
    shown = portfolios.pieces_of(known, hidden=True) if known else []
    context = {
        "portfolio": known,
        "form": form,
        "pieces": [(each, PieceForm(instance=each.piece, auto_id=f"id_{each.piece.key}_%s")) for each in shown],
        "choices": portfolios.to_choose_from(person)[: own.MOST_PIECES],
        "address": tenant_url(path_to("portfolios:portfolio", known.address)) if known else "",
    }
    return render(request, "assessments/portfolio_mine.html", context, status=422 if form.errors else 200)


def _person(request: HttpRequest) -> Person:
    if not own.is_on():
        raise Http404
    person = person_for_request(request)
    if person is None:
        raise Http404
    return person


def _found(address: str, viewer: Person | None) -> Portfolio:
    found = portfolios.portfolio_at(address, viewer)
    if found is None:
        raise Http404
    return found


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error
