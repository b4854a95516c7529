"""The Studio's own panels."""

from datetime import timedelta
from functools import cached_property

from babel.dates import format_timedelta
from django.utils.translation import gettext as _

from marque.kit.money import Money, minor_units
from tenant_apps.orders.models import Order, OrderState
from tenant_apps.studio.dashboard import figures, kpis
from tenant_apps.studio.dashboard.checklist import checklist
from tenant_apps.studio.dashboard.period import MONTH, WEEK, Period
from tenant_apps.studio.dashboard.registry import Desk, panel
from themes.studio import chart

_TONES = {OrderState.PAID: "good", OrderState.PLACED: "warn", OrderState.REFUNDED: "", OrderState.CANCELLED: ""}


class Ledger:
    """The figures several panels share, each asked once per page."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    @cached_property
    def sales(self) -> figures.Sales:
        """Revenue and paid orders."""
        return figures.sales(self.desk.period, self.desk.brand.currency)

    @cached_property
    def checkouts(self) -> tuple[figures.Series, figures.Series]:
        """Started and paid."""
        return figures.checkouts(self.desk.period)


def ledger(desk: Desk) -> Ledger:
    """The page's figures."""
    if not hasattr(desk.request, "_ledger"):
        desk.request._ledger = Ledger(desk)  # type: ignore[attr-defined]
    return desk.request._ledger  # type: ignore[attr-defined,no-any-return]


@panel("strip", order=10)
def strip(desk: Desk) -> str:
    """Four figures, or the two a person without a view of orders may see."""
    period, rows = desk.period, []
    if desk.request.user.has_perm("orders.view_order"):
        sales, (placed, paid) = ledger(desk).sales, ledger(desk).checkouts
        rows = [
            kpis.money_kpi(_revenue_label(period), sales.revenue, sales.currency, period),
            kpis.share_kpi(_("Checkouts paid"), paid, placed, period),
        ]
    learners = kpis.count_kpi(_("New learners"), figures.new_learners(period), period)
    finished = kpis.count_kpi(_("Courses finished"), figures.finished_courses(period), period)
    return desk.render("studio/panels/kpis.html", kpis=[*rows[:1], learners, *rows[1:], finished])


def _revenue_label(period: Period) -> str:
    return {WEEK: _("Revenue, 7 days"), MONTH: _("Revenue this month")}.get(period.span, _("Revenue this year"))


@panel("main", order=10, permission="orders.view_order")
def revenue(desk: Desk) -> str:
    """Revenue per day or month, drawn twice: wide and for phones, with its table."""
    period, sales = desk.period, ledger(desk).sales
    if not sales.revenue.total and not any(sales.revenue.before):
        return desk.render("studio/panels/no_revenue.html")
    line = _line(period, sales)
    now, before = sales.revenue.now, sales.revenue.before
    table = [
        (period.name_of(bucket), _amount(now, n, sales.currency, period), _amount(before, n, sales.currency, period))
        for n, bucket in enumerate(period.buckets)
    ]
    return desk.render(
        "studio/panels/revenue.html",
        title=line.title,
        wide=chart.draw(line, chart.WIDE, "rev"),
        narrow=chart.draw(line, chart.NARROW, "rev-s"),
        table=table,
        now_label=period.label or _("Last 7 days"),
        before_label=period.before_label or _("7 days before"),
    )


def _amount(values: tuple[int, ...], n: int, currency: str, period: Period) -> str:
    return Money(values[n], currency).format(period.language) if n < len(values) else ""


def _line(period: Period, sales: figures.Sales) -> chart.Line:
    unit = 10 ** minor_units(sales.currency)
    now, before = ([value // unit for value in values] for values in (sales.revenue.now, sales.revenue.before))
    ceiling, step = chart.ceiling_of(max([*now, *before]))
    best = max(range(len(now)), key=now.__getitem__)
    words = Money(sales.revenue.now[best], sales.currency).format(period.language)
    day = period.name_of(period.buckets[best])
    return chart.Line(
        now=now,
        before=before,
        slots=max(len(now), len(before), len(period.buckets)),
        title=_("Revenue per month") if period.span not in (WEEK, MONTH) else _("Revenue per day"),
        finding=_("The best is %(day)s with %(amount)s.") % {"day": day, "amount": words} if now[best] else "",
        ticks=[(value, _short(value, sales.currency, period)) for value in range(0, ceiling + 1, step)],
        labels=_labels(period),
        ceiling=ceiling,
        flag=(best, f"{day}, {words}") if now[best] else None,
    )


def _short(value: int, currency: str, period: Period) -> str:
    thousands = value >= 1000
    shown = value / 1000 if thousands else value
    text = Money.of(int(shown) if shown == int(shown) else f"{shown:.1f}", currency).format(period.language)
    return f"{text}k" if thousands else text


def _labels(period: Period) -> list[tuple[int, str]]:
    last, today = len(period.buckets) - 1, period.so_far - 1
    if period.span == WEEK:
        return [(n, period.name_of(bucket)) for n, bucket in enumerate(period.buckets) if n % 2 == 0]
    if period.span != MONTH:
        return [(n, period.name_of(period.buckets[n])[:3]) for n in (0, 3, 6, 9, last)]
    shown = [(0, period.name_of(period.buckets[0]))]
    shown += [(n, str(n + 1)) for n in (7, 14, 21) if abs(n - today) > 2]
    if 2 < today < last - 2:
        shown.append((today, _("Today")))
    return [*shown, (last, str(last + 1))]


@panel("main", order=20, permission="orders.view_order")
def recent_orders(desk: Desk) -> str:
    """The latest five."""
    orders = figures.recent_orders()
    rows = [(order, _TONES[order.state], ago(desk, order)) for order in orders]
    return desk.render("studio/panels/orders.html", rows=rows) if rows else ""


def ago(desk: Desk, order: Order) -> str:
    """How long since, in two words."""
    delta = desk.now - (order.paid_at or order.placed_at)
    return format_timedelta(max(delta, timedelta(minutes=1)), format="short", locale=desk.period.language)


@panel("side", order=10, permission="catalog.add_offer")
def before_you_open(desk: Desk) -> str:
    """What is left to do; gone once all is done."""
    ticks = checklist(desk.brand)
    done = sum(tick.done for tick in ticks)
    if done == len(ticks):
        return ""
    values = {"ticks": ticks, "done": done, "share": round(100 * done / len(ticks))}
    return desk.render("studio/panels/checklist.html", **values)


@panel("side", order=20, permission="orders.view_order")
def way(desk: Desk) -> str:
    """From checkout to the last lesson."""
    placed, paid = ledger(desk).checkouts
    found = figures.funnel(desk.period, placed, paid)
    if not found.placed and not found.begun:
        return ""
    steps = [
        (_("Started checkout"), found.placed, ""),
        (_("Paid"), found.paid, _share(found.paid, found.placed, _("%d%% of checkouts"))),
        (_("Opened a lesson"), found.begun, _share(found.begun, found.paid, _("%d%% of those who paid"))),
        (_("Finished the course"), found.finished, _share(found.finished, found.begun, _("%d%% of those who began"))),
    ]
    largest = max(count for _label, count, _note in steps)
    # square roots: the last steps of a long way stay visible, and every number is printed anyway
    bars = [(label, count, note, round(100 * (count / largest) ** 0.5)) for label, count, note in steps]
    values = {"bars": bars, "label": desk.period.label or _("7 days")}
    return desk.render("studio/panels/funnel.html", **values)


def _share(part: int, whole: int, words: str) -> str:
    return words % round(100 * part / whole) if whole and part <= whole else ""
