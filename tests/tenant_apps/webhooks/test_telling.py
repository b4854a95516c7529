"""What is told, to whom, and that it is told once."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from marque.kit import clock
from marque.kit.facts.models import Delivery, Event
from marque.kit.facts.sweep import deliver_pending
from marque.kit.money import Money
from marque.kit.tenancy.context import enter
from tenant_apps.assessments import actions as assessments
from tenant_apps.catalog.events import OfferPublished
from tenant_apps.orders import actions as orders
from tenant_apps.orders.models import Gift
from tenant_apps.webhooks import actions as webhooks
from tenant_apps.webhooks.happenings import HAPPENINGS, TYPES
from tenant_apps.webhooks.models import WebhookDelivery
from tests.tenant_apps.assessments.factories import quiz
from tests.tenant_apps.giving import a_gift, a_team, somebody
from tests.tenant_apps.learning.factories import enrolment
from tests.tenant_apps.programs import a_program, owner_of
from tests.tenant_apps.selling import a_paid_order, an_offer


def told() -> list[str]:
    return sorted(WebhookDelivery.objects.values_list("type", flat=True))


def test_a_sale_is_told_as_the_api_shows_it(okafor, endpoint, deliver_facts):
    order = a_paid_order(an_offer(price=4_900))
    deliver_facts()

    body = json.loads(WebhookDelivery.objects.get(type="order.paid").body)
    shown = a_program(okafor).call("get", f"/orders/{order.key}/").json()
    event = Event.objects.get(fact="orders.OrderPaid")
    assert (body["data"], body["id"]) == (shown, f"msg_{event.key.hex}")
    assert datetime.fromisoformat(body["timestamp"]) == event.published_at
    assert told() == ["entitlement.granted", "offer.published", "order.paid", "person.met"]


def test_gifts_and_seats_are_told_as_the_api_shows_them(okafor, endpoint, deliver_facts):
    gift, team = a_gift(), a_team()
    deliver_facts()
    orders.claim_gift(gift=Gift.objects.get(), person=somebody())
    seat = orders.take_seat(team=team, person=somebody(), link_key=team.link_key)
    orders.free_seat(seat=seat)
    deliver_facts()

    bodies = {row.type: json.loads(row.body)["data"] for row in WebhookDelivery.objects.order_by("pk")}
    assert [kind for kind in told() if kind.startswith(("gift.", "team."))] == [
        "gift.claimed", "gift.sent", "team.seat_freed", "team.seat_taken",
    ]  # fmt: skip
    assert bodies["gift.claimed"] == a_program(okafor).call("get", f"/gifts/{gift.key}/").json()
    assert (bodies["gift.sent"]["state"], bodies["team.seat_freed"]["state"]) == ("sent", "freed")
    assert bodies["team.seat_taken"]["team"] == str(team.key)


def test_a_grade_by_hand_is_told_as_the_api_shows_it(okafor, endpoint, deliver_facts):
    made = quiz()
    place = enrolment(made.lesson.course)
    assessments.set_grade(enrolment=place, lesson=made.lesson, score=70, reason="Said aloud.", by=owner_of(okafor))
    deliver_facts()

    data = json.loads(WebhookDelivery.objects.get(type="grade.set").body)["data"]
    shown = a_program(okafor).call("get", f"/grades/?course={place.course.key}").json()
    assert (data, data["grades"][0]["grade"]) == (shown["results"][0], 70)


def test_an_endpoint_is_told_what_it_asked_for(okafor, endpoint, deliver_facts):
    webhooks.change_endpoint(endpoint=endpoint, url=endpoint.url, types=["refund.settled"], by=owner_of(okafor))
    order = a_paid_order(an_offer())
    orders.refund_order(order=order, reason="Late", amount=Money(100, "USD"))
    deliver_facts()

    assert told() == ["refund.settled"]


def test_nobody_is_told_where_nobody_listens(in_okafor, deliver_facts):
    a_paid_order(an_offer())
    deliver_facts()

    assert not WebhookDelivery.objects.exists()


def test_a_fact_delivered_twice_is_told_once(endpoint, deliver_facts):
    a_paid_order(an_offer())
    deliver_facts()
    before = told()

    Delivery.objects.filter(subscriber="webhooks.order.paid").update(done_at=None, held_until=None)
    deliver_pending()

    assert told() == before


def test_other_businesses_are_told_nothing(okafor, other, endpoint, deliver_facts):
    with enter(other):
        a_paid_order(an_offer())
        deliver_pending()

    assert told() == []


def test_a_copy_in_safe_mode_tells_nobody(okafor, endpoint, receiver, deliver_facts):
    with enter(replace(okafor, safe_mode=True)):
        a_paid_order(an_offer())
        deliver_pending()
        webhooks.work_off(endpoint_id=endpoint.pk)
        with pytest.raises(webhooks.Copied):
            webhooks.send_test(endpoint=endpoint, by=owner_of(okafor))

    assert receiver.taken == []
    assert set(WebhookDelivery.objects.values_list("error", flat=True)) == {
        "This is a copy in safe mode: nothing leaves it."
    }


def test_what_is_gone_is_not_told(endpoint):
    happening = next(each for each in HAPPENINGS if each.fact is OfferPublished)

    count = webhooks.tell(happening=happening, fact=OfferPublished(offer_id=0), message=UUID(int=1), at=clock.now())

    assert (count, told()) == (0, [])


def test_every_type_has_a_fact_and_words():
    assert len(TYPES) == len(HAPPENINGS) == len({each.fact for each in HAPPENINGS})
    assert all(each.type.count(".") == 1 and each.words for each in HAPPENINGS)


def test_the_log_is_kept_for_a_month(endpoint, deliver_facts):
    a_paid_order(an_offer())
    deliver_facts()
    WebhookDelivery.objects.filter(type="order.paid").update(created_at=clock.now() - timedelta(days=31))

    assert webhooks.forget_old(now=clock.now()) == 1
    assert "order.paid" not in told()


def test_a_body_is_compact_and_keeps_its_letters():
    at = datetime(2027, 1, 31, 12, 0, 0, 123456, UTC)
    body = webhooks.written(type="webhook.test", message=UUID(int=1), at=at, data={"name": "Zoë"})

    assert body == (
        '{"id":"msg_00000000000000000000000000000001","type":"webhook.test",'
        '"timestamp":"2027-01-31T12:00:00.123456Z","data":{"name":"Zoë"}}'
    )
