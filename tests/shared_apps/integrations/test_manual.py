"""Money that comes by hand."""

from datetime import timedelta

import pytest
from stdnum.iso11649 import is_valid

from marque.kit import clock
from marque.kit.money import Money
from shared_apps.integrations.manual.epc import epc_text
from shared_apps.integrations.manual.references import is_reference, reference_for
from shared_apps.integrations.ports.connecting import gateway_setup
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payments import Access, Method, PaymentState, payment_gateway
from tests.contracts.payments import GatewayContract

IBAN = "DE89370400440532013000"
KEYS = {"holder": "Okafor Ltd", "iban": IBAN, "bic": "COBADEFFXXX", "cash": "At the studio, any weekday."}


def by_hand(**keys):
    return payment_gateway("manual", account="", access=Access(keys=KEYS | keys))


class TestManual(GatewayContract):
    def gateway(self):
        return by_hand()

    def token(self, kind):
        return "transfer"

    def webhook(self, *, at):
        return b"{}", {}, at


def test_charge_waits_for_its_day():
    gateway = by_hand(due_days="7")

    asked = gateway.charge(TestManual().request("good"))

    assert (asked.state, asked.awaits.method) == (PaymentState.PENDING, Method.TRANSFER)
    assert timedelta(days=6) < asked.awaits.due_at - clock.now() < timedelta(days=8)


def test_only_what_is_filled_in_is_offered():
    assert by_hand().capabilities.methods == {Method.TRANSFER, Method.CASH}
    assert by_hand(cash="", iban="", details="Sort code 20-00-00", invoice="Net 14").capabilities.methods == {
        Method.TRANSFER,
        Method.INVOICE,
    }


def test_the_form_asks_where_there_is_a_choice():
    assert by_hand().method_form({"by_hand": "cash"}).is_valid()
    assert not by_hand().method_form({}).is_valid()
    single = by_hand(cash="").method_form({})
    assert (single.is_valid(), single.cleaned_data["method"]) == (True, "transfer")


def test_references_have_check_digits_and_stay_the_same():
    references = {reference_for(f"key-{number}") for number in range(200)}

    assert (len(references), all(map(is_valid, references)), all(map(is_reference, references))) == (200, True, True)
    assert reference_for("key-1") == reference_for("key-1")


def test_the_code_says_what_a_banking_app_reads():
    money = Money(49_000, "EUR")

    text = epc_text(holder="Okafor Ltd", iban=IBAN, bic="", money=money, reference="RF18539007547034")

    assert text.split("\n") == [
        "BCD", "002", "1", "SCT", "", "Okafor Ltd", IBAN, "EUR490.00", "", "RF18539007547034",
    ]  # fmt: skip
    assert epc_text(holder="O", iban=IBAN, bic="", money=Money(1, "USD"), reference="") == ""


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"iban": "DE00370400440532013000"}, "IBAN is not right"),
        ({"bic": "NOPE"}, "BIC is not right"),
        ({"holder": ""}, "whose account"),
        ({"due_days": "0"}, "between 1 and 90"),
        ({"due_days": "9" * 40}, "between 1 and 90"),
        ({"iban": "", "cash": "", "details": ""}, "Fill in an IBAN"),
    ],
)
def test_look_at_what_nobody_could_pay_with_says_why(change, says):
    with pytest.raises(ProviderError, match=says):
        gateway_setup("manual").look(KEYS | change)
