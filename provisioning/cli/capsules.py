"""`marque tenant export`, `marque tenant import`, `marque capsule-key`."""

from pathlib import Path
from typing import Annotated

import typer

from provisioning.capsule.keys import new_key
from provisioning.capsule.sending import export_tenant
from provisioning.capsule.taking_in import import_capsule
from provisioning.cli.output import out, progress, show_one
from provisioning.cli.tenants import Json, Slug, actor, find, refusals, tenants


@tenants.command("export")
def export(
    slug: Slug,
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write.")],
    as_json: Json = False,
) -> None:
    """Write a business into one signed file: data, media, versions, checksums."""
    row = find(slug, as_json)
    with refusals(as_json), progress(f"Exporting {slug}", as_json=as_json) as step:
        made = export_tenant(row=row, target=output, by=actor(), progress=step)
    show_one({"slug": row.slug, "file": str(output), **made}, as_json=as_json)


@tenants.command("import")
def take_in(
    file: Annotated[Path, typer.Argument(help="A capsule.")],
    slug: Annotated[str, typer.Option("--slug", help="Another address than the one it had.")] = "",
    trust: Annotated[bool, typer.Option("--trust", help="Believe a signer that this install doesn't know.")] = False,
    as_json: Json = False,
) -> None:
    """Make a business of a capsule; everything is checked before anything is written."""
    with refusals(as_json), progress("Importing", as_json=as_json) as step:
        made = import_capsule(path=file, slug=slug, by=actor(), trust=trust, progress=step)
    show_one({"slug": made.slug, "name": made.name, "domain": made.domain}, as_json=as_json)


def capsule_key() -> None:
    """Print a new key for CAPSULE_SIGNING_KEY."""
    out.print(new_key())
