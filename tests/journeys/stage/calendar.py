"""Time passes for one buyer: the dates of what they pay for are moved back, and the worker's own sweep looks."""

from celery import Celery
from psycopg import Connection, sql

from provisioning.bootstrap import administrator

MOVED = {
    "orders_subscription": (
        "started_at",
        "trial_ends_at",
        "anchor_at",
        "period_starts_at",
        "period_ends_at",
        "due_at",
        "cancelled_at",
        "ends_at",
        "paused_at",
        "resumes_at",
    ),
    "orders_subscriptionperiod": ("starts_at", "ends_at"),
}
_OF = {
    "orders_subscription": "SELECT id FROM {0}.orders_subscription WHERE person_id IN ({1})",
    "orders_subscriptionperiod": "SELECT p.id FROM {0}.orders_subscriptionperiod p "
    "JOIN {0}.orders_subscription s ON s.id = p.subscription_id WHERE s.person_id IN ({1})",
}
_PERSON = "SELECT id FROM {0}.people_person WHERE email = %(email)s"


class Calendar:
    """The dates in a run's database, and the queue its worker reads."""

    def __init__(self, database: str, broker: str) -> None:
        self.database = database
        # our own tests' app stays the current one
        self.queue = Celery("calendar", broker=broker, set_as_current=False)

    def let_pass(self, days: int, *, email: str, tenant: str = "okafor") -> None:
        """So many days later for this buyer's subscriptions."""
        with administrator(self.database) as admin:
            schema = schema_of(admin, tenant)
            for table in MOVED:
                admin.execute(_moving(table, schema), {"days": days, "email": email})
        self.queue.send_task("orders.renew_everywhere", queue="default")


def schema_of(admin: Connection, tenant: str) -> str:
    """Where a tenant's tables are."""
    found = admin.execute("SELECT schema_name FROM public.tenants_tenant WHERE slug = %s", [tenant]).fetchone()
    return str(found[0])


def _moving(table: str, schema: str) -> sql.Composed:
    place = sql.Identifier(schema)
    back = [
        sql.SQL("{0} = {0} - make_interval(days => %(days)s)").format(sql.Identifier(column)) for column in MOVED[table]
    ]
    rows = sql.SQL(_OF[table]).format(place, sql.SQL(_PERSON).format(place))
    return sql.SQL("UPDATE {}.{} SET {} WHERE id IN ({})").format(
        place, sql.Identifier(table), sql.SQL(", ").join(back), rows
    )
