"""What every payment gateway must do. Subclass it beside the adapter and say how to reach the provider."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from marque.kit import clock
from marque.kit.money import Money
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payments import (
    Flow,
    MovementKind,
    PaymentGateway,
    PaymentRequest,
    PaymentResult,
    PaymentState,
    RefundRequest,
)


class GatewayContract:
    """What all of them do, also one that only waits for money. `written` is how the webhook writes the amount."""

    written = b"49000"
    finds_by_key = True
    currency = "USD"

    def gateway(self) -> PaymentGateway:
        raise NotImplementedError

    def token(self, kind: str) -> str:
        """A token: "good", "declined", "asks", "asks_then_declined" or "fails_later"."""
        raise NotImplementedError

    def webhook(self, *, at: datetime) -> tuple[bytes, dict[str, str], datetime]:
        """Body, headers and the time it is now for a signed `payment.succeeded` of 490, `pay_1`."""
        raise NotImplementedError

    def answer_bank(self, asked: PaymentResult, *, approved: bool) -> None:
        """What the buyer does in their bank's window, or on the gateway's own pages."""

    def refuse_at_bank(self, asked: PaymentResult) -> None:
        """On the gateway's own pages the buyer says yes, and their bank no."""

    def request(self, kind: str, key: str = "key-1") -> PaymentRequest:
        return PaymentRequest(money=Money(49_000, self.currency), method=self.token(kind), idempotency_key=key)

    def back(self, reference: str, amount: int, key: str) -> RefundRequest:
        return RefundRequest(reference=reference, money=Money(amount, self.currency), idempotency_key=key)

    def renewal(self, token: str, key: str) -> PaymentRequest:
        return PaymentRequest(money=Money(4_900, self.currency), method=token, idempotency_key=key, off_session=True)

    def paid(self, kind: str = "good", key: str = "key-1") -> PaymentResult:
        """A charge to its end, wherever its buyer has to go for it."""
        gateway = self.gateway()
        result = gateway.charge(self.request(kind, key))
        if gateway.capabilities.flow is not Flow.REDIRECT:
            return result
        self.answer_bank(result, approved=True) if kind == "good" else self.refuse_at_bank(result)
        return gateway.confirm(result.action_token, approved=kind == "good")

    def test_charge_same_key_twice_is_one_payment(self):
        gateway, request = self.gateway(), self.request("good")

        assert gateway.charge(request) == gateway.charge(request)

    def test_charge_another_key_is_another_payment(self):
        gateway = self.gateway()

        assert (
            gateway.charge(self.request("good", "a")).reference != gateway.charge(self.request("good", "b")).reference
        )

    def test_charge_unknown_token_is_permanent(self):
        request = PaymentRequest(money=Money(49_000, self.currency), method="nonsense", idempotency_key="key-1")

        with pytest.raises(ProviderError) as caught:
            self.gateway().charge(request)

        assert caught.value.permanent

    def test_confirm_forged_token_is_permanent(self):
        with pytest.raises(ProviderError) as caught:
            self.gateway().confirm("forged", approved=True)

        assert caught.value.permanent

    def test_refund_same_key_twice_is_one_refund(self):
        gateway = self.gateway()
        paid = self.paid()
        refund = RefundRequest(reference=paid.reference, money=Money(49_000, self.currency), idempotency_key="back-1")

        first, second = gateway.refund(refund), gateway.refund(refund)

        assert first == second
        assert (first.payment_reference, first.amount) == (paid.reference, 49_000)

    def test_refund_unknown_payment_is_permanent(self):
        refund = RefundRequest(reference="nobody", money=Money(100, self.currency), idempotency_key="back-1")

        with pytest.raises(ProviderError) as caught:
            self.gateway().refund(refund)

        assert caught.value.permanent

    def test_capabilities_name_a_way_to_pay(self):
        capabilities = self.gateway().capabilities

        assert capabilities.methods and capabilities.problem_with(Money(49_000, self.currency)) == ""

    def test_webhook_unsigned_is_refused(self):
        body, _, now = self.webhook(at=datetime.fromtimestamp(1_800_000_000).astimezone())

        with pytest.raises(ProviderError):
            self.gateway().read_webhook(body, {}, now=now)

    def test_charge_without_its_owner_needs_a_kept_method(self):
        with pytest.raises(ProviderError) as caught:
            self.gateway().charge(self.renewal("nonsense", "renewal-1"))

        assert caught.value.permanent


class TakingContract(GatewayContract):
    """A gateway that takes money by itself, tells of it and has books."""

    def test_charge_good_card_succeeds(self):
        result = self.paid()

        assert (result.state, result.amount, result.currency) == (PaymentState.SUCCEEDED, 49_000, self.currency)
        assert result.succeeded and result.reference and len(result.last4) == 4

    def test_charge_declined_card_is_a_result(self):
        result = self.paid("declined")

        assert result.state is PaymentState.DECLINED
        assert result.failure_code and result.message

    def test_confirm_approved_succeeds_with_the_same_reference(self):
        gateway = self.gateway()
        asked = gateway.charge(self.request("asks"))
        self.answer_bank(asked, approved=True)

        result = gateway.confirm(asked.action_token, approved=True)

        assert asked.state is PaymentState.NEEDS_ACTION
        assert (result.state, result.reference, result.amount) == (PaymentState.SUCCEEDED, asked.reference, 49_000)

    def test_confirm_refused_is_declined(self):
        gateway = self.gateway()
        asked = gateway.charge(self.request("asks"))
        self.answer_bank(asked, approved=False)

        result = gateway.confirm(asked.action_token, approved=False)

        assert result.state is PaymentState.DECLINED

    def test_refund_in_parts_until_nothing_is_left(self):
        gateway = self.gateway()
        paid = self.paid()

        parts = [gateway.refund(self.back(paid.reference, amount, f"part-{amount}")) for amount in (10_000, 39_000)]

        assert [part.amount for part in parts] == [10_000, 39_000]
        with pytest.raises(ProviderError) as caught:
            gateway.refund(self.back(paid.reference, 1, "one-more"))
        assert caught.value.permanent

    def test_refund_of_more_than_was_paid_is_permanent(self):
        gateway = self.gateway()
        paid = self.paid()

        with pytest.raises(ProviderError) as caught:
            gateway.refund(self.back(paid.reference, 49_001, "too-much"))

        assert caught.value.permanent

    def test_find_payment_by_its_key(self):
        gateway = self.gateway()
        paid = self.paid()

        known = "" if self.finds_by_key else paid.reference

        found = gateway.find_payment(idempotency_key="key-1", reference=known)

        assert found is not None and (found.reference, found.state) == (paid.reference, paid.state)
        assert found.fee is not None and 0 < found.fee < 49_000
        assert gateway.find_payment(idempotency_key="key-2") is None

    def test_movements_are_the_payment_its_fee_and_its_refund(self):
        gateway, began = self.gateway(), clock.now() - timedelta(seconds=2)
        paid = self.paid()
        gateway.refund(self.back(paid.reference, 10_000, "part"))

        rows = list(gateway.movements(since=began, until=clock.now() + timedelta(seconds=2)))

        assert [(row.kind, row.amount, row.payment_reference) for row in rows] == [
            (MovementKind.PAYMENT, 49_000, paid.reference),
            (MovementKind.REFUND, -10_000, paid.reference),
        ]
        assert (rows[0].fee > 0, rows[0].net) == (True, 49_000 - rows[0].fee)

    def test_webhook_signed_is_read(self):
        body, headers, now = self.webhook(at=datetime.fromtimestamp(1_800_000_000).astimezone())

        fact = self.gateway().read_webhook(body, headers, now=now)

        assert (fact.kind, fact.reference, fact.amount) == ("payment.succeeded", "pay_1", 49_000)

    def test_webhook_altered_is_refused(self):
        body, headers, now = self.webhook(at=datetime.fromtimestamp(1_800_000_000).astimezone())

        with pytest.raises(ProviderError):
            self.gateway().read_webhook(body.replace(self.written, b"1.00"), headers, now=now)


class PaymentGatewayContract(TakingContract):
    """A gateway that keeps cards, too, and charges them while their owners are away."""

    def test_charge_saved_card_without_its_owner(self):
        gateway = self.gateway()
        first = gateway.charge(replace(self.request("good"), save_method=True))

        again = gateway.charge(self.renewal(first.saved.token, "renewal-1"))

        assert (again.state, again.last4, again.reference != first.reference) == (
            PaymentState.SUCCEEDED,
            first.saved.last4,
            True,
        )

    def test_charge_saved_card_that_fails_later_is_declined(self):
        gateway = self.gateway()
        first = gateway.charge(replace(self.request("fails_later"), save_method=True))

        again = gateway.charge(self.renewal(first.saved.token, "renewal-1"))

        assert (first.state, again.state) == (PaymentState.SUCCEEDED, PaymentState.DECLINED)

    def test_charge_nothing_and_save_keeps_a_card_to_charge_later(self):
        gateway = self.gateway()
        asked = replace(self.request("good"), money=Money(0, "USD"), save_method=True)

        first, again = gateway.charge(asked), gateway.charge(asked)
        paid = gateway.charge(self.renewal(first.saved.token, "renewal-1"))

        assert (first.saved, first.amount, paid.state) == (again.saved, 0, PaymentState.SUCCEEDED)

    def test_charge_nothing_and_save_a_declined_card_keeps_none(self):
        asked = replace(self.request("declined"), money=Money(0, "USD"), save_method=True)

        refused = self.gateway().charge(asked)

        assert (refused.state, refused.saved, bool(refused.message)) == (PaymentState.DECLINED, None, True)

    def test_charge_without_saving_saves_nothing(self):
        assert self.gateway().charge(self.request("good")).saved is None

    def test_forget_method_charges_it_no_more(self):
        gateway = self.gateway()
        saved = gateway.charge(replace(self.request("good"), save_method=True)).saved

        gateway.forget_method(saved.token)
        gateway.forget_method(saved.token)

        with pytest.raises(ProviderError) as caught:
            gateway.charge(self.renewal(saved.token, "renewal-1"))
        assert caught.value.permanent
