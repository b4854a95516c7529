"""Account numbers are sealed, and leave the row for the bank alone."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import override_settings

from marque.kit.sealed import NoSecretsKey
from tenant_apps.ledger import actions as ledger
from tenant_apps.ledger.banks import Bank, bank_of, can_be_paid
from tenant_apps.ledger.models import PayoutAccount
from tests.tenant_apps.ledger.factories import somebody

pytestmark = pytest.mark.usefixtures("in_okafor")
IBAN = "DE89370400440532013000"


def an_account(**more: str) -> PayoutAccount:
    return ledger.save_payout_account(person=somebody("Ann"), currency="EUR", holder="Ann", **{"iban": IBAN, **more})


def test_no_column_of_the_row_holds_the_number() -> None:
    an_account(bic="COBADEFF", details="Sort code 20-00-00")

    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_payoutaccount::text FROM ledger_payoutaccount")
        (row,) = cursor.fetchone()

    assert (IBAN in row, "COBADEFF" in row, "20-00-00" in row, "DE89 …3000" in row) == (False, False, False, True)


def test_it_is_opened_for_whoever_pays() -> None:
    account = an_account(bic="COBADEFF")

    assert bank_of(PayoutAccount.objects.get(pk=account.pk)) == Bank(IBAN, "COBADEFF", "")


def test_the_same_number_again_keeps_the_account() -> None:
    assert an_account().pk == an_account(iban="DE89 3704 0044 0532 0130 00").pk


def test_another_number_replaces_it() -> None:
    first, second = an_account(), an_account(iban="GB82WEST12345698765432")

    first.refresh_from_db()
    assert (first.archived_at is None, second.archived_at) == (False, None)


def test_numbers_of_before_are_sealed_once() -> None:
    plain = PayoutAccount.objects.create(person=somebody("Bea"), currency="EUR", holder="Bea", iban=IBAN)

    done = [ledger.seal_accounts() for _time in "12"]

    plain.refresh_from_db()
    assert (done, plain.iban, plain.masked, bank_of(plain).iban) == ([1, 0], "", "DE89 …3000", IBAN)


def test_what_another_business_sealed_pays_nobody() -> None:
    account = an_account()
    PayoutAccount.objects.update(sealed_bank=str(uuid4()))

    account.refresh_from_db()
    assert (bank_of(account), can_be_paid(account)) == (Bank(), False)


@override_settings(SECRETS_KEYS=[])
def test_without_a_key_no_number_is_kept() -> None:
    with pytest.raises(NoSecretsKey):
        an_account()

    assert PayoutAccount.objects.count() == 0
