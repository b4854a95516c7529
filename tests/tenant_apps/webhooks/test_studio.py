"""The pages of webhooks in the Studio."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marque.kit import clock
from tenant_apps.accounts.models import Role
from tenant_apps.webhooks import actions as webhooks
from tenant_apps.webhooks.actions.endpoints import keys_of
from tenant_apps.webhooks.models import WebhookDelivery, WebhookEndpoint
from tests.tenant_apps.programs import owner_of
from tests.tenant_apps.roles import browser_of

LIST = "/studio/settings/webhooks/"


@pytest.fixture
def alice(client_for, okafor, in_okafor):
    return browser_of(client_for, okafor, Role.OWNER)


def page(endpoint, tail="") -> str:
    return f"{LIST}{endpoint.key}/{tail}"


def test_an_endpoint_is_added_and_its_secret_shown_once(alice):
    asked = {"url": "https://example.com/hooks", "types": ["order.paid", "refund.settled"], "description": "Books"}
    made = alice.post(f"{LIST}new/", asked, follow=True)

    endpoint = WebhookEndpoint.objects.get()
    secret = keys_of(endpoint)[0]
    assert (made.status_code, endpoint.types) == (200, ["order.paid", "refund.settled"])
    assert secret in made.text
    assert "no-store" in made["Cache-Control"]
    assert all(secret not in alice.get(place).text for place in (LIST, page(endpoint), page(endpoint, "form/")))


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"url": "https://10.0.0.1/", "everything": "on"}, "leads to a private network"),
        ({"url": "http://example.com/", "everything": "on"}, "Begin with https://"),
        ({"url": "https://example.com/"}, "Choose at least one event"),
        ({"url": "", "everything": "on"}, "This field is required"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(alice, asked, words):
    answer = alice.post(f"{LIST}new/", asked)

    assert (answer.status_code, WebhookEndpoint.objects.count()) == (422, 0)
    assert words in answer.text


def test_an_endpoint_is_changed(alice, endpoint):
    shown = alice.get(page(endpoint, "form/"))
    answer = alice.post(page(endpoint, "form/"), {"url": endpoint.url, "types": ["order.paid"], "description": "Books"})

    endpoint.refresh_from_db()
    assert (shown.status_code, answer.status_code) == (200, 302)
    assert (endpoint.types, endpoint.description) == (["order.paid"], "Books")


def test_a_test_event_shows_its_answer(alice, endpoint, receiver):
    good = alice.post(page(endpoint, "test/"), follow=True)
    receiver.answers = [500]
    bad = alice.post(page(endpoint, "test/"), follow=True)

    assert "It arrived: your program answered 200" in good.text
    assert "It did not arrive. It answered 500." in bad.text
    assert receiver.types == ["webhook.test", "webhook.test"]


def test_the_log_is_filtered_and_read(okafor, alice, endpoint, receiver):
    sent = webhooks.send_test(endpoint=endpoint, by=owner_of(okafor))
    receiver.answers = [500]
    failed = webhooks.send_test(endpoint=endpoint, by=owner_of(okafor))

    def listed(query):
        return [row.key for row in alice.get(page(endpoint, f"?{query}")).context["deliveries"]]

    one = alice.get(page(endpoint, f"deliveries/{failed.key}/"))
    assert (listed(""), listed("state=failed"), listed("type=order.paid")) == (
        [failed.key, sent.key],
        [failed.key],
        [],
    )
    assert failed.message_id in one.text
    assert "thank you" in one.text


def test_older_ones_follow(alice, endpoint, monkeypatch):
    monkeypatch.setattr("tenant_apps.webhooks.queries.PER_PAGE", 2)
    rows = [
        endpoint.deliveries.create(
            message=f"00000000-0000-0000-0000-00000000000{n}", type="x.y", body="{}", happened_at=clock.now()
        )
        for n in range(3)
    ]

    first = alice.get(page(endpoint)).context
    second = alice.get(page(endpoint, f"?before={first['older']}")).context

    assert [row.pk for row in [*first["deliveries"], *second["deliveries"]]] == [row.pk for row in rows[::-1]]


def test_one_and_all_are_sent_again(okafor, alice, endpoint, receiver):
    sent = webhooks.send_test(endpoint=endpoint, by=owner_of(okafor))
    WebhookDelivery.objects.update(failed_at=clock.now(), delivered_at=None)

    many = alice.post(page(endpoint, "replays/"), {"since": "24"}, follow=True)
    WebhookDelivery.objects.update(failed_at=clock.now())
    one = alice.post(page(endpoint, f"deliveries/{sent.key}/replay/"), follow=True)

    sent.refresh_from_db()
    assert "1 message is sent again." in many.text
    assert "It is sent again, under the same id." in one.text
    assert sent.state == "waiting"


def test_an_endpoint_is_rotated_switched_and_removed(alice, endpoint):
    secret = keys_of(endpoint)[0]

    rotated = alice.post(page(endpoint, "rotation/"), follow=True)
    endpoint.refresh_from_db()
    off = alice.post(page(endpoint, "switch/"), follow=True)
    refused = alice.post(page(endpoint, "replays/"), {"since": "1"}, follow=True)
    on = alice.post(page(endpoint, "switch/"), follow=True)
    alice.post(page(endpoint, "removal/"))

    assert keys_of(endpoint)[0] in rotated.text
    assert keys_of(endpoint)[1] == secret
    assert "Switched off by hand" in off.text
    assert "0 messages are sent again." in refused.text
    assert "Switched off by hand" not in on.text
    assert not WebhookEndpoint.objects.exists()


def test_a_secret_looked_at_again_is_neither_shown_nor_made_anew(alice, endpoint):
    alice.post(page(endpoint, "rotation/"), follow=True)
    before = WebhookEndpoint.objects.get().sealed_secret

    again = alice.get(page(endpoint, "secret/"), follow=True)

    endpoint.refresh_from_db()
    assert (again.redirect_chain, endpoint.sealed_secret) == ([(page(endpoint), 302)], before)
    assert "A secret is shown once." in again.text
    assert keys_of(endpoint)[0] not in again.text


@pytest.mark.parametrize("role", [Role.STAFF, Role.AUTHOR, Role.SUPPORT])
def test_only_owners_see_webhooks(client_for, okafor, endpoint, role):
    browser = browser_of(client_for, okafor, role)

    assert [browser.get(place).status_code for place in (LIST, page(endpoint))] == [403, 403]


def test_strangers_sign_in_first(client_for, okafor):
    assert client_for(okafor).get(LIST).status_code == 302


def test_a_list_takes_the_same_queries_for_one_and_for_three(okafor, alice, endpoint):
    alice.get(LIST)
    counts = []
    for _each in "12":
        with CaptureQueriesContext(connection) as seen:
            alice.get(LIST)
        counts.append(len(seen))
        for _one in "12":
            webhooks.add_endpoint(url=endpoint.url, types=[], by=owner_of(okafor))

    assert counts[0] == counts[1]
