"""`marque billing coupon …`: codes of agencies, and their mark-up."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from provisioning.cli.local import actor, as_stopped
from provisioning.cli.output import show_many, show_one
from provisioning.cli.tenants import Json, refusals
from shared_apps.agencies.queries import agency_of_slug
from shared_apps.billing import actions
from shared_apps.billing.errors import BadCoupon
from shared_apps.billing.models import AgencyCoupon
from shared_apps.billing.queries import agency_earnings
from shared_apps.plans.queries import plan_of_slug

coupons = typer.Typer(no_args_is_help=True, help="Codes with which an agency's businesses pay the agency's price.")
AgencySlug = Annotated[str, typer.Argument(help="The agency's short name.")]
Code = Annotated[str, typer.Argument(help="The code: letters, digits, hyphens.")]


@coupons.command("create")
def create(
    agency: AgencySlug,
    code: Code,
    markup: Annotated[float, typer.Option("--markup", help="Percent above the platform's price.")],
    plan: Annotated[str, typer.Option("--plan", help="Only for this plan.")] = "",
    discount: Annotated[float, typer.Option("--discount", help="Percent off at first; out of the mark-up.")] = 0,
    periods: Annotated[int, typer.Option("--periods", help="For so many periods.")] = 0,
    uses: Annotated[int | None, typer.Option("--uses", help="How many businesses may use it.")] = None,
    as_json: Json = False,
) -> None:
    """Make a code for the businesses that an agency looks after."""
    with refusals(as_json), as_stopped():
        made = actions.create_coupon(
            agency=agency_of_slug(agency), code=code, plan=plan_of_slug(plan) if plan else None, by=actor(),
            markup_points=round(markup * 100), discount_points=round(discount * 100), discount_periods=periods,
            use_limit=uses,
        )  # fmt: skip
        show_one(_shown(made), as_json=as_json)


@coupons.command("list")
def list_all(agency: AgencySlug, as_json: Json = False) -> None:
    """List an agency's codes, and what it has coming from paid invoices."""
    with refusals(as_json), as_stopped():
        row = agency_of_slug(agency)
        rows = [_shown(one) for one in row.coupons.select_related("plan").order_by("code")]
        earned = [money.format(cents=True) for money in agency_earnings(row)]
    if as_json:
        show_one({"coupons": rows, "earned": earned}, as_json=True)
        return
    show_many(rows, ["code", "plan", "markup", "discount", "used", "ends"], as_json=False, empty="No codes yet.")
    show_one({"earned": ", ".join(earned) or "nothing yet"}, as_json=False)


@coupons.command("end")
def end(code: Code, as_json: Json = False) -> None:
    """Take a code no more; who used it keeps its terms."""
    with refusals(as_json), as_stopped():
        found = AgencyCoupon.objects.filter(code=code.strip().upper()).first()
        if found is None:
            raise BadCoupon(f"There is no code “{code}”.", field="code")
        show_one(_shown(actions.end_coupon(coupon=found, by=actor())), as_json=as_json)


def _shown(row: AgencyCoupon) -> dict[str, Any]:
    discount = f"{row.discount_points / 100:g} % for {row.discount_periods}" if row.discount_periods else ""
    return {
        "code": row.code,
        "plan": row.plan.slug if row.plan else "any",
        "markup": f"{row.markup_points / 100:g} %",
        "discount": discount,
        "used": row.used if row.use_limit is None else f"{row.used} of {row.use_limit}",
        "ends": row.ends_at.isoformat(timespec="seconds") if row.ends_at else None,
    }
