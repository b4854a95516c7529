"""The programme's public page, and an affiliate's own desk."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.pagecache.mark import cached_page
from tenant_apps.affiliates import actions as affiliates
from tenant_apps.affiliates import links, queries, words
from tenant_apps.affiliates.actions.programme import PAGE
from tenant_apps.affiliates.forms import JoinForm
from tenant_apps.affiliates.models import Affiliate, AffiliateProgramme, AffiliateText
from tenant_apps.ledger.models import CommissionRule
from tenant_apps.ledger.queries import wallets_of
from tenant_apps.people import actions as people
from tenant_apps.people.models import Person
from tenant_apps.people.queries import our_person, person_for_request

# rules change on the ledger's pages too, which purge nothing of ours
_FRESH = 300
_SHOWN = 6


@cached_page([PAGE, "offer"], seconds=_FRESH)
@require_safe
def programme(request: HttpRequest) -> HttpResponse:
    """What one earns here, and how to join."""
    return _programme_page(request)


@login_required
@require_POST
def application(request: HttpRequest) -> HttpResponse:
    """Ask to join."""
    form = JoinForm(request.POST)
    if not form.is_valid():
        return _programme_page(request, form=form)
    entered = form.cleaned_data
    try:
        person = people.meet(email=request.user.email, user=request.user)  # type: ignore[union-attr]
        joined = affiliates.apply(person=person, code=entered["code"], about=entered["about"], by=request.user)
    except affiliates.AlreadyAffiliate:
        return redirect("affiliates:programme")
    except Refused as refused:
        refused.show_in(form)
        return _programme_page(request, form=form)
    if not joined.is_active:
        messages.success(request, _("Your application is here. We write to you when it is decided."))
        return redirect("affiliates:programme")
    messages.success(request, _("You are in. Here are your links."))
    return redirect("affiliates:desk")


@never_cache
@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The link, visitors, sales, money."""
    affiliate = _affiliate(request)
    if affiliate is None:
        return redirect("affiliates:programme")
    sales, more = queries.sales_page(affiliate, before=request.GET.get("before", "")[:40])
    context = {
        "affiliate": affiliate,
        "home": links.home_link(affiliate),
        "wallets": wallets_of(affiliate.person),
        "sales": sales,
        "more": more,
        "sentences": _sentences(queries.current_programme(), _rule(affiliate.person, queries.rules_now())),
    }
    return render(request, "affiliates/desk.html", context)


@never_cache
@login_required
@require_safe
def own_links(request: HttpRequest) -> HttpResponse:
    """A link for each offer, coupons, words to use."""
    affiliate = _affiliate(request)
    if affiliate is None:
        return redirect("affiliates:programme")
    offers = links.earnings_for(affiliate.person, queries.rules_now())
    context = {
        "affiliate": affiliate,
        "home": links.home_link(affiliate),
        "offers": [(each, each.link(affiliate.code)) for each in offers],
        "coupons": affiliate.coupons.select_related("code__coupon").prefetch_related("code__coupon__amounts"),
        "texts": AffiliateText.objects.all(),
    }
    return render(request, "affiliates/links.html", context)


def _affiliate(request: HttpRequest) -> Affiliate | None:
    """Somebody who is in."""
    affiliate = queries.affiliate_of(our_person(request))
    return affiliate if affiliate and affiliate.approved_at else None


def _programme_page(request: HttpRequest, form: JoinForm | None = None) -> HttpResponse:
    terms, person = queries.current_programme(), person_for_request(request)
    affiliate = queries.affiliate_of(person)
    if not terms.is_open and affiliate is None:
        raise Http404
    fits = request.user.is_authenticated and queries.may_join(person, terms, clock.now())
    if fits and affiliate is None and form is None:
        form = JoinForm(initial={"code": affiliates.suggest_code(our_person(request))})
    rules = queries.rules_now()
    rule = _rule(person, rules)
    context = {
        "programme": terms,
        "affiliate": affiliate,
        "rate": rule,
        # a no-break space: a headline must not part a number from its sign
        "percent": rule.percent.replace(" ", "\N{NO-BREAK SPACE}") if rule else "",
        "offers": links.earnings_for(person, rules)[:_SHOWN],
        "sentences": _sentences(terms, rule),
        "form": form if affiliate is None else None,
        "fits": fits,
    }
    return render(request, "affiliates/programme.html", context, status=422 if form and form.is_bound else 200)


def _rule(person: Person | None, rules: list[CommissionRule]) -> CommissionRule | None:
    own = queries.rate_of(person, rules) if person and person.pk else None
    return own or queries.rate_of(None, rules)


def _sentences(terms: AffiliateProgramme, rule: CommissionRule | None) -> list[str]:
    return [words.click_words(terms), words.renewal_words(terms), words.hold_words(rule)]
