"""`marque doctor`"""

from typing import Annotated

import typer

from provisioning.cli.output import Exit, progress, show_many
from provisioning.cli.tenants import Json, actor, refusals
from provisioning.doctor import examine
from provisioning.doctor import mend as mend_all


def doctor(
    mend: Annotated[bool, typer.Option("--mend", help="Put right what can be put right.")] = False,
    as_json: Json = False,
) -> None:
    """Find schemas without tenants, roles without schemas, tenants without schemas and work that was cut off."""
    with refusals(as_json), progress("Looking", as_json=as_json) as step:
        found = mend_all(by=actor(), progress=step) if mend else examine()
    rows = [
        {"kind": finding.kind, "name": finding.name, "what": finding.says, "mends": finding.mend is not None}
        for finding in found
    ]
    show_many(rows, ["kind", "name", "what", "mends"], as_json=as_json, empty="All is well.")
    if rows:
        raise typer.Exit(Exit.REFUSED)
