"""`marque billing …`: plans, and what tenants owe; on the server."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated, Any

import typer

from marque.kit import clock
from marque.kit.money import Money
from provisioning.cli.coupons import coupons
from provisioning.cli.local import actor, as_stopped, find
from provisioning.cli.output import Exit, progress, show_many, show_one, stop
from provisioning.cli.plans import plans
from provisioning.cli.tenants import Json, Reason, Slug, refusals
from shared_apps.billing import actions, documents, queries
from shared_apps.billing.errors import NoSubscription
from shared_apps.billing.models import Invoice
from shared_apps.plans.queries import plan_of_slug

billing = typer.Typer(no_args_is_help=True, help="Plans, and what businesses owe the platform.")
billing.add_typer(plans, name="plans")
billing.add_typer(coupons, name="coupon")
_COLUMNS = ["number", "business", "issued", "total", "state"]


@billing.command("show")
def show(slug: Slug, as_json: Json = False) -> None:
    """Show a business's plan, its use and its invoices."""
    with refusals(as_json), as_stopped():
        row = find(slug)
        held = queries.subscription_of(row.id)
        if held is None:
            raise NoSubscription
        use = queries.use_read(row.id, held.plan)
        fields = {
            "business": row.slug,
            "plan": held.plan.slug,
            "state": held.state_at(clock.now()),
            "price": f"{held.money.format(cents=True)} a {held.interval}",
            "period": f"{held.period_starts_at:%Y-%m-%d} to {held.period_ends_at:%Y-%m-%d}",
            "card": str(held.card or ""),
            "coupon": str(held.coupon or ""),
            "credit": queries.balance_of(row.id, held.currency).format(cents=True),
            "use": [_used(one) for one in use],
            "invoices": [" ".join(map(str, _invoice(one).values())) for one in queries.invoices_of(row.id)[:12]],
        }
        show_one(fields, as_json=as_json)


@billing.command("change")
def change(
    slug: Slug,
    plan: Annotated[str, typer.Argument(help="The plan's short name.")],
    interval: Annotated[str, typer.Option("--interval", help="month or year.")] = "month",
    currency: Annotated[str, typer.Option("--currency", help="For its first plan; it stays.")] = "",
    coupon: Annotated[str, typer.Option("--coupon", help="A code of its agency, with its first plan.")] = "",
    as_json: Json = False,
) -> None:
    """Put a business on a plan; the rest of the period is charged, what was left is credited."""
    with refusals(as_json), as_stopped():
        row, chosen = find(slug), plan_of_slug(plan)
        if queries.subscription_of(row.id) is None:
            wanted = {"currency": currency, "interval": interval, "coupon": coupon}
            actions.start_subscription(tenant=row, plan=chosen, by=actor(), **wanted)
        else:
            actions.change_plan(tenant=row, plan=chosen, interval=interval, by=actor())
        actions.look(tenant_id=row.id)
    show(slug, as_json)


@billing.command("credit")
def credit(
    slug: Slug,
    amount: Annotated[str, typer.Argument(help="Like 25 or 12.50, in the business's currency.")],
    reason: Reason = "",
    as_json: Json = False,
) -> None:
    """Give a business credit, which its next invoices use first."""
    with refusals(as_json), as_stopped():
        row = find(slug)
        held = queries.subscription_of(row.id)
        if held is None:
            raise NoSubscription
        money = amount_of(amount, held.currency, as_json)
        actions.grant_credit(tenant=row, money=money, reason=reason, by=actor())
        balance = queries.balance_of(row.id, held.currency).format(cents=True)
        show_one({"business": row.slug, "credit": balance}, as_json=as_json)


@billing.command("waive")
def waive(
    number: Annotated[int, typer.Argument(help="The invoice's number.")], reason: Reason = "", as_json: Json = False
) -> None:
    """Ask no more for an invoice; a business that was paused for it opens again."""
    with refusals(as_json), as_stopped():
        invoice = queries.invoice_of_number(number)
        waived = actions.waive_invoice(tenant_id=invoice.tenant_id, number=number, reason=reason, by=actor())
        show_one(_invoice(waived), as_json=as_json)


@billing.command("invoice")
def invoice(
    number: Annotated[int, typer.Argument(help="Its number.")],
    to: Annotated[Path | None, typer.Option("-o", "--output", help="Write it as a PDF.")] = None,
    as_json: Json = False,
) -> None:
    """Show an invoice, or write it as a PDF."""
    with refusals(as_json), as_stopped():
        found = queries.invoice_of_number(number)
        if to is not None:
            to.write_bytes(documents.invoice_pdf(found))
        lines = [f"{line['title']}: {Money(line['amount'], found.currency).format(cents=True)}" for line in found.lines]
        show_one({**_invoice(found), "lines": lines, "file": str(to or "")}, as_json=as_json)


@billing.command("invoices")
def invoices(
    state: Annotated[str, typer.Option("--state", help="open, paid or waived.")] = "", as_json: Json = False
) -> None:
    """List the invoices of all businesses, the newest first."""
    if state not in ("", "open", "paid", "waived"):
        stop(Exit.USAGE, f"There is no state “{state}”. Use one of: open, paid, waived.", as_json=as_json)
    rows = [_invoice(one) for one in Invoice.objects.order_by("-number")[:200]]
    rows = [row for row in rows if state in ("", row["state"])]
    show_many(rows, _COLUMNS, as_json=as_json, empty="No invoices yet.")


@billing.command("run")
def run(
    slug: Annotated[str, typer.Argument(help="One business; all that something is due for when left out.")] = "",
    as_json: Json = False,
) -> None:
    """Do what is due: read use, begin periods, collect, remind, suspend. Safe to run again at any time."""
    with refusals(as_json), as_stopped(), progress("Billing", as_json=as_json) as step:
        done = actions.look(tenant_id=find(slug).id) if slug else actions.run(by=actor(), progress=step)
    show_one(vars(done), as_json=as_json)


def amount_of(text: str, currency: str, as_json: bool) -> Money:
    """An amount as typed on the command line, or the end of the command."""
    try:
        return Money.of(Decimal(text), currency)
    except (InvalidOperation, ValueError):
        stop(Exit.USAGE, f"“{text}” is not an amount of {currency}.", as_json=as_json, field="amount")


def _used(use: queries.Use) -> str:
    limit = use.meter.text(use.included) if use.included is not None else "no limit"
    return f"{use.meter.name}: {use.meter.text(use.used)} of {limit}"


def _invoice(row: Invoice) -> dict[str, Any]:
    return {
        "number": str(row),
        "business": row.buyer["slug"],
        "issued": f"{row.issued_at:%Y-%m-%d}",
        "total": row.total.format(cents=True),
        "state": row.state,
    }
