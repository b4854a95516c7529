from uuid import uuid4

import pytest
from django.test import Client

from tenant_apps.accounts import actions as accounts
from tenant_apps.ledger.banks import bank_of
from tenant_apps.ledger.models import Payout, PayoutAccount, PayoutTerms
from tenant_apps.people import actions as people
from tests.tenant_apps.ledger.factories import a_shared_sale, somebody
from tests.tenant_apps.roles import BACKEND

EARNINGS = "/account/earnings/"
ACCOUNT = {"currency": "usd", "holder": "Ann Author", "iban": "DE89 3704 0044 0532 0130 00"}

pytestmark = pytest.mark.usefixtures("in_okafor")


def browser_of_person(client_for, tenant, name: str) -> Client:
    user = accounts.register(email=f"{name.lower()}@example.com", name=name, verified=True)
    people.meet(email=user.email, user=user)
    browser = client_for(tenant)
    browser.force_login(user, backend=BACKEND)
    return browser


@pytest.fixture
def ann(client_for, okafor, deliver_facts) -> Client:
    PayoutTerms.objects.create(hold_days=0)
    a_shared_sale()
    deliver_facts()
    return browser_of_person(client_for, okafor, "Ann")


def ask(browser: Client, amount: str, key=None):
    form = {"request_key": str(key or uuid4()), "amount": amount, "currency": "USD"}
    return browser.post(f"{EARNINGS}payouts/", form)


def test_an_author_sees_their_wallet_on_both_pages(ann) -> None:
    pages = [ann.get(address).content.decode() for address in ("/account/", EARNINGS)]

    assert ["$70.00" in page for page in pages] == [True, True]


def test_an_author_says_where_and_asks_for_money_once(ann) -> None:
    key = uuid4()
    saved = ann.post(f"{EARNINGS}account/", ACCOUNT)

    asked = [ask(ann, "$50", key).status_code for _time in "12"]

    payout = Payout.objects.get()
    assert (saved.status_code, asked, payout.amount) == (302, [302, 302], 5_000)
    assert bank_of(payout.account).iban == "DE89370400440532013000"
    assert payout.code in ann.get(EARNINGS).content.decode()


@pytest.mark.parametrize("amount", ["", "70.01", "-1", "0", "abc", "9" * 40, "1.234"])
def test_a_bad_amount_is_a_sentence_and_no_payout(ann, amount) -> None:
    ann.post(f"{EARNINGS}account/", ACCOUNT)

    assert (ask(ann, amount).status_code, Payout.objects.count()) == (422, 0)


@pytest.mark.parametrize("wrong", [{"iban": "DE00"}, {"iban": ""}, {"currency": "XYZ"}, {"holder": ""}, {"bic": "1"}])
def test_a_bad_account_is_a_sentence_and_not_kept(ann, wrong) -> None:
    answer = ann.post(f"{EARNINGS}account/", {**ACCOUNT, **wrong})

    assert (answer.status_code, PayoutAccount.objects.count()) == (422, 0)


def test_anothers_statement_looks_like_none(ann, client_for, okafor) -> None:
    ann.post(f"{EARNINGS}account/", ACCOUNT)
    ask(ann, "$50")
    payout = Payout.objects.get()
    bea = browser_of_person(client_for, okafor, "Bea")

    addresses = [f"{EARNINGS}payouts/{code}/statement.csv" for code in (payout.code, "NOSUCHCODE")]

    assert [bea.get(address).status_code for address in addresses] == [404, 404]
    assert ann.get(addresses[0]).status_code == 200


def test_strangers_sign_in_first(client_for, okafor) -> None:
    assert client_for(okafor).get(EARNINGS).status_code == 302
    assert somebody("Zoe").payouts.count() == 0
