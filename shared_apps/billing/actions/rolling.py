"""Use is read in each tenant once a day, and billed once its month is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from marque.kit.tenancy.context import enter
from shared_apps.billing.actions.issuing import Line, issue, lock
from shared_apps.billing.actions.sales import Fees, give_credit, read_fees, sales_lines
from shared_apps.billing.models import InvoiceKind, Reading, Subscription
from shared_apps.billing.periods import month_after, months_between
from shared_apps.billing.sales_fees import SalesFee
from shared_apps.plans.meters import METERS, reading, registered, use_between
from shared_apps.tenants.directory import working_tenant

_DAY = timedelta(days=1)
Counted = list[tuple[str, date, int]]


def roll_up(*, tenant_id: UUID, now: datetime) -> bool:
    """Read a tenant's use of the days since it was read last; bill the months that ended. False: it was read today.

    Counting is outside of the registry's transaction; read twice, a day has the same use.
    """
    held, today = Subscription.objects.filter(tenant_id=tenant_id).first(), now.date()
    if held is None or held.used_until >= today:
        return False
    tenant = working_tenant(tenant_id)
    if tenant is None:
        return False
    with enter(tenant):
        counted = _count(held.used_until, today)
        fees = read_fees(held, months_between(held.used_until, today), now=now)
    _write(tenant_id, counted, fees, today=today, now=now)
    return True


def _count(first: date, today: date) -> Counted:
    found: Counted = []
    for meter in registered():
        if not meter.monthly:
            # what is there this morning is what yesterday left
            found.append((meter.name, today - _DAY, reading(meter.name, today)))
            continue
        days = [first + timedelta(days=number) for number in range((today - first).days)]
        found += [(meter.name, day, use_between(meter.name, day, day + _DAY)) for day in days]
    return found


@transaction.atomic(using="control")
def _write(tenant_id: UUID, counted: Counted, fees: Fees, *, today: date, now: datetime) -> None:
    held = lock(tenant_id)
    if held is None or held.used_until >= today:
        return
    Reading.objects.bulk_create(
        [Reading(tenant_id=tenant_id, meter=meter, day=day, amount=amount) for meter, day, amount in counted],
        update_conflicts=True, unique_fields=["tenant_id", "day", "meter"], update_fields=["amount"],
    )  # fmt: skip
    over = months_between(held.used_until, today)
    for month in sorted({*over, *fees}):
        _bill(held, month, fees.get(month, []), now, late=month not in over)
    held.used_until = today
    held.save(update_fields=["used_until"])


def _bill(held: Subscription, month: date, fees: Sequence[SalesFee], now: datetime, *, late: bool) -> None:
    """Use above the plan and fees on sales; what is sold in another currency is on an invoice of its own.

    Of a month that is `late` only the fees on sales were not billed.
    """
    end = month_after(month)
    charged = held.state_at(now) not in ("trial", "suspended") and not late
    lines = {held.currency: _lines(held, month, end) if charged else []}
    for currency, more in sales_lines(held, month, fees, now=now).items():
        lines[currency] = [*lines.get(currency, []), *more]
    for currency, some in lines.items():
        if give_credit(held, some, now=now):
            continue
        issue(
            held=held,
            kind=InvoiceKind.USAGE,
            key=_key(held, month, currency, late=late),
            lines=some,
            starts=datetime.combine(month, time(), UTC),
            ends=datetime.combine(end, time(), UTC),
            at=now,
        )


def _key(held: Subscription, month: date, currency: str, *, late: bool) -> str:
    if late:
        return f"sales:{month:%Y-%m}:{currency}"
    return f"usage:{month:%Y-%m}" + ("" if currency == held.currency else f":{currency}")


def _lines(held: Subscription, month: date, end: date) -> list[Line]:
    rows = Reading.objects.filter(tenant_id=held.tenant_id, day__gte=month, day__lt=end)
    found: list[Line] = []
    for allowance in held.plan.allowances.order_by("meter"):
        meter = METERS[allowance.meter]
        amounts = [row.amount for row in rows if row.meter == meter.name]
        # of what is kept, the most there was; of what is used up, all of it
        used = sum(amounts) if meter.monthly else max(amounts, default=0)
        price = allowance.extra_price(used, held.currency)
        if price and allowance.included is not None:
            words = {
                "month": date_format(month, "F Y"),
                "used": meter.words(used),
                "included": meter.text(allowance.included),
            }
            found.append((_("%(month)s: %(used)s, %(included)s included") % words, price))
    return found
