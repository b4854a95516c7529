"""A business with a hundred thousand buyers, each with all that a purchase leaves behind."""

from types import SimpleNamespace

from marque.kit.facts.models import Delivery, Event
from marque.kit.mail.models import SentEmail
from tenant_apps.assessments.models import Attempt
from tenant_apps.entitlements.models import Entitlement
from tenant_apps.learning.models import LessonProgress, LessonScore
from tenant_apps.orders import actions as orders
from tenant_apps.orders.models import GatewayEvent, Order, Subscription, SubscriptionPeriod
from tenant_apps.place import actions as place
from tests.scale.growing import FIRST, grow

EACH = f"{FIRST} + n"
LONG_AGO = "now() - n * interval '1 hour'"
# what is due to a sweep: what it has done is many times as much
FEW = "(n <= 50)"
HEX = "lpad(to_hex(n), 12, '0')"


def grow_a_crowd(rows: SimpleNamespace, count: int) -> None:
    """Copy what the seed made for one learner, so many times."""
    email = "'buyer-' || n || '@scale.example'"
    grow(rows.learner, count, email=email)
    grow(rows.person, count, email=email, user_id=EACH, created_at=LONG_AGO)
    _grow_sales(rows, count, email)
    _grow_delivery(rows, count)
    event = Event.objects.order_by("published_at").last()
    grow(event, count, published_at=LONG_AGO)
    grow(Delivery.objects.filter(event=event).first() or Delivery.objects.first(), count, subscriber="'s' || n")
    grow(SentEmail.objects.first(), count, once_key="'k' || n", queued_at=LONG_AGO, sent_at=LONG_AGO)


def _grow_sales(rows: SimpleNamespace, count: int, email: str) -> None:
    order = Order.objects.get(pk=rows.order.pk)
    asked = {"idempotency_key": "gen_random_uuid()"}
    dates = {"placed_at": LONG_AGO, "paid_at": LONG_AGO}
    grow(order, count, code=HEX, number=EACH, buyer_id=EACH, email=email, **dates, **asked)
    line = order.lines.get()
    grow(line, count, order_id=EACH)
    grow(line.sold.first(), count, line_id=EACH)
    grow(rows.payment, count, order_id=EACH, reference="'r' || n", **asked, settled_at=LONG_AGO)
    grow(orders.issue_invoice(order=order), count, order_id=EACH, number=EACH, issued_at=LONG_AGO)
    held = Subscription.objects.get()
    theirs = {"person_id": EACH, "order_id": EACH, "first_line_id": EACH, "line_id": EACH}
    due = {"due_at": "now() + n * interval '1 hour'"}
    grow(held, count, code=HEX, **theirs, **due)
    period = SubscriptionPeriod.objects.filter(subscription=held).first()
    grow(period, count, subscription_id=EACH, order_id=EACH, line_id=EACH)
    event = GatewayEvent.objects.create(
        gateway="sandbox", event_id="e", kind="payment.succeeded", reference="r", amount=1, currency="USD",
        occurred_at=order.placed_at, processed_at=order.placed_at,
    )  # fmt: skip
    grow(event, count, event_id="'e' || n")
    grow(rows.ledger_sale, count, order_id=EACH, source="'sale:' || n", occurred_at=LONG_AGO)
    grow(rows.ledger_sale.entries.first(), count, transaction_id=EACH)


def _grow_learning(rows: SimpleNamespace, count: int) -> None:
    """Each has done one lesson and the quiz, is to be told of a change, and wants to be reminded."""
    theirs, soon = {"enrolment_id": EACH}, "now() + n * interval '1 minute'"
    done = LessonProgress.objects.filter(enrolment=rows.enrolment)
    lessons = list(done.values_list("lesson_id", flat=True))
    one = f"(ARRAY{lessons})[1 + n % {len(lessons)}]"
    grow(done[0], count, **theirs, lesson_id=one, first_opened_at=LONG_AGO, touched_at=LONG_AGO, to_count=FEW)
    counted = {"counted_at": f"CASE WHEN NOT {FEW} THEN now() END"}
    grow(Attempt.objects.get(pk=rows.attempt.pk), count, **theirs, **counted)
    grow(LessonScore.objects.get(enrolment=rows.enrolment, lesson=rows.quiz_lesson), count, **theirs)
    grow(rows.change_notice, count, **theirs, mail_at=soon)
    grow(place.remind(person=rows.person, days=[0], hour=9, by=rows.person), count, person_id=EACH, next_at=soon)


def _grow_delivery(rows: SimpleNamespace, count: int) -> None:
    entitlement = Entitlement.objects.filter(person=rows.person).first()
    grow(entitlement, count, person_id=EACH)
    half = f"CASE WHEN n % 2 = 0 THEN {LONG_AGO} END"
    due = {"look_at": "CASE WHEN n <= 50 THEN now() END", "to_count": FEW, "cohort_to_count": FEW}
    grow(rows.enrolment, count, person_id=EACH, started_at=LONG_AGO, completed_at=half, **due)
    _grow_learning(rows, count)
    grow(rows.certificate, count, person_id=EACH, serial=HEX, issued_at=LONG_AGO)
    for counter in (rows.drawn_count, rows.drawn_choice_count):
        grow(counter, count, quiz_id=EACH, question="gen_random_uuid()")
