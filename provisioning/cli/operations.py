"""`marque operation …`: long work, and how far it has come."""

from typing import Annotated

import typer

from provisioning.cli.engine import engine
from provisioning.cli.output import progress, show_many, show_one
from provisioning.cli.tenants import Json, refusals

operations = typer.Typer(no_args_is_help=True, help="Long work: how far it has come.")
Id = Annotated[str, typer.Argument(help="The operation's id.")]


@operations.command("list")
def list_all(as_json: Json = False) -> None:
    """List the last operations, newest first."""
    with refusals(as_json):
        rows = engine().list_operations()
    columns = ["id", "kind", "state", "step", "created"]
    show_many(rows, columns, as_json=as_json, empty="Nothing was asked for yet.")


@operations.command("show")
def show(id: Id, as_json: Json = False) -> None:
    """Show one operation: its step, its result or its error."""
    with refusals(as_json):
        show_one(engine().show_operation(id=id), as_json=as_json)


@operations.command("wait")
def wait(id: Id, as_json: Json = False) -> None:
    """Wait until an operation is over; code 3 when it failed."""
    here = engine()
    with refusals(as_json):
        operation = here.show_operation(id=id)
        with progress(operation["kind"], as_json=as_json) as tell:
            here.wait(operation, tell)
        show_one(here.show_operation(id=id), as_json=as_json)
