"""Every page that can be asked for, and every sweep, over a hundred thousand buyers: none reads a table whole."""

from collections.abc import Iterator

import pytest
from django.db import connections, transaction

from marque.kit.tenancy.context import enter
from tenant_apps.analytics import tasks as analytics
from tenant_apps.assessments import tasks as assessments
from tenant_apps.catalog import tasks as catalog
from tenant_apps.courses import tasks as courses
from tenant_apps.entitlements import tasks as entitlements
from tenant_apps.learning import tasks as learning
from tenant_apps.ledger import tasks as ledger
from tenant_apps.orders import tasks as orders
from tenant_apps.place import tasks as place
from tenant_apps.sequences import tasks as sequences
from tests.isolation.samples import NoSample, values_for
from tests.isolation.seeding import seed
from tests.isolation.test_walk import ROUTES, URLCONF, fail_with, visitor
from tests.scale.crowd import grow_a_crowd
from tests.scale.plans import whole_tables
from tests.tenant_apps.orders.documents import a_seller

BUYERS = 100_000
# Pages that may read one whole, each with its reason.
WHOLE = {
    ("money_studio:index", "ledger_ledgerentry"): "sums a year of one account, month by month: 40 ms",
    ("money_studio:checks", "ledger_ledgerentry"): "what an account held at a moment is all of its entries before it",
    ("money_studio:checks", "ledger_ledgertransaction"): "the same, for when they were",
    ("money_studio:gateway_payout", "ledger_ledgerentry"): "the same",
    ("money_studio:gateway_payout", "ledger_ledgertransaction"): "the same",
    ("subscriptions_studio:index", "orders_subscription"): "counts all of them for the numbers below the list",
    ("subscriptions_studio:index_results", "orders_subscription"): "the same",
}
SWEEPS = (
    orders.tidy,
    orders.renew_due,
    entitlements.end_lapsed,
    ledger.tidy,
    catalog.turn,
    sequences.send_due,
    courses.look,
    learning.unlock,
    assessments.close_overdue,
    assessments.give_out_works,
    place.remind,
    analytics.count,
    analytics.look,
)


@pytest.fixture
def patient(db) -> None:
    """Growing takes a while, in which the registry's connection has nothing to do."""
    for alias in ("default", "control"):
        with connections[alias].cursor() as cursor:
            cursor.execute("SET idle_in_transaction_session_timeout = 0; SET statement_timeout = 0")


@pytest.mark.slow
def test_no_page_and_no_sweep_reads_a_whole_table(okafor, patient, monkeypatch):
    for tasks in (analytics, learning, place):
        monkeypatch.setattr(tasks, "LONGEST", 0)  # one batch of each: those after it ask the same
    with enter(okafor), transaction.atomic():
        a_seller()
        rows = seed("Zebra")
        grow_a_crowd(rows, BUYERS)
        found = [*_found_by_visitors(okafor, rows), *_found_by_sweeps()]
        transaction.set_rollback(True)  # before the checks of a million keys, which only a commit waits for
    fail_with(found)


def _found_by_visitors(okafor, rows) -> Iterator[str]:
    for who in (None, rows.learner, rows.owner):
        browser = visitor(okafor, who)
        for route in ROUTES:
            try:
                values, _nowhere = values_for(route, rows)
            except NoSample:
                continue
            with whole_tables(of=BUYERS // 2) as seen:
                browser.get(route.path(URLCONF, values))
            yield from (f"{route.key}: {query}" for table, query in seen if (route.key, table) not in WHOLE)


def _found_by_sweeps() -> Iterator[str]:
    for sweep in SWEEPS:
        with whole_tables(of=BUYERS // 2) as seen:
            sweep.run()
        yield from (f"{sweep.name}: {query}" for _table, query in seen)
