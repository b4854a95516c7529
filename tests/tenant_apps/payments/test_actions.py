from dataclasses import replace

import pytest

from marque.kit.sealed import NoSecretsKey, Unreadable
from marque.kit.tenancy.context import enter, require_tenant
from shared_apps.integrations.ports import payments as port
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.sandbox.gateway import SandboxGateway
from shared_apps.operations.models import AuditEntry
from tenant_apps.payments import actions as payments
from tenant_apps.payments.gateways import NotConnected, our_gateway, payment_settings
from tenant_apps.payments.models import GatewayConnection, PaymentSettings, SavedMethod
from tenant_apps.people.actions import meet
from tests.tenant_apps.payments.acme import SECRET

pytestmark = pytest.mark.usefixtures("in_okafor", "acme")
BY = "ada@okafor.example"
CARD = port.SavedMethod("tok_1", "Visa", "4242", 8, 2040)


def connect() -> GatewayConnection:
    return payments.connect_gateway(gateway="acme", keys={"secret_key": SECRET}, by=BY)


def use() -> PaymentSettings:
    return payments.choose_gateway(gateway="acme", merchant="creator", by=BY)


def test_a_business_that_chose_nothing_practises() -> None:
    assert (our_gateway().name, payment_settings().merchant) == ("sandbox", "creator")


def test_a_real_business_that_chose_nothing_takes_no_test_cards(settings) -> None:
    settings.PRACTICE = False

    with pytest.raises(NotConnected):
        our_gateway()


def test_connect_gateway_keeps_the_keys_sealed_and_says_so() -> None:
    connection = connect()

    assert (connection.account, connection.key_hint, SECRET in connection.sealed_keys) == ("acct_1", "…6789", False)
    audit = AuditEntry.objects.get(action="payments.connect")
    assert (audit.actor, audit.data) == (BY, {"gateway": "acme", "account": "acct_1", "live": True})


def test_connect_gateway_with_a_wrong_key_keeps_nothing() -> None:
    with pytest.raises(payments.ConnectionFailed, match="Acme does not know this key."):
        payments.connect_gateway(gateway="acme", keys={"secret_key": "sk_live_wrong"}, by=BY)

    assert GatewayConnection.objects.count() == 0


def test_connect_gateway_without_a_key_names_the_field() -> None:
    with pytest.raises(payments.KeyMissing) as caught:
        payments.connect_gateway(gateway="acme", keys={"secret_key": "  "}, by=BY)

    assert (caught.value.field, str(caught.value)) == ("secret_key", "Fill in Secret key.")


def test_connect_gateway_where_nothing_can_be_sealed_keeps_nothing(settings) -> None:
    settings.SECRETS_KEYS = []

    with pytest.raises(NoSecretsKey):
        connect()

    assert GatewayConnection.objects.count() == 0


def test_choose_gateway_opens_it_with_its_keys() -> None:
    connect()

    use()

    gateway = our_gateway()
    assert (gateway.name, gateway.account, gateway.access.keys["secret_key"]) == ("acme", "acct_1", SECRET)
    assert SECRET not in repr(gateway.access)


def test_choose_gateway_that_is_not_connected_is_refused() -> None:
    with pytest.raises(NotConnected):
        use()

    assert payment_settings().gateway == "sandbox"


@pytest.mark.parametrize(
    ("gateway", "merchant", "refusal"),
    [("nobody", "creator", payments.NoSuchGateway), ("acme", "platform", payments.MerchantNotPossible)],
)
def test_choose_gateway_that_cannot_is_refused(gateway, merchant, refusal) -> None:
    with pytest.raises(refusal):
        payments.choose_gateway(gateway=gateway, merchant=merchant, by=BY)


def test_a_copy_in_safe_mode_never_opens_the_real_gateway() -> None:
    connect()
    use()

    with enter(replace(require_tenant(), safe_mode=True)):
        assert our_gateway().name == our_gateway("acme").name == "sandbox"


def test_keys_of_another_business_do_not_open(okafor, other) -> None:
    stolen = connect().sealed_keys

    with enter(other):
        GatewayConnection.objects.create(gateway="acme", account="acct_1", sealed_keys=stolen, connected_by=BY)
        with pytest.raises(Unreadable):
            our_gateway("acme")


def test_disconnect_gateway_in_use_is_refused_and_else_forgets_the_keys() -> None:
    connection = connect()
    use()

    with pytest.raises(payments.InUse):
        payments.disconnect_gateway(connection=connection, by=BY)
    payments.choose_gateway(gateway="sandbox", merchant="creator", by=BY)
    payments.disconnect_gateway(connection=connection, by=BY)

    assert GatewayConnection.objects.count() == 0


def test_keep_method_twice_is_one() -> None:
    person = meet(email="sofia@example.com", name="Sofia")

    kept = [payments.keep_method(person=person, gateway="sandbox", method=CARD) for _time in "12"]

    assert (kept[0], str(kept[0])) == (kept[1], "Visa ending 4242")


def test_remove_method_is_not_charged_even_when_the_gateway_is_away(monkeypatch) -> None:
    person = meet(email="sofia@example.com", name="Sofia")
    kept = payments.keep_method(person=person, gateway="sandbox", method=CARD)
    _away(monkeypatch)

    payments.remove_method(method=kept)
    left = (SavedMethod.objects.usable().count(), SavedMethod.objects.to_forget().count())
    monkeypatch.undo()

    assert (left, payments.forget_removed(), SavedMethod.objects.to_forget().count()) == ((0, 1), 1, 0)


def _away(monkeypatch) -> None:
    def away(self, token):
        raise ProviderError("away", permanent=False)

    monkeypatch.setattr(SandboxGateway, "forget_method", away)
