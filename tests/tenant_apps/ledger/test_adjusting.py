"""Wallets adjusted by hand: by the business, by an operator, by a program; and taken back."""

from uuid import uuid4

import pytest

from marque.kit.money import Money
from marque.kit.tenancy.context import enter
from shared_apps.operations.models import AuditEntry
from tenant_apps.accounts.models import Role
from tenant_apps.ledger import actions as ledger
from tenant_apps.ledger.models import LedgerTransaction, PayoutTerms
from tenant_apps.ledger.queries import wallet_of
from tenant_apps.ledger.queries.statements import statement_of
from tenant_apps.ledger.sheets import statement_rows
from tenant_apps.payments.models import MerchantModel, PaymentSettings
from tests.tenant_apps.ledger.factories import a_shared_sale, balances, somebody
from tests.tenant_apps.programs import a_program
from tests.tenant_apps.roles import browser_of

pytestmark = pytest.mark.usefixtures("proved")


@pytest.fixture
def ann(deliver_facts):
    """Ann has $70.00 that can be paid out, the business $30.00."""
    PayoutTerms.objects.create(hold_days=0)
    a_shared_sale()
    deliver_facts()
    return somebody("Ann")


def adjust(person, amount: int, *, key=None, part="author", **more) -> LedgerTransaction:
    asked = {"reason": "The fair", "request_key": key or uuid4(), "by": "alice@example.com"} | more
    return ledger.adjust_wallet(person=person, part=part, money=Money(amount, "USD"), **asked)


def test_what_is_added_comes_from_the_business_once_and_is_audited(ann) -> None:
    key = uuid4()

    for _time in "12":
        made = adjust(ann, 1_200, key=key)

    assert balances() == {"cash": -10_000, "author Ann": 8_200, "creator": 1_800}
    entry = AuditEntry.objects.get(action="wallet.adjusted")
    assert (entry.actor, entry.reason, entry.target) == ("alice@example.com", "The fair", str(made.key))


def test_what_is_taken_goes_to_the_business(ann) -> None:
    adjust(ann, -1_200)

    assert balances() == {"cash": -10_000, "author Ann": 5_800, "creator": 4_200}


def test_more_than_can_be_paid_out_is_taken_only_when_it_is_said(ann) -> None:
    with pytest.raises(ledger.WouldGoNegative, match=r"Ann has \$70\.00 that can be paid out"):
        adjust(ann, -7_001)

    adjust(ann, -7_001, may_go_negative=True)

    assert wallet_of(ann, "USD").available == Money(-1, "USD")


def test_what_is_pending_is_not_taken(deliver_facts) -> None:
    a_shared_sale()
    deliver_facts()

    with pytest.raises(ledger.WouldGoNegative, match=r"Ann has \$0\.00"):
        adjust(somebody("Ann"), -1)


def test_where_the_platform_collects_the_business_gives_no_more_than_it_has(ann) -> None:
    PaymentSettings.objects.update_or_create(name="default", defaults={"merchant": MerchantModel.PLATFORM})

    with pytest.raises(ledger.WouldGoNegative, match=r"Okafor has \$30\.00"):
        adjust(ann, 3_001)

    assert adjust(ann, 3_000).kind == "adjustment"


@pytest.mark.parametrize(
    ("amount", "reason", "field"), [(0, "x", "amount"), (10**14, "x", "amount"), (1, " ", "reason")]
)
def test_nothing_or_no_reason_is_refused(ann, amount, reason, field) -> None:
    with pytest.raises((ledger.NothingToAdjust, ledger.ReasonMissing)) as refusal:
        adjust(ann, amount, reason=reason)

    assert refusal.value.field == field


def test_an_adjustment_is_taken_back_once_by_a_counter_entry(ann) -> None:
    made = adjust(ann, 1_200)

    for _time in "12":
        ledger.undo_adjustment(adjustment=made, reason="Wrong person", by="alice@example.com")

    assert balances() == {"cash": -10_000, "author Ann": 7_000, "creator": 3_000}
    assert AuditEntry.objects.filter(action="wallet.adjustment-undone").count() == 1


def test_taking_back_what_was_paid_out_meanwhile_needs_to_be_said(ann) -> None:
    made = adjust(ann, 1_200)
    ledger.save_payout_account(person=ann, currency="USD", holder="Ann", details="Bank of X, 12345")
    ledger.request_payout(person=ann, money=Money(8_200, "USD"), request_key=uuid4(), by="ann")

    with pytest.raises(ledger.WouldGoNegative):
        ledger.undo_adjustment(adjustment=made, reason="Wrong", by="alice@example.com")
    ledger.undo_adjustment(adjustment=made, reason="Wrong", by="alice@example.com", may_go_negative=True)

    assert wallet_of(ann, "USD").available == Money(-1_200, "USD")


def test_only_an_adjustment_of_a_wallet_is_taken_back(ann) -> None:
    with pytest.raises(ledger.NoAdjustment):
        ledger.undo_adjustment(adjustment=LedgerTransaction.objects.get(), reason="No", by="alice@example.com")


def test_an_operator_adjusts_only_where_the_platform_collects(ann) -> None:
    with pytest.raises(ledger.NotYoursToAdjust):
        adjust(ann, 100, operator=True)


def test_a_payout_is_explained_with_the_reason_of_an_adjustment(ann, client_for, okafor) -> None:
    adjust(ann, 1_200, reason="Helped at the fair")
    ledger.save_payout_account(person=ann, currency="USD", holder="Ann", details="Bank of X, 12345")
    payout = ledger.request_payout(person=ann, money=Money(8_200, "USD"), request_key=uuid4(), by="ann")

    statement = statement_of(payout)
    page = browser_of(client_for, okafor, Role.OWNER).get(f"/studio/money/payouts/{payout.code}/").text

    assert [line.money.amount for line in statement.lines] == [7_000, 1_200, -8_200]
    assert ["Helped at the fair" in str(row) for row in statement_rows(statement)] == [False, False, True, False, False]
    assert "Helped at the fair" in page


def test_the_studio_adjusts_and_takes_back(ann, client_for, okafor) -> None:
    alice = browser_of(client_for, okafor, Role.OWNER)
    here = f"/studio/money/wallets/{ann.key}/adjustment/"
    typed = {"request_key": str(uuid4()), "direction": "take", "part": "author", "currency": "USD", "amount": "70.01"}

    wrong = alice.post(here, typed | {"reason": "Sold it elsewhere"})
    right = alice.post(here, typed | {"reason": "Sold it elsewhere", "amount": "10"})
    wallet = alice.get(f"/studio/money/wallets/{ann.key}/").text
    made = LedgerTransaction.objects.get(kind="adjustment")
    undone = alice.post(f"/studio/money/adjustments/{made.key}/undo/", {"reason": "They did not"})

    assert (wrong.status_code, "Ann has $70.00 that can be paid out" in wrong.text) == (422, True)
    assert (right.status_code, "Sold it elsewhere" in wallet, undone.status_code) == (302, True, 302)
    assert (wallet_of(ann, "USD").available, made.by.email) == (Money(7_000, "USD"), "owner@example.com")


def test_staff_adjust_nothing(ann, client_for, okafor) -> None:
    sam = browser_of(client_for, okafor, Role.STAFF)

    assert sam.post(f"/studio/money/wallets/{ann.key}/adjustment/", {}).status_code in (302, 403)
    assert not LedgerTransaction.objects.filter(kind="adjustment").exists()


def test_a_program_adjusts_once_and_takes_back(ann, okafor) -> None:
    program = a_program(okafor)
    asked = {"person": str(ann.key), "part": "author", "amount": -500, "currency": "USD", "reason": "Returned books"}

    answers = [program.call("post", "/adjustments/", asked, **{"idempotency-key": "k"}) for _each in "12"]
    made = answers[0].json()
    undone = program.call("post", f"/adjustments/{made['id']}/undo/", {"reason": "Found them"}).json()
    listed = program.call("get", f"/adjustments/?person={ann.key}").json()["results"]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert (made["amount"], made["undone_at"], undone["undone_at"] is None) == (-500, None, False)
    assert ([row["id"] for row in listed], wallet_of(ann, "USD").available) == ([made["id"]], Money(7_000, "USD"))


def test_a_program_is_refused_with_the_field(ann, okafor) -> None:
    asked = {"person": str(ann.key), "part": "author", "amount": -7_001, "currency": "USD", "reason": "Returned"}

    answer = a_program(okafor).call("post", "/adjustments/", asked)

    assert (answer.status_code, answer.json()["field"]) == (422, "amount")


def test_the_owner_of_a_wallet_reads_why(ann, client_for, okafor) -> None:
    adjust(ann, -100, reason="A book was returned")
    from tenant_apps.accounts.actions import register

    user = register(email=ann.email, name="Ann", verified=True)
    type(ann).objects.filter(pk=ann.pk).update(user=user)
    browser = client_for(okafor)
    browser.force_login(user)

    assert "A book was returned" in browser.get("/account/earnings/").text


def test_others_adjust_no_wallet_of_another_business(client_for, platform, ann) -> None:
    with enter(platform):
        assert client_for(platform).get(f"/console/tenants/okafor/wallets/{ann.key}/").status_code == 302
