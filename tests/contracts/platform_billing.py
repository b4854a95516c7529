"""What every provider of the platform's billing must do. Subclass it beside the adapter."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from marque.kit.money import Money
from shared_apps.integrations.ports.platform_billing import (
    Bill,
    BillState,
    Card,
    CardRequest,
    CardResult,
    Payer,
    PlatformBilling,
)

TENANT = UUID("7b6a1c53-4a44-4cb1-8a01-3b1a0f7fd001")


class PlatformBillingContract:
    """The subclass gives a provider, and tokens for cards that behave in known ways."""

    def provider(self) -> PlatformBilling:
        raise NotImplementedError

    def token(self, kind: str) -> str:
        """What the provider's form gives for a card: "good", "declined" or "fails_later"."""
        raise NotImplementedError

    def charged(self) -> int:
        """How often money was taken."""
        raise NotImplementedError

    def keep(self, kind: str, customer: str = "") -> CardResult:
        payer = Payer(TENANT, "Okafor", "ada@example.com")
        return self.provider().keep_card(CardRequest(payer, self.token(kind), f"card-{uuid4()}", customer))

    def bill(self, card: Card, **more: object) -> Bill:
        money = Money(4_900, "USD")
        bill = Bill(str(uuid4()), str(uuid4()), "MQ-000001", "Creator", money, card.customer, card.token)
        return replace(bill, **more)

    def kept(self, kind: str) -> Card:
        card = self.keep(kind).card
        assert card is not None
        return card

    def test_a_card_is_kept_with_what_may_be_shown(self):
        card = self.kept("good")

        assert (card.brand, card.last4, bool(card.token), bool(card.customer)) == ("Visa", "4242", True, True)
        assert len(card.expires) == 7

    def test_a_declined_card_is_not_kept_and_says_why(self):
        result = self.keep("declined")

        assert (result.card, bool(result.message)) == (None, True)

    def test_another_card_belongs_to_the_same_customer(self):
        first = self.kept("good")
        second = self.keep("fails_later", first.customer).card

        assert second is not None
        assert (second.customer, second.token == first.token) == (first.customer, False)

    def test_collect_takes_the_money(self):
        result = self.provider().collect(self.bill(self.kept("good")))

        assert (result.state, bool(result.reference), self.charged()) == (BillState.PAID, True, 1)

    def test_collect_with_an_empty_card_is_declined_in_words(self):
        result = self.provider().collect(self.bill(self.kept("fails_later")))

        assert (result.state, bool(result.message), self.charged()) == (BillState.DECLINED, True, 0)

    def test_the_same_bill_twice_is_paid_once(self):
        bill = self.bill(self.kept("good"))
        provider = self.provider()

        states = [provider.collect(bill).state, provider.collect(replace(bill, again=True)).state]

        assert (states, self.charged()) == ([BillState.PAID, BillState.PAID], 1)

    def test_a_declined_bill_is_paid_with_another_card(self):
        empty, good = self.kept("fails_later"), None
        good = self.keep("good", empty.customer).card
        bill = self.bill(empty)

        first = self.provider().collect(bill)
        second = self.provider().collect(replace(bill, key=str(uuid4()), token=good.token, again=True))

        assert (first.state, second.state, self.charged()) == (BillState.DECLINED, BillState.PAID, 1)

    def test_a_card_that_was_forgotten_is_declined(self):
        card = self.kept("good")
        self.provider().forget_card(card, tenant_id=TENANT)
        self.provider().forget_card(card, tenant_id=TENANT)

        assert self.provider().collect(self.bill(card)).state is BillState.DECLINED

    @pytest.mark.parametrize("currency", ["JPY", "KWD"])
    def test_currencies_of_no_or_three_decimals_are_collected(self, currency):
        result = self.provider().collect(self.bill(self.kept("good"), money=Money(4_900, currency)))

        assert result.state is BillState.PAID

    def test_a_fact_about_nothing_of_ours_names_no_invoice(self):
        body = b'{"object": "event", "type": "invoice.paid", "data": {"object": {"object": "invoice"}}}'

        assert self.provider().read_fact(body).invoice == ""
