"""Time passes for one person: the dates of what they pay for and learn are moved back, and the worker's sweeps look."""

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
        "past_due_since",
        "ended_at",
    ),
    "orders_subscriptionperiod": ("starts_at", "ends_at"),
    "learning_enrolment": ("started_at", "visited_at", "look_at", "completed_at"),
    "learning_lessonprogress": ("first_opened_at", "touched_at", "completed_at"),
    "learning_lessonrelease": ("opens_at", "unlocked_at", "mail_at"),
    "learning_cohort": ("starts_on", "ends_on"),
}
SWEEPS = (
    "orders.renew_everywhere",
    "learning.sweep",
    "assessments.give_out_works_everywhere",
    "analytics.sweep",
)
_OF = {
    "orders_subscription": "SELECT id FROM {0}.orders_subscription WHERE person_id IN ({1})",
    "orders_subscriptionperiod": "SELECT p.id FROM {0}.orders_subscriptionperiod p "
    "JOIN {0}.orders_subscription s ON s.id = p.subscription_id WHERE s.person_id IN ({1})",
    "learning_enrolment": "SELECT id FROM {0}.learning_enrolment WHERE person_id IN ({1})",
    "learning_lessonprogress": "SELECT p.id FROM {0}.learning_lessonprogress p "
    "JOIN {0}.learning_enrolment e ON e.id = p.enrolment_id WHERE e.person_id IN ({1})",
    "learning_lessonrelease": "SELECT r.id FROM {0}.learning_lessonrelease r "
    "JOIN {0}.learning_enrolment e ON e.id = r.enrolment_id WHERE e.person_id IN ({1})",
    "learning_cohort": "SELECT p.cohort_id FROM {0}.learning_cohortplace p "
    "JOIN {0}.learning_enrolment e ON e.id = p.enrolment_id WHERE e.person_id IN ({1})",
}
_PERSON = "SELECT id FROM {0}.people_person WHERE email = %(email)s"


class Calendar:
    """The dates in a run's database, and the queue its worker reads."""

    def __init__(self, database: str, broker: str) -> None:
        self.database = database
        # our own tests' app stays the current one
        self.queue = Celery("calendar", broker=broker, set_as_current=False)

    def let_pass(self, days: int, *, email: str, tenant: str = "okafor") -> None:
        """So many days later for this person's subscriptions, courses and cohorts."""
        with administrator(self.database) as admin:
            schema = schema_of(admin, tenant)
            for table in MOVED:
                admin.execute(_moving(table, schema), {"days": days, "email": email})
            # on another day everybody is looked at anew
            admin.execute(sql.SQL("DELETE FROM {}.analytics_riskround").format(sql.Identifier(schema)))
        self.look()

    def look(self) -> None:
        """What looks every few minutes looks now."""
        for sweep in SWEEPS:
            self.queue.send_task(sweep, queue="default")


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
