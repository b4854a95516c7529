"""Sending: signed, tried again, rested, given up, sent again by hand; with a receiver over real HTTP."""

from datetime import timedelta
from uuid import uuid4

import pytest

from marque.kit import clock
from marque.kit.mail.models import SentEmail
from shared_apps.integrations.outbound import client
from tenant_apps.webhooks import actions as webhooks
from tenant_apps.webhooks.actions.endpoints import keys_of
from tenant_apps.webhooks.actions.recording import WAITS
from tenant_apps.webhooks.actions.sending import attempt
from tenant_apps.webhooks.models import WebhookDelivery, WebhookEndpoint
from tenant_apps.webhooks.signing import headers, signature
from tests.tenant_apps.programs import owner_of

DAY = timedelta(days=1)


def a_delivery(endpoint, type="order.paid") -> WebhookDelivery:
    body = webhooks.written(type=type, message=uuid4(), at=clock.now(), data={"n": 1})
    return WebhookDelivery.objects.create(
        endpoint=endpoint, message=uuid4(), type=type, body=body, happened_at=clock.now(), next_at=clock.now()
    )


def later(endpoint, after: timedelta) -> WebhookEndpoint:
    """Work the endpoint off at a later moment."""
    with clock.fixed(clock.now() + after):
        webhooks.work_off(endpoint_id=endpoint.pk)
    endpoint.refresh_from_db()
    return endpoint


def test_the_signature_is_that_of_the_standard():
    """The example of the reference libraries."""
    made = signature(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        message_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
        at=1614265330,
        body=b'{"test": 2432232314}',
    )

    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_message_arrives_signed(endpoint, receiver):
    delivery = a_delivery(endpoint)

    webhooks.work_off(endpoint_id=endpoint.pk)

    delivery.refresh_from_db()
    got = receiver.taken[0]
    assert (got.trusted, got.id, got.body.decode()) == (True, delivery.message_id, delivery.body)
    assert (got.headers["content-type"], got.headers["user-agent"]) == ("application/json", "Webhooks/1.0")
    assert (delivery.state, delivery.status, delivery.attempts) == ("delivered", 200, 1)
    assert [(entry["status"], entry["answer"]) for entry in delivery.tries] == [(200, "thank you")]


def test_a_forged_secret_is_not_trusted(endpoint, receiver):
    receiver.secrets = ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]
    a_delivery(endpoint)

    webhooks.work_off(endpoint_id=endpoint.pk)

    assert not receiver.taken[0].trusted


def test_for_a_day_both_secrets_sign(okafor, endpoint, receiver):
    old = receiver.secrets[0]
    new = webhooks.rotate_secret(endpoint=endpoint, by=owner_of(okafor))
    trusted = []
    for secret, after in ((old, timedelta()), (new, timedelta()), (old, 2 * DAY)):
        endpoint.refresh_from_db()
        receiver.secrets = [secret]
        with clock.fixed(clock.now() + after):
            body = headers_of(endpoint)
        trusted.append(signature(secret, message_id="msg_1", at=1, body=b"{}") in body.split(" "))

    assert trusted == [True, True, False]


def headers_of(endpoint) -> str:
    return headers(keys_of(endpoint), message_id="msg_1", at=1, body=b"{}")["webhook-signature"]


def test_a_failing_receiver_is_tried_for_three_days_under_one_id(endpoint, receiver):
    receiver.answers = [500]
    delivery = a_delivery(endpoint)
    start = clock.now()
    for _try in range(40):
        delivery.refresh_from_db()
        endpoint.refresh_from_db()
        if delivery.failed_at:
            break
        moments = [delivery.next_at, endpoint.rests_until or start]
        with clock.fixed(max(moments) + timedelta(seconds=1)):
            webhooks.work_off(endpoint_id=endpoint.pk)

    delivery.refresh_from_db()
    assert (delivery.attempts, len(receiver.taken)) == (len(WAITS) + 1, 10)
    assert timedelta(hours=66) < delivery.failed_at - start < timedelta(hours=86)
    assert {each.id for each in receiver.taken} == {delivery.message_id}
    assert len({each.body for each in receiver.taken}) == 1
    assert delivery.error == "It answered 500"


def test_a_message_that_is_not_due_waits(endpoint, receiver):
    receiver.answers = [500, 200]
    delivery = a_delivery(endpoint)

    later(endpoint, timedelta())
    later(endpoint, timedelta(seconds=1))
    tried = len(receiver.taken)
    later(endpoint, timedelta(seconds=10))

    delivery.refresh_from_db()
    assert (tried, len(receiver.taken), delivery.state) == (1, 2, "delivered")


def test_a_retry_after_that_nobody_can_read_is_as_none(endpoint, receiver):
    receiver.answers, receiver.retry_after = [429], "9" * 5_000
    delivery = a_delivery(endpoint)
    start = clock.now()

    webhooks.work_off(endpoint_id=endpoint.pk)

    delivery.refresh_from_db()
    assert (delivery.attempts, delivery.next_at - start < timedelta(minutes=1)) == (1, True)


def test_retry_after_is_heeded(endpoint, receiver):
    receiver.answers, receiver.retry_after = [429], "3600"
    delivery = a_delivery(endpoint)
    start = clock.now()

    webhooks.work_off(endpoint_id=endpoint.pk)

    delivery.refresh_from_db()
    assert delivery.next_at - start >= timedelta(hours=1)


@pytest.mark.parametrize("way", [302, "cut", "hang"])
def test_what_is_no_success_is_a_failure(endpoint, receiver, monkeypatch, way):
    monkeypatch.setattr(client, "READ_SECONDS", 0.3)
    receiver.answers = [way]
    delivery = a_delivery(endpoint)

    webhooks.work_off(endpoint_id=endpoint.pk)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.delivered_at, bool(delivery.error)) == ("waiting", None, True)
    assert [each.path for each in receiver.taken] == ["/hooks"]


def test_an_address_that_became_private_is_not_asked(endpoint, receiver, settings):
    settings.OUTBOUND_EXEMPT = []
    delivery = a_delivery(endpoint)

    webhooks.work_off(endpoint_id=endpoint.pk)

    delivery.refresh_from_db()
    assert (receiver.taken, delivery.state) == ([], "waiting")
    assert delivery.error == "Begin with https://, so that nobody reads along."


def test_after_five_failures_the_endpoint_rests_and_then_one_is_tried(endpoint, receiver):
    receiver.answers = [500]
    for _each in range(8):
        a_delivery(endpoint)

    rested = later(endpoint, timedelta()).failures
    after_rest = len(receiver.taken)
    later(endpoint, timedelta(seconds=30))
    still = len(receiver.taken)
    later(endpoint, timedelta(minutes=2))
    one_more = len(receiver.taken)
    receiver.answers = [200]
    well = later(endpoint, timedelta(minutes=20))

    assert (rested, after_rest, still, one_more) == (5, 5, 5, 6)
    assert (well.failures, well.rests_until, WebhookDelivery.objects.waiting().count()) == (0, None, 0)


def test_an_endpoint_that_says_gone_is_switched_off(endpoint, receiver):
    receiver.answers = [410]
    first, second = a_delivery(endpoint), a_delivery(endpoint)

    webhooks.work_off(endpoint_id=endpoint.pk)

    endpoint.refresh_from_db()
    assert (endpoint.state, endpoint.disabled_because, len(receiver.taken)) == ("off", "gone", 1)
    assert {each.state for each in WebhookDelivery.objects.all()} == {"failed"}
    mail = SentEmail.objects.get(purpose="webhooks")
    assert (mail.to, endpoint.url in mail.text) == (["alice@example.com"], True)
    assert {first.pk, second.pk} == set(WebhookDelivery.objects.failed().values_list("pk", flat=True))


def test_an_endpoint_that_fails_for_days_is_switched_off_and_its_owner_told(endpoint, receiver):
    receiver.answers = [500]
    a_delivery(endpoint)
    webhooks.work_off(endpoint_id=endpoint.pk)
    with clock.fixed(clock.now() + 5 * DAY + timedelta(minutes=1)):
        a_delivery(endpoint)
        webhooks.work_off(endpoint_id=endpoint.pk)

    endpoint.refresh_from_db()
    assert (endpoint.state, endpoint.disabled_because) == ("off", "failing")
    assert SentEmail.objects.filter(purpose="webhooks").count() == 1


def test_what_was_given_up_is_sent_again(okafor, endpoint, receiver):
    owner = owner_of(okafor)
    old, fresh = a_delivery(endpoint), a_delivery(endpoint)
    WebhookDelivery.objects.update(failed_at=clock.now(), attempts=10)
    WebhookDelivery.objects.filter(pk=old.pk).update(happened_at=clock.now() - 9 * DAY)

    count = webhooks.replay_failed(endpoint=endpoint, since=clock.now() - DAY, by=owner)
    webhooks.work_off(endpoint_id=endpoint.pk)
    webhooks.replay(delivery=old, by=owner)
    webhooks.work_off(endpoint_id=endpoint.pk)

    assert (count, [each.id for each in receiver.taken]) == (1, [fresh.message_id, old.message_id])
    assert {each.state for each in WebhookDelivery.objects.all()} == {"delivered"}


def test_what_arrived_may_be_sent_again_under_its_id(okafor, endpoint, receiver):
    delivery = a_delivery(endpoint)
    webhooks.work_off(endpoint_id=endpoint.pk)

    webhooks.replay(delivery=delivery, by=owner_of(okafor))
    webhooks.work_off(endpoint_id=endpoint.pk)

    delivery.refresh_from_db()
    assert [each.id for each in receiver.taken] == [delivery.message_id] * 2
    assert (len(delivery.tries), delivery.state) == (2, "delivered")


def test_a_test_event_is_sent_at_once_and_once(okafor, endpoint, receiver):
    receiver.answers = [500]

    sent = webhooks.send_test(endpoint=endpoint, by=owner_of(okafor))
    later(endpoint, 3 * DAY)

    assert (sent.state, sent.error, len(receiver.taken)) == ("failed", "It answered 500", 1)
    assert (receiver.taken[0].trusted, receiver.types) == (True, ["webhook.test"])
    endpoint.refresh_from_db()
    assert endpoint.failures == 0


def test_tests_are_not_a_way_to_knock_on_doors(okafor, endpoint, receiver):
    owner = owner_of(okafor)
    for _each in range(10):
        webhooks.send_test(endpoint=endpoint, by=owner)

    with pytest.raises(webhooks.TooManyTests):
        webhooks.send_test(endpoint=endpoint, by=owner)


def test_one_worker_at_a_time_is_on_an_endpoint(endpoint, receiver):
    a_delivery(endpoint)
    WebhookEndpoint.objects.update(held_until=clock.now() + timedelta(seconds=30))

    held = webhooks.work_off(endpoint_id=endpoint.pk)
    with clock.fixed(clock.now() + timedelta(seconds=31)):
        freed = webhooks.work_off(endpoint_id=endpoint.pk)

    assert (held, freed, len(receiver.taken)) == (0, 1, 1)


def test_a_business_keeps_three_workers_busy_at_most(okafor, endpoint, receiver):
    for _each in range(3):
        busy, _secret = webhooks.add_endpoint(url=receiver.url, types=[], by=owner_of(okafor))
        WebhookEndpoint.objects.filter(pk=busy.pk).update(held_until=clock.now() + timedelta(seconds=30))
    a_delivery(endpoint)

    assert (webhooks.work_off(endpoint_id=endpoint.pk), webhooks.sweep()) == (0, 0)


def test_after_its_patience_a_worker_lets_others_have_their_turn(endpoint, receiver, monkeypatch):
    asked = []
    monkeypatch.setattr("tenant_apps.webhooks.actions.sending.nudge", asked.append)
    for _each in range(3):
        a_delivery(endpoint)

    sent = webhooks.work_off(endpoint_id=endpoint.pk, patience=0)

    assert (sent, asked, len(receiver.taken)) == (1, [[endpoint.pk]], 1)


def test_the_sweep_finds_what_a_lost_nudge_left(endpoint, receiver, monkeypatch):
    asked = []
    monkeypatch.setattr("tenant_apps.webhooks.actions.telling.nudge", asked.append)
    a_delivery(endpoint)

    assert (webhooks.sweep(), asked) == (1, [[endpoint.pk]])


def test_an_endpoint_removed_on_the_way_is_forgotten(okafor, endpoint, receiver):
    delivery = a_delivery(endpoint)
    delivery.endpoint = endpoint
    webhooks.remove_endpoint(endpoint=WebhookEndpoint.objects.get(), by=owner_of(okafor))

    attempt(delivery)

    assert (len(receiver.taken), WebhookDelivery.objects.count()) == (1, 0)
