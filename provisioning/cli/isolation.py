"""`marque isolation …`"""

from pathlib import Path
from typing import Annotated

import typer

from provisioning.cli.output import Exit, progress, show_many, show_one, stop
from provisioning.cli.tenants import Json, find, refusals
from provisioning.isolation.check import Finding, NobodyElse, check
from provisioning.isolation.report import read_report, write_report
from shared_apps.tenants.models import Tenant

isolation = typer.Typer(no_args_is_help=True, help="Prove that tenants are apart.")
_COLUMNS = ["tenant", "into", "way", "tries", "problem"]


@isolation.command("check")
def check_tenants(
    slug: Annotated[str, typer.Argument(help="One business; all of them when left out.")] = "",
    report: Annotated[Path, typer.Option("--report", "-o", help="Where the signed report goes.")] = Path(
        "isolation-report.json"
    ),
    as_json: Json = False,
) -> None:
    """Try to cross from each tenant in every way we know, and write a signed report."""
    rows = [find(slug, as_json)] if slug else Tenant.objects.filter(state=Tenant.State.ACTIVE)
    tenants = [row.as_current() for row in rows]
    with refusals(as_json), progress("Checking", as_json=as_json) as step:
        try:
            findings = list(check(tenants, step))
        except NobodyElse:
            stop(Exit.REFUSED, "There is only one tenant: nothing to cross into.", as_json=as_json)
        written = write_report(findings, report)
    _show(findings, report, as_json)
    if written["crossed"]:
        raise typer.Exit(Exit.REFUSED)


@isolation.command("verify")
def verify(
    report: Annotated[Path, typer.Argument(help="A report written by `isolation check`.")],
    trust: Annotated[bool, typer.Option("--trust", help="Believe a signer this install does not know.")] = False,
    as_json: Json = False,
) -> None:
    """Check a report's signature and say what it found."""
    with refusals(as_json):
        found, signer = read_report(report, trust=trust)
    counted = {name: found[name] for name in ("checked_at", "attempts", "crossed")}
    show_one({**counted, "signer": signer}, as_json=as_json)


def _show(findings: list[Finding], report: Path, as_json: bool) -> None:
    problems = [finding for finding in findings if not finding.held]
    if as_json:
        counted = {"attempts": len(findings), "crossed": len(problems), "report": str(report)}
        show_one({**counted, "problems": [_row(finding) for finding in problems]}, as_json=True)
        return
    tenants = len({finding.tenant for finding in findings})
    show_many(
        [_row(finding) for finding in problems],
        _COLUMNS,
        as_json=False,
        empty=f"{len(findings)} attempts between {tenants} tenants: nothing crossed.",
    )
    show_one({"report": str(report)}, as_json=False)


def _row(finding: Finding) -> dict[str, str]:
    return {name: getattr(finding, name) for name in _COLUMNS}
