"""`marque billing plans …`"""

from __future__ import annotations

from typing import Annotated, Any

import typer

from marque.kit.money import Money
from provisioning.cli.local import actor, as_stopped
from provisioning.cli.output import show_many, show_one
from provisioning.cli.tenants import Json, refusals
from shared_apps.billing.queries import plans_with_counts
from shared_apps.plans import actions
from shared_apps.plans.features import FEATURES
from shared_apps.plans.meters import METERS
from shared_apps.plans.models import Allowance, Plan
from shared_apps.plans.queries import plan_of_slug
from shared_apps.plans.reading import read_allowances, read_price
from shared_apps.plans.writing import write_plan

plans = typer.Typer(no_args_is_help=True, help="What businesses may have, and what it costs.")
PlanSlug = Annotated[str, typer.Argument(help="The plan's short name.")]


@plans.command("list")
def list_all(as_json: Json = False) -> None:
    """List the plans, and how many businesses are on each."""
    rows = [_shown(plan) | {"businesses": plan.count} for plan in plans_with_counts()]
    columns = ["slug", "name", "prices", "sales_fee", "trial_days", "public", "businesses"]
    show_many(rows, columns, as_json=as_json, empty="No plans yet: every business may have everything, for nothing.")


@plans.command("show")
def show(slug: PlanSlug, as_json: Json = False) -> None:
    """Show one plan: what it includes, what more costs."""
    with refusals(as_json), as_stopped():
        show_one(_shown(plan_of_slug(slug)), as_json=as_json)


@plans.command("create")
def create(
    slug: PlanSlug,
    name: Annotated[str, typer.Option("--name", help="What it is called.")],
    summary: Annotated[str, typer.Option("--summary", help="For whom, in a line.")] = "",
    price: Annotated[list[str] | None, typer.Option("--price", help="Again for each: 39USD/month.")] = None,
    limit: Annotated[
        list[str] | None, typer.Option("--limit", help=f"Again for each: courses=3, storage=20GB. {', '.join(METERS)}.")
    ] = None,
    extra: Annotated[
        list[str] | None, typer.Option("--extra", help="What more costs, for each begun block: emails=1000:2USD.")
    ] = None,
    feature: Annotated[
        list[str] | None, typer.Option("--feature", help=f"Again for each: {', '.join(FEATURES)}.")
    ] = None,
    sales_fee: Annotated[float, typer.Option("--sales-fee", help="Percent of each sale.")] = 0,
    trial: Annotated[int, typer.Option("--trial", help="Days for nothing at the beginning.")] = 0,
    position: Annotated[int, typer.Option("--position", help="Where it stands among the others.")] = 0,
    public: Annotated[bool, typer.Option("--public", help="Anybody may pick it.")] = False,
    as_json: Json = False,
) -> None:
    """Write a plan down, or change it: said again, the plan is as said now. Who is on it keeps the price agreed."""
    with refusals(as_json), as_stopped():
        terms = read_allowances(limit or [], extra or [])
        costs = [read_price(text) for text in price or []]
        plan = write_plan(
            slug=slug, name=name, summary=summary, features=feature or [], trial_days=trial, position=position,
            sales_fee_points=round(sales_fee * 100), prices=costs, allowances=terms, by=actor(),
        )  # fmt: skip
        if public:
            actions.publish_plan(plan=plan, by=actor())
        show_one(_shown(plan_of_slug(slug)), as_json=as_json)


@plans.command("publish")
def publish(slug: PlanSlug, as_json: Json = False) -> None:
    """Let anybody pick a plan at sign-up and in the Studio."""
    with refusals(as_json), as_stopped():
        show_one(_shown(actions.publish_plan(plan=plan_of_slug(slug), by=actor())), as_json=as_json)


@plans.command("hide")
def hide(slug: PlanSlug, as_json: Json = False) -> None:
    """Let nobody but operators put a business on a plan."""
    with refusals(as_json), as_stopped():
        show_one(_shown(actions.publish_plan(plan=plan_of_slug(slug), by=actor(), public=False)), as_json=as_json)


@plans.command("retire")
def retire(slug: PlanSlug, as_json: Json = False) -> None:
    """Put no business on a plan any more; those on it stay."""
    with refusals(as_json), as_stopped():
        show_one(_shown(actions.retire_plan(plan=plan_of_slug(slug), by=actor())), as_json=as_json)


def _shown(plan: Plan) -> dict[str, Any]:
    return {
        "slug": plan.slug,
        "name": plan.name,
        "summary": plan.summary,
        "prices": [
            f"{row.money.format(cents=True)} a {row.interval}" for row in plan.prices.order_by("currency", "pk")
        ],
        "sales_fee": f"{plan.sales_fee_points / 100:g} %",
        "trial_days": plan.trial_days,
        "features": plan.features,
        "limits": [_said(row) for row in plan.allowances.order_by("meter")],
        "public": bool(plan.published_at and not plan.retired_at),
        "retired": bool(plan.retired_at),
    }


def _said(row: Allowance) -> str:
    meter = METERS[row.meter]
    costs = " or ".join(Money(amount, currency).format(cents=True) for currency, amount in row.extra.items())
    more = f", then {costs} for each {meter.text(row.block)}" if costs else ""
    return f"{row.meter}: {meter.text(row.included) if row.included is not None else 'no limit'}{more}"
