from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client

from marque.kit.money import Money
from marque.kit.tenancy.context import enter
from tenant_apps.accounts.models import Role
from tenant_apps.ledger import actions as ledger
from tenant_apps.ledger.models import CommissionRule, LedgerEntry, LedgerTransaction, Payout, PayoutTerms
from tenant_apps.ledger.queries import money
from tenant_apps.ledger.queries.statements import statement_of
from tenant_apps.payments.models import MerchantModel, PaymentSettings
from tests.tenant_apps.ledger.factories import a_shared_sale, offer_of, somebody
from tests.tenant_apps.roles import browser_of
from tests.tenant_apps.selling import a_paid_order, a_product

MONEY = "/studio/money/"
QUERIES = 24

pytestmark = pytest.mark.usefixtures("in_okafor")


@pytest.fixture
def alice(client_for, okafor) -> Client:
    return browser_of(client_for, okafor, Role.OWNER)


@pytest.fixture
def payout(deliver_facts) -> Payout:
    PayoutTerms.objects.create(hold_days=0)
    a_shared_sale()
    deliver_facts()
    ann = somebody("Ann")
    ledger.save_payout_account(person=ann, currency="USD", holder="=Ann", iban="DE89370400440532013000")
    return ledger.request_payout(person=ann, money=Money(5_000, "USD"), request_key=uuid4(), by="ann@example.com")


def words_of(browser: Client, address: str) -> str:
    page = browser.get(address)
    assert page.status_code == 200, address
    return page.content.decode()


def test_the_money_page_shows_figures_months_and_entries(alice, deliver_facts) -> None:
    a_shared_sale()
    deliver_facts()

    page = words_of(alice, MONEY)

    for part in (
        "$30.00 more is pending",
        "$70.00",
        "Your earnings by month",
        "Show the numbers",
        "Ann",
        "Tax to pay on",
    ):
        assert part in page


def test_an_empty_book_says_so(alice) -> None:
    assert "Nothing is in the books yet" in words_of(alice, MONEY)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_however_long(rows, alice, deliver_facts, django_assert_max_num_queries) -> None:
    order = a_shared_sale()
    for number in range(rows - 1):
        a_paid_order(offer_of(order), email=f"buyer{number}@example.com")
    deliver_facts()
    alice.get(MONEY)

    with django_assert_max_num_queries(QUERIES):
        alice.get(MONEY)


def test_entries_are_paged_by_key(deliver_facts, monkeypatch) -> None:
    monkeypatch.setattr(money, "PAGE", 2)
    a_shared_sale()
    deliver_facts()

    first, more = money.page_of(money.entries())
    second, end = money.page_of(money.entries(), before=more)

    assert [entry.position for entry in (*first, *second)] == [3, 2, 1]
    assert end == ""


@pytest.mark.parametrize("mark", ["nonsense", "00000000-0000-0000-0000-000000000001"])
def test_a_mark_of_nothing_shows_nothing(alice, deliver_facts, mark) -> None:
    a_shared_sale()
    deliver_facts()

    assert "Nothing is in the books yet" in words_of(alice, f"{MONEY}?before={mark}")


def test_the_csv_sums_to_zero(alice, deliver_facts) -> None:
    a_shared_sale()
    deliver_facts()

    rows = words_of(alice, f"{MONEY}entries.csv?currency=USD").splitlines()

    assert rows[0] == "When,Why,Source,Order,Account,Owner,Gateway,Amount,Currency"
    assert sum(Decimal(row.split(",")[7].lstrip("'")) for row in rows[1:]) == 0


def test_a_transaction_is_explained_to_the_rule(alice, deliver_facts) -> None:
    order = a_shared_sale()
    deliver_facts()

    page = words_of(alice, f"{MONEY}transactions/{LedgerTransaction.objects.get().key}/")

    for part in (f"order {order}", "orders.OrderPaid", "70 % of $100.00, by the rule for this product", "Ann"):
        assert part in page


def test_a_payout_is_explained_approved_and_paid(alice, payout) -> None:
    address = f"{MONEY}payouts/{payout.code}/"

    page = words_of(alice, address)
    answers = [alice.post(f"{address}{noun}/", {"reference": "T-1"}).status_code for noun in ("approval", "payment")]

    payout.refresh_from_db()
    assert (answers, str(payout.state), payout.reference) == ([302, 302], "paid", "T-1")
    for part in ("Carried over", "70 % of $100.00", "Left in the wallet", "$20.00"):
        assert part in page


def test_a_return_needs_a_reason(alice, payout) -> None:
    address = f"{MONEY}payouts/{payout.code}/return/"

    answers = [alice.post(address, {"reason": reason}).status_code for reason in ("", "Wrong account")]

    payout.refresh_from_db()
    assert (answers, payout.reason) == ([422, 302], "Wrong account")


def test_the_statement_comes_as_csv_and_pdf(alice, payout) -> None:
    rows = words_of(alice, f"{MONEY}payouts/{payout.code}/statement.csv").splitlines()
    pdf = alice.get(f"{MONEY}payouts/{payout.code}/statement.pdf")

    assert rows[1] == ",Carried over,,,0.00,USD"
    assert rows[-1] == ",Left in the wallet,,,20.00,USD"
    assert pdf.content[:5] == b"%PDF-"


def test_what_the_platform_collected_is_explained_with_its_fee_and_everybodys_share(
    alice, deliver_facts, monkeypatch
) -> None:
    monkeypatch.setattr("tenant_apps.ledger.actions.payouts.platform_collects", lambda: True)
    monkeypatch.setattr(
        "tenant_apps.ledger.actions.selling.platform_fee_on", lambda order, net: Money(1_800, order.currency)
    )
    PayoutTerms.objects.create(hold_days=0)
    a_shared_sale(rule=5_000)
    deliver_facts()
    ledger.save_payout_account(person=None, currency="USD", holder="Ada", iban="DE89370400440532013000")
    payout = ledger.request_payout(person=None, money=Money(3_000, "USD"), request_key=uuid4(), by="ada")
    address = f"{MONEY}payouts/{payout.code}/"

    page, csv = words_of(alice, address), words_of(alice, f"{address}statement.csv")

    sale = statement_of(payout).lines[0]
    assert sum(part.money.amount for part in sale.parts) == sale.money.amount == 3_200
    assert "Paid by the buyer: 100.00; Platform fee, 18 %: -18.00; Author's share, Ann: -50.00" in csv
    assert "Platform fee, 18 %" in page


def test_the_file_for_the_bank_has_each_transfer_and_no_formula(alice, payout) -> None:
    ledger.approve_payout(payout=payout, by="alice")

    alice.post(f"{MONEY}payouts/")

    payout.refresh_from_db()
    rows = words_of(alice, f"{MONEY}batches/{payout.batch.code}/").splitlines()
    assert rows[1] == f"'=Ann,DE89370400440532013000,,,50.00,USD,{payout.code}"


def test_what_the_platform_collects_the_owner_does_not_approve(alice, payout, monkeypatch) -> None:
    monkeypatch.setattr("tenant_apps.ledger.desk.payouts.platform_collects", lambda: True)

    answer = alice.post(f"{MONEY}payouts/{payout.code}/approval/")

    payout.refresh_from_db()
    assert (answer.status_code, str(payout.state)) == (302, "requested")


def test_staff_see_payouts_and_decide_none(client_for, okafor, payout) -> None:
    bob = browser_of(client_for, okafor, Role.STAFF)

    seen = words_of(bob, f"{MONEY}payouts/{payout.code}/")
    bob.post(f"{MONEY}payouts/{payout.code}/approval/")

    payout.refresh_from_db()
    assert ("Approve" in seen, str(payout.state)) == (False, "requested")


def test_a_wallet_shows_shares_and_can_be_held(alice, payout) -> None:
    address = f"{MONEY}wallets/{payout.person.key}/"

    answers = [alice.post(address, form).status_code for form in ({"reason": ""}, {"reason": "Identity"})]
    page = words_of(alice, address)
    alice.post(address, {"lift": "1"})

    assert answers == [422, 302]
    assert ("Payouts are on hold: Identity" in page, "$20.00" in page, "$50.00" in page) == (True, True, True)
    assert payout.person.payout_holds.get().lifted_by == "owner@example.com"


def test_rules_are_set_and_ended(alice) -> None:
    wrong = alice.post(f"{MONEY}rules/", {"part": "author", "percent": "101"})
    unknown = alice.post(f"{MONEY}rules/", {"part": "author", "percent": "10", "person": "nobody@example.com"})
    alice.post(f"{MONEY}rules/", {"part": "author", "percent": "12.5"})
    rule = CommissionRule.objects.get()
    shown = words_of(alice, f"{MONEY}rules/")
    alice.post(f"{MONEY}rules/{rule.key}/end/")

    rule.refresh_from_db()
    assert (wrong.status_code, unknown.status_code, rule.basis_points) == (422, 422, 1_250)
    assert ("12.5 %" in shown, rule.ends_at is not None) == (True, True)


def test_the_owner_asks_the_platform_for_what_it_collected(alice, payout) -> None:
    PaymentSettings.objects.update_or_create(name="default", defaults={"merchant": MerchantModel.PLATFORM})
    address, ask = f"{MONEY}own/", {"request_key": str(uuid4()), "amount": "$20"}
    account = {"currency": "USD", "holder": "Okafor", "iban": "DE89370400440532013000"}

    answers = [alice.post(address, form).status_code for form in (ask, {**account, "iban": "X"}, account, ask, ask)]

    own = Payout.objects.get(person=None)
    assert (answers, own.amount, str(own.state)) == ([422, 422, 302, 302, 302], 2_000, "requested")
    assert own.code in words_of(alice, address)


def test_staff_cannot_ask_for_the_owners_money(client_for, okafor) -> None:
    bob = browser_of(client_for, okafor, Role.STAFF)

    assert bob.get(f"{MONEY}own/").status_code in (302, 403)


def test_contributors_are_named_and_removed(alice) -> None:
    product, ann = a_product(), somebody("Ann")
    form = {"product": str(product.key), "person": ann.email, "part": "author"}
    address, weights = f"{MONEY}contributors/", []

    for weight in ("3", "0", "-1"):
        answer = alice.post(address, {**form, "weight": weight})
        weights.append((answer.status_code, list(product.contributors.values_list("person__name", "weight"))))

    assert weights == [(302, [("Ann", 3)]), (302, []), (422, [])]
    assert words_of(alice, address)


def test_terms_are_saved(alice) -> None:
    form = {"schedule": "monthly", "minimum": "$25", "hold_days": "14"}

    answers = [alice.post(f"{MONEY}terms/", {**form, "hold_days": days}).status_code for days in ("400", "14")]

    terms = PayoutTerms.objects.get()
    assert (answers, terms.schedule, terms.minimum_amount, terms.hold_days) == ([422, 302], "monthly", 2_500, 14)


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.SUPPORT, Role.LEARNER])
def test_others_are_kept_out(role, client_for, okafor, payout) -> None:
    browser = browser_of(client_for, okafor, role)

    addresses = ("", "entries.csv", "payouts/", f"payouts/{payout.code}/", "rules/", "terms/")
    assert {browser.get(f"{MONEY}{address}").status_code for address in addresses} <= {302, 403}


def test_another_business_looks_like_nothing(alice, other) -> None:
    with enter(other):
        legs = [ledger.Leg(ledger.Pot("tax"), 5), ledger.Leg(ledger.Pot("creator"), -5)]
        theirs = ledger.post(kind="adjustment", source="adjustment:x", currency="USD", legs=legs)

    codes = [alice.get(f"{MONEY}transactions/{key}/").status_code for key in (theirs.key, uuid4())]
    assert (codes, LedgerEntry.objects.count()) == ([404, 404], 0)
