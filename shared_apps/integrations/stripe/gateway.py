"""Stripe as a PaymentGateway: PaymentIntents, confirmed with what the Payment Element gave."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from marque.kit.money import Money
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payments import (
    Access,
    Capabilities,
    Flow,
    Merchant,
    Method,
    Movement,
    PaymentRequest,
    PaymentResult,
    RefundRequest,
    RefundResult,
    Wallet,
    WebhookFact,
)
from shared_apps.integrations.redirecting import ElsewhereForm
from shared_apps.integrations.stripe import books, webhooks
from shared_apps.integrations.stripe.amounts import CURRENCIES, LARGEST, STEPS, to_stripe
from shared_apps.integrations.stripe.client import API_VERSION, Declined, ask, client_for, platform_key
from shared_apps.integrations.stripe.forms import ElementForm
from shared_apps.integrations.stripe.keeping import keep
from shared_apps.integrations.stripe.pages import METHOD as PAGE
from shared_apps.integrations.stripe.pages import is_session, leave_page, look_at_page, open_page, page_form
from shared_apps.integrations.stripe.refunds import made_before
from shared_apps.integrations.stripe.results import fee_given_back, intent_of, read_intent

_EXPAND = ["latest_charge.balance_transaction"]


class StripeGateway:
    """One business at Stripe: on keys of its own, on its connected account, or collected for by the platform."""

    name = "stripe"
    capabilities = Capabilities(
        methods=frozenset({Method.CARD, Method.SEPA, Method.INSTALMENTS}),
        currencies=CURRENCIES,
        wallets=frozenset({Wallet.APPLE_PAY, Wallet.GOOGLE_PAY, Wallet.LINK, Wallet.PAYPAL}),
        saves_methods=True,
        takes_on_approval=True,
        largest=LARGEST,
        steps=STEPS,
    )

    def __init__(self, *, account: str, access: Access | None = None) -> None:
        self.account, self.access = account, access or Access()
        self._own = bool(self.access.keys.get("secret_key"))
        self._direct = not self._own and self.access.merchant is Merchant.CREATOR
        flow = Flow.REDIRECT if self.access.hosted else Flow.DIRECT
        # Stripe's own page has its own buttons
        shown = self.access.wallets and not self.access.hosted
        wallets = type(self).capabilities.wallets if shown else frozenset[Wallet]()
        self.capabilities = replace(type(self).capabilities, collects_fee=self._direct, flow=flow, wallets=wallets)

    def method_form(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        money: Money | None = None,
        save_method: bool = False,
        token: str = "",
    ) -> ElementForm | ElsewhereForm:
        """Stripe's fields, or the way to its page; no number reaches us. A card that is only kept is typed here."""
        if is_session(token) if token else self.access.hosted and money:
            return page_form(data)
        return ElementForm(data, **self.script_facts(), money=money, saves=save_method)

    def script_facts(self) -> dict[str, str]:
        """What Stripe's script in a browser has to know of this business; nothing in it is secret."""
        return {
            "publishable_key": self.access.keys.get("publishable_key") or platform_key(self.access, "publishable_key"),
            "account": self.account if self._direct else "",
            "release": API_VERSION.partition(".")[2],
        }

    def charge(self, request: PaymentRequest) -> PaymentResult:
        """Create and confirm a PaymentIntent; for nothing with `save_method`, a SetupIntent."""
        client = client_for(self.access, self.account)
        if request.save_method and not request.money.amount:
            return keep(client, request, customer=self._customer(client, request))
        if request.method == PAGE:
            return self._open_page(client, request)
        params = self._intent_params(request)
        if request.save_method:
            params |= {"customer": self._customer(client, request), "setup_future_usage": "off_session"}
        options: Any = {"idempotency_key": request.idempotency_key}
        try:
            return read_intent(ask(lambda: client.v1.payment_intents.create(params, options)))  # type: ignore[arg-type]
        except Declined as declined:
            return self._decline(declined, request)

    def confirm(self, action_token: str, *, approved: bool, returned: Mapping[str, str] | None = None) -> PaymentResult:
        """See how the bank's question ended; one that nobody answered is cancelled."""
        client = client_for(self.access, self.account)
        if is_session(action_token):
            return look_at_page(client, action_token) if approved else leave_page(client, action_token)
        intent_id = _intent_id(action_token)
        intent = self._look(client, intent_id)
        if intent.client_secret != action_token:
            raise ProviderError(_("This payment token was not made here."), permanent=True)
        if intent.status == "requires_action" and not approved:
            intent = ask(lambda: client.v1.payment_intents.cancel(intent_id, {"expand": _EXPAND}))
        return read_intent(intent)

    def refund(self, request: RefundRequest) -> RefundResult:
        """Give back all or part; with the platform's fee for it, where it took one."""
        client = client_for(self.access, self.account)
        params: Any = {
            "payment_intent": request.reference,
            "amount": to_stripe(request.money),
            "metadata": {"marque_key": request.idempotency_key},
        }
        if request.reason:
            params["metadata"]["reason"] = request.reason[:400]
        if self._direct:
            params |= {"refund_application_fee": True, "expand": ["balance_transaction"]}
        options: Any = {"idempotency_key": request.idempotency_key}
        made = made_before(client, request) if request.again else None
        made = made or ask(lambda: client.v1.refunds.create(params, options))
        if made.status in ("failed", "canceled"):
            raise ProviderError(_("Stripe could not give this money back."), permanent=True)
        money = request.money
        fee = fee_given_back(made, money.currency) if self._direct else None
        settled = made.status == "succeeded"
        return RefundResult(made.id, request.reference, money.amount, money.currency, settled, fee)

    def read_webhook(self, body: bytes, headers: Mapping[str, str], *, now: datetime) -> WebhookFact:
        """A signed event of this account, at most five minutes on its way."""
        secret = self.access.keys.get("webhook_secret") or platform_key(self.access, "webhook_secret")
        event = webhooks.verified(body, headers, secret=secret, now=now)
        if self._direct and event.get("account") != self.account:
            raise ProviderError("The webhook is about another account.", permanent=True)
        return webhooks.read(event)

    def find_payment(self, *, idempotency_key: str, reference: str = "") -> PaymentResult | None:
        """By its reference; else by the key that every PaymentIntent of ours carries."""
        client = client_for(self.access, self.account)
        if is_session(reference):
            return look_at_page(client, reference)
        if reference:
            return read_intent(self._look(client, reference))
        params: Any = {"query": f"metadata['marque_key']:'{idempotency_key}'", "limit": 1}
        found = ask(lambda: client.v1.payment_intents.search(params)).data
        return read_intent(self._look(client, found[0].id)) if found else None

    def movements(self, *, since: datetime, until: datetime) -> Iterable[Movement]:
        """Stripe's balance transactions."""
        return books.movements(client_for(self.access, self.account), since=since, until=until)

    def forget_method(self, token: str) -> None:
        """Detach it from its customer."""
        client, (_customer, method) = client_for(self.access, self.account), _pair(token)
        try:
            ask(lambda: client.v1.payment_methods.detach(method))
        except ProviderError as error:
            if not error.permanent:  # one that is gone already is what we want
                raise

    def _open_page(self, client: Any, request: PaymentRequest) -> PaymentResult:
        kept = {"setup_future_usage": "off_session"} if request.save_method else {}
        customer = self._customer(client, request) if request.save_method else ""
        return open_page(client, request, self._intent_facts(request) | kept, customer=customer)

    def _intent_params(self, request: PaymentRequest) -> dict[str, Any]:
        asked = {
            "amount": to_stripe(request.money),
            "currency": request.money.currency.lower(),
            "confirm": True,
            "expand": _EXPAND,
        }
        return asked | self._intent_facts(request) | _paid_with(request)

    def _intent_facts(self, request: PaymentRequest) -> dict[str, Any]:
        params: dict[str, Any] = {
            "description": request.description[:500],
            "metadata": {**request.metadata, "marque_key": request.idempotency_key},
        }
        if self._direct and request.platform_fee:
            params["application_fee_amount"] = to_stripe(request.platform_fee)
        if self.access.merchant is Merchant.PLATFORM and request.metadata.get("order"):
            params["transfer_group"] = request.metadata["order"]
        return params

    def _customer(self, client: Any, request: PaymentRequest) -> str:
        params = {"email": request.email} if request.email else {}
        options = {"idempotency_key": f"{request.idempotency_key}-customer"}
        return str(ask(lambda: client.v1.customers.create(params, options)).id)

    def _look(self, client: Any, intent_id: str) -> Any:
        return ask(lambda: client.v1.payment_intents.retrieve(intent_id, {"expand": _EXPAND}))

    def _decline(self, declined: Declined, request: PaymentRequest) -> PaymentResult:
        intent = intent_of(declined.error)
        if intent is None:
            raise ProviderError(_("Stripe declined without a payment."), permanent=True) from declined
        return read_intent(intent)


def _paid_with(request: PaymentRequest) -> dict[str, Any]:
    if request.off_session:
        customer, method = _pair(request.method)
        return {"customer": customer, "payment_method": method, "off_session": True}
    # instalments and bank debits lead the buyer away and back
    where = {"return_url": request.return_url} if request.return_url else {}
    redirects = "always" if request.return_url else "never"
    kind = "confirmation_token" if request.method.startswith("ctoken_") else "payment_method"
    ways = {"automatic_payment_methods": {"enabled": True, "allow_redirects": redirects}}
    return {kind: request.method, **ways, **where}


def _pair(token: str) -> tuple[str, str]:
    customer, _slash, method = token.partition("/")
    if not customer.startswith("cus_") or not method:
        raise ProviderError("This saved card was not kept by Stripe.", permanent=True)
    return customer, method


def _intent_id(client_secret: str) -> str:
    intent_id, found, _rest = client_secret.partition("_secret_")
    if not found or not intent_id.startswith("pi_"):
        raise ProviderError(_("This payment token was not made here."), permanent=True)
    return intent_id
