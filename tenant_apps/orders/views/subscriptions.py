"""A person's own subscriptions: one page about each, and what they can do about it."""

from __future__ import annotations

from uuid import uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.ids import read_code
from marque.kit.money import Money
from tenant_apps.orders import actions
from tenant_apps.orders.acts.act import Act, Question
from tenant_apps.orders.acts.offered import ACTS, acts_for
from tenant_apps.orders.gateways import keeping_gateway
from tenant_apps.orders.models import Order, PaymentState, Subscription
from tenant_apps.orders.subscriptions import subscription_of_link, subscriptions_of, unpaid_order
from tenant_apps.orders.views.sources import allow_gateway
from tenant_apps.orders.views.ways import challenge_url
from tenant_apps.people.queries import our_person


def _own(request: HttpRequest, code: str) -> Subscription:
    person = our_person(request)
    if not person.pk:
        raise Http404
    return get_object_or_404(subscriptions_of(person), code=read_code(code))


@never_cache
@login_required
@require_safe
def subscription(request: HttpRequest, code: str) -> HttpResponse:
    """What it costs, when, from which card, and what was paid."""
    held = _own(request, code)
    paid = held.periods.filter(order__paid_at__isnull=False).select_related("order").order_by("-starts_at")[:24]
    context = {"held": held, "acts": acts_for(held), "paid": paid, "owed": unpaid_order(held)}
    return render(request, "orders/subscription.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, code: str, act: str) -> HttpResponse:
    """Ask with the amounts, then do it."""
    held = _own(request, code)
    chosen = ACTS.get(act)
    if chosen is None:
        raise Http404
    if chosen not in acts_for(held):
        return redirect("orders:subscription", held.code)
    question = chosen.ask(held, clock.now(), request.POST if request.method == "POST" else None)
    if request.method == "POST" and question.form.is_valid():
        return _done(request, held, chosen, question)
    return _asked(request, held, question, status=422 if question.form.is_bound else 200)


def _asked(request: HttpRequest, held: Subscription, question: Question, *, status: int) -> HttpResponse:
    context = {"held": held, "question": question, "title": question.title % {"title": held.title}}
    return render(request, "orders/subscription_act.html", context, status=status)


def _done(request: HttpRequest, held: Subscription, chosen: Act, question: Question) -> HttpResponse:
    try:
        messages.success(request, chosen.do(held, clock.now(), question.form.cleaned_data, request.user))
    except Refused as refused:
        if refused.field in question.form.fields:
            refused.show_in(question.form)
            return _asked(request, held, question, status=422)
        messages.error(request, str(refused))
    return redirect("orders:subscription", held.code)


@never_cache
@sensitive_post_parameters("number", "expiry", "cvc")
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_card(request: HttpRequest, code: str) -> HttpResponse:
    """Another card, signed in."""
    return _card(request, _own(request, code))


@never_cache
@sensitive_post_parameters("number", "expiry", "cvc")
@require_http_methods(["GET", "HEAD", "POST"])
def card(request: HttpRequest, token: str) -> HttpResponse:
    """Another card, by the link of an email: it shows no more than the email did."""
    held = subscription_of_link(token)
    if held is None:
        raise Http404
    return _card(request, held)


def _card(request: HttpRequest, held: Subscription) -> HttpResponse:
    posted = request.method == "POST"
    owed = unpaid_order(held) if held.past_due_since else None
    money = owed.total if owed else Money(0, held.currency)
    form = keeping_gateway().method_form(request.POST if posted else None, money=money, save_method=True)
    return allow_gateway(_card_answer(request, held, owed, form), form)


def _card_answer(request: HttpRequest, held: Subscription, owed: Order | None, form: forms.Form) -> HttpResponse:
    context = {"held": held, "owed": owed, "card": form, "trouble": "", "closed": held.ended_at and owed is None}
    if request.method != "POST" or context["closed"]:
        return render(request, "orders/subscription_card.html", context)
    if not form.is_valid():
        return render(request, "orders/subscription_card.html", context, status=422)
    try:
        payment = actions.replace_card(
            subscription=held, method=form.cleaned_data["method"], idempotency_key=uuid4(), by=request.user
        )
    except Refused as refused:
        return render(request, "orders/subscription_card.html", {**context, "trouble": str(refused)}, status=409)
    if payment and payment.state == PaymentState.CHALLENGED:
        return redirect(challenge_url(held.offer, payment))
    if payment and payment.state == PaymentState.FAILED:
        trouble = payment.failure_message or _("The payment did not go through. Nothing was charged.")
        return render(request, "orders/subscription_card.html", {**context, "trouble": trouble}, status=402)
    held.refresh_from_db()
    return render(request, "orders/subscription_card.html", {"held": held, "done": True, "payment": payment})
