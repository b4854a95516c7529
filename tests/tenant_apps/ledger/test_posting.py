import pytest
from django.db import IntegrityError, connection, transaction

from tenant_apps.ledger import actions as ledger
from tenant_apps.ledger.actions import Leg, Pot
from tenant_apps.ledger.models import LedgerAccount, LedgerEntry, LedgerTransaction, Posting
from tenant_apps.ledger.models.book import WrittenForGood
from tenant_apps.ledger.queries import problems

CASH, CREATOR, TAX = Pot("cash", gateway="sandbox"), Pot("creator"), Pot("tax")

pytestmark = pytest.mark.usefixtures("in_okafor")


def a_posting(source: str = "order:1", **changed):
    legs = [Leg(CASH, 11_900), Leg(TAX, -1_900), Leg(CREATOR, -10_000)]
    return ledger.post(**{"kind": Posting.SALE, "source": source, "currency": "EUR", "legs": legs, **changed})


def check_now() -> None:
    """What would happen at commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def balances() -> dict[str, int]:
    return dict(LedgerAccount.objects.values_list("kind", "balance"))


def test_post_writes_entries_that_sum_to_zero() -> None:
    written = a_posting()

    check_now()
    entries = written.entries.order_by("position").values_list("before_amount", "amount", "after_amount")
    assert list(entries) == [(0, 11_900, 11_900), (11_900, -1_900, 10_000), (10_000, -10_000, 0)]
    assert balances() == {"cash": 11_900, "tax": -1_900, "creator": -10_000}
    assert problems() == []


def test_post_of_the_same_source_changes_nothing() -> None:
    first = a_posting()

    again = a_posting(legs=[Leg(CASH, 5), Leg(CREATOR, -5)])

    assert (again.pk, balances()["cash"]) == (first.pk, 11_900)


@pytest.mark.parametrize("legs", [[], [Leg(CASH, 5)], [Leg(CASH, 5), Leg(CREATOR, -4)], [Leg(CASH, 0), Leg(TAX, 0)]])
def test_post_that_does_not_balance_is_a_bug(legs) -> None:
    with pytest.raises(ledger.Unbalanced):
        a_posting(legs=legs)

    assert LedgerTransaction.objects.count() == 0


def test_reverse_is_the_mirror_image_once() -> None:
    written = a_posting()

    taken_back = [ledger.reverse(original=written).pk for _time in "12"]

    check_now()
    assert (len(set(taken_back)), set(balances().values())) == (1, {0})


def test_entries_are_never_changed() -> None:
    entry = a_posting().entries.first()

    for act in (
        entry.save,
        entry.delete,
        lambda: LedgerEntry.objects.update(amount=1),
        LedgerEntry.objects.all().delete,
    ):
        with pytest.raises(WrittenForGood):
            act()


TAMPERING = {
    "an amount is changed": "UPDATE ledger_ledgerentry SET amount = 1 WHERE position = 2",
    "an amount and the sums around it are changed": "UPDATE ledger_ledgerentry SET amount = amount + 1,"
    " after_amount = after_amount + 1 WHERE position = 3",
    "an entry is removed": "DELETE FROM ledger_ledgerentry WHERE position = 2",
    "the last entry is removed": "DELETE FROM ledger_ledgerentry WHERE position = 3",
    "an entry is added": "INSERT INTO ledger_ledgerentry (key, created_at, transaction_id, account_id, position,"
    " previous, entry_count, before_amount, amount, after_amount, currency) SELECT gen_random_uuid(), now(),"
    " transaction_id, account_id, 4, 3, 3, 0, 5, 5, currency FROM ledger_ledgerentry WHERE position = 3",
    "an entry goes to another transaction": "UPDATE ledger_ledgerentry SET transaction_id = (SELECT max(id)"
    " FROM ledger_ledgertransaction) WHERE position = 3",
    "an entry changes its currency": "UPDATE ledger_ledgerentry SET currency = 'USD' WHERE position = 1",
    "a transaction claims fewer entries": "UPDATE ledger_ledgertransaction SET entry_count = 2",
    "a transaction sums to something": "UPDATE ledger_ledgertransaction SET sum_amount = 5",
}


@pytest.mark.parametrize("statement", TAMPERING.values(), ids=TAMPERING)
def test_the_database_refuses_a_book_that_does_not_balance(statement) -> None:
    a_posting()
    a_posting("order:2")

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        check_now()


def test_a_wrong_balance_is_found_and_named() -> None:
    a_posting()
    LedgerAccount.objects.filter(kind="tax").update(balance=-1_800)

    assert [(found.kind, found.name, found.says) for found in problems()] == [
        ("account", "Tax owed · EUR", "Its balance says -€18.00, its entries sum to -€19.00.")
    ]
