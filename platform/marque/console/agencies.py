"""Operators look after agencies: who they are, how many businesses, which tokens."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marque.console.agency.views import token_rows
from marque.console.permissions import operator_required
from marque.kit.errors import Refused
from shared_apps.agencies import access, actions
from shared_apps.agencies.models import Agency
from shared_apps.agencies.queries import agencies_with_counts, operations_of, tenants_of
from tenant_apps.accounts.actions import register


class AgencyForm(forms.Form):
    """An agency to write down."""

    name = forms.CharField(label=gettext_lazy("Name of the agency"), max_length=120)
    slug = forms.CharField(
        label=gettext_lazy("Short name"),
        max_length=60,
        help_text=gettext_lazy("Letters, digits and hyphens; names its shelf of blueprints."),
    )
    limit = forms.IntegerField(label=gettext_lazy("How many businesses"), min_value=0, initial=10)
    person = forms.EmailField(
        label=gettext_lazy("Somebody who works there"), required=False, help_text=gettext_lazy("They sign in here.")
    )


class LimitForm(forms.Form):
    """How many businesses."""

    limit = forms.IntegerField(label=gettext_lazy("How many businesses"), min_value=0)


class PersonForm(forms.Form):
    """Somebody who works there."""

    person = forms.EmailField(label=gettext_lazy("Email"))


@require_GET
@operator_required
def list_agencies(request: HttpRequest) -> HttpResponse:
    """Every agency, with how many businesses it has."""
    return render(request, "console/agencies.html", {"agencies": agencies_with_counts()})


@operator_required
@require_http_methods(["GET", "POST"])
def new_agency(request: HttpRequest) -> HttpResponse:
    """Write an agency down."""
    form = AgencyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wanted = dict(form.cleaned_data)
        person = wanted.pop("person")
        try:
            agency = actions.create_agency(by=request.user.email, **wanted)
            if person:
                _add(agency, person, by=request.user.email)
        except Refused as refused:
            refused.show_in(form)
        else:
            return redirect("console_agency", slug=agency.slug)
    return render(request, "console/new_agency.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
@operator_required
def show_agency(request: HttpRequest, slug: str) -> HttpResponse:
    """One agency: its businesses, people and tokens."""
    agency = get_object_or_404(Agency, slug=slug)
    context = {
        "agency": agency,
        "tenants": tenants_of(agency)[:50],
        "people": agency.people.order_by("email"),
        "tokens": token_rows(agency),
        "operations": operations_of(agency)[:10],
        "limit_form": LimitForm(initial={"limit": agency.tenant_limit}),
        "person_form": PersonForm(),
    }
    return render(request, "console/agency.html", context)


@require_POST
@operator_required
def change_limit(request: HttpRequest, slug: str) -> HttpResponse:
    """How many businesses it may have."""
    agency, form = get_object_or_404(Agency, slug=slug), LimitForm(request.POST)
    number = form.cleaned_data["limit"] if form.is_valid() else -1
    _try(request, lambda: actions.set_limit(agency=agency, limit=number, by=request.user.email), _("The limit is set."))
    return redirect("console_agency", slug=slug)


@require_POST
@operator_required
def add_person(request: HttpRequest, slug: str) -> HttpResponse:
    """Let somebody work there."""
    agency, form = get_object_or_404(Agency, slug=slug), PersonForm(request.POST)
    if form.is_valid():
        email = form.cleaned_data["person"]
        _try(request, lambda: _add(agency, email, by=request.user.email), _("They find it at /agency/."))
    else:
        messages.error(request, _("Enter an email address."))
    return redirect("console_agency", slug=slug)


@require_POST
@operator_required
def change_state(request: HttpRequest, slug: str) -> HttpResponse:
    """Suspend its access, or open it again."""
    agency = get_object_or_404(Agency, slug=slug)
    wanted = Agency.State.ACTIVE if agency.state == Agency.State.SUSPENDED else Agency.State.SUSPENDED
    actions.set_agency_state(agency=agency, state=wanted, by=request.user.email)
    return redirect("console_agency", slug=slug)


@require_POST
@operator_required
def revoke(request: HttpRequest, slug: str, token_id: UUID) -> HttpResponse:
    """Make a token worthless at once."""
    agency = get_object_or_404(Agency, slug=slug)
    _try(
        request,
        lambda: access.revoke_token(agency=agency, token_id=token_id, by=request.user.email),
        _("The token opens nothing any more."),
    )
    return redirect("console_agency", slug=slug)


def _add(agency: Agency, email: str, *, by: str) -> None:
    user = register(email=email)
    actions.add_person(agency=agency, user_key=user.key, email=user.email, by=by)


def _try(request: HttpRequest, act: object, done: str) -> None:
    try:
        act()
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
