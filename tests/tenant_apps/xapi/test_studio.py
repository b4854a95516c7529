"""The page of learning records: naming a store, testing it, its log, and the download."""

import json
from dataclasses import replace

import pytest

from marque.kit import clock
from shared_apps.operations.models import AuditEntry
from tenant_apps.accounts.models import Role
from tenant_apps.courses.models import Lesson
from tenant_apps.learning import actions as learning
from tenant_apps.webhooks import actions as webhooks
from tenant_apps.webhooks.actions.endpoints import keys_of
from tenant_apps.webhooks.models import WebhookDelivery, WebhookEndpoint
from tenant_apps.xapi.models import RecordStore
from tests.doubles.lrs.examples import a_statement
from tests.tenant_apps.courses.factories import published
from tests.tenant_apps.learning.factories import enrolment
from tests.tenant_apps.roles import browser_of

PAGE = "/studio/settings/xapi/"


@pytest.fixture
def alice(client_for, okafor, in_okafor):
    return browser_of(client_for, okafor, Role.OWNER)


def asked(**more):
    return {"url": "https://lrs.example.com/xapi/", "username": "k", "password": "s3cret", "version": "1.0.3", **more}


def test_a_store_is_named_and_its_secret_sealed(alice):
    answer = alice.post(PAGE, asked(), follow=True)

    store = RecordStore.objects.select_related("endpoint").get()
    assert (answer.status_code, keys_of(store.endpoint), store.names_emails) == (200, ["k:s3cret"], False)
    assert "s3cret" not in answer.text + store.endpoint.sealed_secret
    assert AuditEntry.objects.filter(action="xapi.saved").count() == 1
    assert str(store.endpoint.key) not in alice.get("/studio/settings/webhooks/").text


def test_a_store_is_changed_and_keeps_its_secret(alice):
    alice.post(PAGE, asked())

    alice.post(PAGE, asked(password="", names_emails="on", version="2.0.0"))
    other = alice.post(PAGE, asked(password="", username="another"))

    store = RecordStore.objects.select_related("endpoint").get()
    assert (store.version, store.names_emails, keys_of(store.endpoint)) == ("2.0.0", True, ["k:s3cret"])
    assert (other.status_code, "Type the secret" in other.text) == (422, True)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"url": "https://10.0.0.1/xapi"}, "leads to a private network"),
        ({"url": "http://lrs.example.com/"}, "Begin with https://"),
        ({"url": "https://lrs.example.com/?a=1"}, "without a question mark"),
        ({"username": "a:b"}, "no colon"),
        ({"password": ""}, "Type the secret"),
        ({"version": "0.9"}, "0.9 is not one of the available choices"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(alice, wrong, words):
    answer = alice.post(PAGE, asked(**wrong))

    assert (answer.status_code, words in answer.text, WebhookEndpoint.objects.count()) == (422, True, 0)


def test_the_connection_is_tested_and_sent_again_from_the_log(alice, lrs, store, deliver_facts):
    page = f"/studio/settings/webhooks/{store.endpoint.key}/"

    tested = alice.post(f"{page}test/", follow=True)
    shown = str(WebhookDelivery.objects.get().message)
    enrolment(published(), at=clock.now())
    deliver_facts()
    webhooks.work_off(endpoint_id=store.endpoint_id)
    told = WebhookDelivery.objects.get(type="registered")
    again = alice.post(f"{page}deliveries/{told.key}/replay/", follow=True)

    assert ("It arrived" in tested.text, lrs.verbs) == (True, ["experienced", "registered"])
    assert (shown in tested.text, shown in lrs.statements) == (True, True)
    assert ("It is sent again" in again.text, str(told.message) in again.text) == (True, True)
    assert all(words in alice.get(page).text for words in ("Learning records", "registered", "Test the connection"))
    assert "New secret" not in alice.get(page).text
    assert [alice.post(f"{page}{each}/").status_code for each in ("rotation", "form")] == [404, 404]


def test_a_store_that_is_not_there_says_so(alice, lrs, store):
    lrs.password = "another"

    answer = alice.post(f"/studio/settings/webhooks/{store.endpoint.key}/test/", follow=True)

    assert ("It did not arrive. It answered 401" in answer.text, lrs.statements) == (True, {})


def test_a_store_that_refuses_everything_is_said_to(alice, lrs, store):
    lrs.refuses = True
    webhooks.keep(endpoints=[store.endpoint], told=[a_statement(number) for number in range(3)])
    webhooks.work_off(endpoint_id=store.endpoint_id)

    page, log = alice.get(PAGE).text, alice.get(f"/studio/settings/webhooks/{store.endpoint.key}/").text

    endpoint = WebhookEndpoint.objects.get()
    assert (endpoint.state, endpoint.refusals, endpoint.delivered_at) == ("refusing", 3, None)
    for shown in (page, log):
        assert "Refuses what is sent" in shown and "3 messages in a row were given up" in shown
        assert "The last answer was 400" in shown and "The context has no platform." in shown


def test_a_store_that_takes_one_again_refuses_no_more(alice, lrs, store):
    lrs.refuses = True
    webhooks.keep(endpoints=[store.endpoint], told=[a_statement(number) for number in range(3)])
    webhooks.work_off(endpoint_id=store.endpoint_id)
    lrs.refuses = False
    webhooks.keep(endpoints=[store.endpoint], told=[a_statement(4)])
    webhooks.work_off(endpoint_id=store.endpoint_id)

    endpoint = WebhookEndpoint.objects.get()
    assert (endpoint.state, endpoint.refusals, "Refuses" in alice.get(PAGE).text) == ("on", 0, False)


def test_one_refused_statement_among_others_is_the_statements_fault(lrs, store):
    webhooks.keep(endpoints=[store.endpoint], told=[a_statement(1)])
    webhooks.work_off(endpoint_id=store.endpoint_id)
    webhooks.keep(endpoints=[store.endpoint], told=[replace(a_statement(2), body='{"id": "no"}')])
    webhooks.work_off(endpoint_id=store.endpoint_id)

    endpoint = WebhookEndpoint.objects.get()
    assert (endpoint.state, endpoint.refusals) == ("on", 1)


def test_the_same_statements_are_downloaded_as_were_sent(alice, lrs, store, deliver_facts):
    place = enrolment(published(lessons=1), at=clock.now())
    learning.complete_lesson(enrolment=place, lesson=Lesson.objects.get())
    today = clock.now().date().isoformat()
    deliver_facts()
    webhooks.work_off(endpoint_id=store.endpoint_id)

    answer = alice.get(f"{PAGE}statements.jsonl?course={place.course.key}&since={today}&until={today}")
    lines = [json.loads(line) for line in b"".join(answer).decode().splitlines()]

    assert answer["Content-Type"] == "application/x-ndjson"
    told = {each["id"]: each for each in lines}
    assert {key: told[key] for key in lrs.statements} == lrs.statements
    assert sorted(each["verb"]["display"]["en"] for each in lines) == [
        "completed",
        "completed",
        "initialized",
        "progressed",
        "registered",
    ]


def test_a_download_is_audited_with_what_was_taken(alice):
    place = enrolment(published(), at=clock.now())
    today = clock.now().date().isoformat()

    alice.get(f"{PAGE}statements.jsonl?course={place.course.key}&since={today}&until={today}")
    alice.get(f"{PAGE}statements.jsonl?course={place.course.key}&since=x")

    entry = AuditEntry.objects.get(action="xapi.downloaded")
    about = {"course": place.course.title, "since": today, "until": today, "statements": 1}
    assert (entry.target, entry.data) == (str(place.course.key), about)


@pytest.mark.parametrize("days", ["since=2026-02-01&until=2026-01-01", "since=2020-01-01&until=2026-01-01", "since=x"])
def test_days_that_make_no_time_are_refused(alice, days):
    course = published()

    answer = alice.get(f"{PAGE}statements.jsonl?course={course.key}&{days}")

    assert (answer.status_code, "Download statements" in answer.text) == (422, True)


def test_only_owners_see_it(client_for, okafor, in_okafor):
    staff = browser_of(client_for, okafor, Role.STAFF)

    assert staff.get(PAGE).status_code in (302, 403, 404)
    assert staff.post(PAGE, asked()).status_code in (302, 403, 404)
    assert not RecordStore.objects.exists()


def test_emails_are_named_once_the_business_says_so(alice, lrs, store, deliver_facts):
    alice.post(PAGE, asked(url=lrs.endpoint, username="key", password="secret", names_emails="on"))
    enrolment(published(), at=clock.now())
    deliver_facts()
    webhooks.work_off(endpoint_id=store.endpoint_id)

    (begun,) = lrs.of("registered")
    assert begun["actor"] == {"objectType": "Agent", "mbox": "mailto:carol@example.com"}
