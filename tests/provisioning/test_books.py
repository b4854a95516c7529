import json

from typer.testing import CliRunner

from marque.kit.tenancy.context import enter
from provisioning.cli.ledger import ledger as commands
from tenant_apps.ledger import actions as ledger
from tenant_apps.ledger.actions import Leg, Pot
from tenant_apps.ledger.models import LedgerAccount, Posting


def a_posting() -> None:
    legs = [Leg(Pot("cash", gateway="sandbox"), 500), Leg(Pot("creator"), -500)]
    ledger.post(kind=Posting.SALE, source="order:1", currency="USD", legs=legs)


def run(*words: str):
    return CliRunner().invoke(commands, list(words))


def test_verify_of_all_books_is_done_when_they_balance(okafor, other) -> None:
    with enter(okafor):
        a_posting()

    answer = run("verify", "--json")

    assert answer.exit_code == 0
    assert json.loads(answer.stdout) == {"businesses": 2, "transactions": 1, "problems": []}


def test_verify_names_what_is_wrong_and_refuses(okafor) -> None:
    with enter(okafor):
        a_posting()
        LedgerAccount.objects.filter(kind="cash").update(balance=1)

    answer = run("verify", "okafor", "--json")

    assert answer.exit_code == 3
    assert json.loads(answer.stdout)["problems"] == [
        {
            "tenant": "okafor",
            "kind": "account",
            "name": "Cash at the gateway · sandbox · USD",
            "problem": "Its balance says $0.01, its entries sum to $5.00.",
        }
    ]


def test_verify_of_nobody_is_not_found(okafor) -> None:
    assert run("verify", "nobody").exit_code == 4
