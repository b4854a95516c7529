"""`marque tenant fork`"""

from typing import Annotated

import typer

from provisioning.cli.output import progress, show_one
from provisioning.cli.tenants import Json, Slug, actor, find, refusals, tenants
from provisioning.forks.making import fork_tenant


@tenants.command("fork")
def fork(
    slug: Slug,
    new: Annotated[str, typer.Argument(help="The copy's own slug.")],
    mask: Annotated[bool, typer.Option("--mask", help="Put made-up people in place of the real ones.")] = False,
    as_json: Json = False,
) -> None:
    """Copy a business beside it, in safe mode: mail is kept, payments are play, search engines stay out."""
    row = find(slug, as_json)
    with refusals(as_json), progress(f"Copying {slug}", as_json=as_json) as step:
        made = fork_tenant(tenant=row, slug=new, by=actor(), mask=mask, progress=step)
    shown = {"slug": made.slug, "copy_of": row.slug, "domain": made.domain, "masked": mask, "safe_mode": made.safe_mode}
    show_one(shown, as_json=as_json)
