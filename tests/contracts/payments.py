"""What every payment gateway must do. Subclass it beside the adapter and say how to reach the provider."""

from datetime import datetime

import pytest

from marque.kit.money import Money
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payments import PaymentGateway, PaymentRequest, PaymentState, RefundRequest


class PaymentGatewayContract:
    """The subclass gives a gateway, tokens for four kinds of card, and a signed webhook."""

    def gateway(self) -> PaymentGateway:
        raise NotImplementedError

    def token(self, kind: str) -> str:
        """A card token: "good", "declined", "asks" or "asks_then_declined"."""
        raise NotImplementedError

    def webhook(self, *, at: datetime) -> tuple[bytes, dict[str, str], datetime]:
        """Body, headers and the time it is now for a signed `payment.succeeded` of 490 dollars, `pay_1`."""
        raise NotImplementedError

    def request(self, kind: str, key: str = "key-1") -> PaymentRequest:
        return PaymentRequest(money=Money(49_000, "USD"), method=self.token(kind), idempotency_key=key)

    def test_charge_good_card_succeeds(self):
        result = self.gateway().charge(self.request("good"))

        assert (result.state, result.amount, result.currency) == (PaymentState.SUCCEEDED, 49_000, "USD")
        assert result.succeeded and result.reference and len(result.last4) == 4

    def test_charge_declined_card_is_a_result(self):
        result = self.gateway().charge(self.request("declined"))

        assert result.state is PaymentState.DECLINED
        assert result.failure_code and result.message

    def test_charge_same_key_twice_is_one_payment(self):
        gateway, request = self.gateway(), self.request("good")

        assert gateway.charge(request) == gateway.charge(request)

    def test_charge_another_key_is_another_payment(self):
        gateway = self.gateway()

        assert (
            gateway.charge(self.request("good", "a")).reference != gateway.charge(self.request("good", "b")).reference
        )

    def test_charge_unknown_token_is_permanent(self):
        request = PaymentRequest(money=Money(49_000, "USD"), method="nonsense", idempotency_key="key-1")

        with pytest.raises(ProviderError) as caught:
            self.gateway().charge(request)

        assert caught.value.permanent

    def test_confirm_approved_succeeds_with_the_same_reference(self):
        gateway = self.gateway()
        asked = gateway.charge(self.request("asks"))

        result = gateway.confirm(asked.action_token, approved=True)

        assert asked.state is PaymentState.NEEDS_ACTION
        assert (result.state, result.reference, result.amount) == (PaymentState.SUCCEEDED, asked.reference, 49_000)

    def test_confirm_refused_is_declined(self):
        gateway = self.gateway()

        result = gateway.confirm(gateway.charge(self.request("asks")).action_token, approved=False)

        assert result.state is PaymentState.DECLINED

    def test_confirm_forged_token_is_permanent(self):
        with pytest.raises(ProviderError) as caught:
            self.gateway().confirm("forged", approved=True)

        assert caught.value.permanent

    def test_refund_same_key_twice_is_one_refund(self):
        gateway = self.gateway()
        paid = gateway.charge(self.request("good"))
        refund = RefundRequest(reference=paid.reference, money=Money(49_000, "USD"), idempotency_key="back-1")

        first, second = gateway.refund(refund), gateway.refund(refund)

        assert first == second
        assert (first.payment_reference, first.amount) == (paid.reference, 49_000)

    def test_refund_unknown_payment_is_permanent(self):
        refund = RefundRequest(reference="nobody", money=Money(100, "USD"), idempotency_key="back-1")

        with pytest.raises(ProviderError) as caught:
            self.gateway().refund(refund)

        assert caught.value.permanent

    def test_webhook_signed_is_read(self):
        body, headers, now = self.webhook(at=datetime.fromtimestamp(1_800_000_000).astimezone())

        fact = self.gateway().read_webhook(body, headers, now=now)

        assert (fact.kind, fact.reference, fact.amount) == ("payment.succeeded", "pay_1", 49_000)

    def test_webhook_altered_is_refused(self):
        body, headers, now = self.webhook(at=datetime.fromtimestamp(1_800_000_000).astimezone())

        with pytest.raises(ProviderError):
            self.gateway().read_webhook(body.replace(b"49000", b"1"), headers, now=now)

    def test_webhook_unsigned_is_refused(self):
        body, _, now = self.webhook(at=datetime.fromtimestamp(1_800_000_000).astimezone())

        with pytest.raises(ProviderError):
            self.gateway().read_webhook(body, {}, now=now)
