"""`marque ledger …`"""

from typing import Annotated

import typer

from provisioning.books import Book, verify
from provisioning.cli.output import Exit, progress, show_many, show_one
from provisioning.cli.tenants import Json, find, refusals
from shared_apps.tenants.models import Tenant

ledger = typer.Typer(no_args_is_help=True, help="The books: what was sold, who shares in it, what was paid out.")
_COLUMNS = ["tenant", "kind", "name", "problem"]


@ledger.callback()
def _group() -> None:
    """Keep `verify` a command of its own."""


@ledger.command("verify")
def verify_books(
    slug: Annotated[str, typer.Argument(help="One business; all of them when left out.")] = "",
    as_json: Json = False,
) -> None:
    """Prove that every transaction sums to zero, every balance is its entries' sum, every paid order is in the books once."""  # noqa: E501 (the help is one sentence)
    with refusals(as_json), progress("Verifying", as_json=as_json) as step:
        rows = [find(slug, as_json)] if slug else Tenant.objects.businesses().exclude(state=Tenant.State.PROVISIONING)
        books = list(verify(tenants=rows, progress=step))
    _show(books, as_json)
    if any(book.problems for book in books):
        raise typer.Exit(Exit.REFUSED)


def _show(books: list[Book], as_json: bool) -> None:
    rows = [
        {"tenant": book.slug, "kind": problem.kind, "name": problem.name, "problem": problem.says}
        for book in books
        for problem in book.problems
    ]
    transactions = sum(book.transactions for book in books)
    if as_json:
        show_one({"businesses": len(books), "transactions": transactions, "problems": rows}, as_json=True)
        return
    all_well = f"{transactions} transactions of {len(books)} businesses: every book balances."
    show_many(rows, _COLUMNS, as_json=False, empty=all_well)
