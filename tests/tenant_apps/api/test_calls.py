"""Who may call, how often, and what the same call sent twice does."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marque.kit import clock
from shared_apps.operations.models import AuditEntry
from tenant_apps.api import actions
from tenant_apps.api.models import AnsweredCall
from tenant_apps.api.tasks import tidy
from tenant_apps.catalog.models import Offer
from tests.tenant_apps.programs import a_program, owner_of
from tests.tenant_apps.selling import a_product


def an_offer_asked(slug="second-number"):
    return {"slug": slug, "title": "The Second Number", "products": [str(a_product().key)]}


@pytest.mark.parametrize("header", ["", "Basic YTpi", "Bearer", "Bearer nonsense", "Bearer mqb_" + "x" * 43])
def test_a_call_without_a_good_token_is_401(books, header):
    answer = books.client.get("/api/v1/orders/", headers={"authorization": header})

    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="api"')
    assert answer["Content-Type"] == "application/problem+json"
    assert sorted(answer.json()) == ["code", "detail", "errors", "field", "status", "title", "type"]


def test_a_revoked_token_is_401(okafor, books):
    actions.revoke_token(token=books.token, by=owner_of(okafor))

    assert books.call("get", "/orders/").status_code == 401


def test_an_expired_token_is_401(books):
    with clock.fixed(clock.now() + timedelta(days=2)):
        assert books.call("get", "/orders/").status_code == 401


def test_a_token_without_the_scope_is_403(okafor, in_okafor):
    answer = a_program(okafor, "orders:read").call("post", "/offers/", an_offer_asked())

    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")
    assert answer.json()["detail"] == "This token lacks the scope “offers:write”."
    assert not Offer.objects.exists()


def test_a_session_opens_nothing(okafor, in_okafor, client_for):
    client = client_for(okafor)
    client.force_login(owner_of(okafor))

    assert client.get("/api/v1/orders/").status_code == 401


def test_a_token_of_another_business_is_as_a_missing_one(okafor, other, in_okafor):
    thief = a_program(okafor, host=other.domain)

    foreign = thief.call("get", "/orders/")
    nobody = thief.client.get("/api/v1/orders/", headers={"authorization": "Bearer mqb_" + "x" * 43})

    assert (foreign.status_code, foreign.content) == (401, nobody.content)


def test_the_caller_is_told_who_it_is(okafor, books):
    seen = books.call("get", "/whoami/").json()

    assert (seen["business"], seen["token"], seen["scopes"]) == (okafor.name, "books", books.token.scopes)


def test_calls_are_counted_by_token_and_by_business(okafor, in_okafor, settings):
    settings.API_CALLS_A_MINUTE = 2
    programs = [a_program(okafor) for _each in range(4)]
    start = clock.now().replace(second=20, microsecond=0)
    with clock.fixed(start):
        first = [programs[0].call("get", "/whoami/").status_code for _each in range(3)]
        second = [programs[1].call("get", "/whoami/").status_code for _each in range(2)]
        late = programs[2].call("get", "/whoami/")
        over = programs[3].call("get", "/whoami/")
    with clock.fixed(start + timedelta(seconds=40)):
        later = programs[0].call("get", "/whoami/").status_code

    assert (first, second, late.status_code, later) == ([200, 200, 429], [200, 200], 200, 200)
    assert (over.status_code, over["Retry-After"], over.json()["code"]) == (429, "40", "throttled")


def test_the_same_key_gives_the_same_answer_and_one_effect(books):
    asked = an_offer_asked()
    first = books.call("post", "/offers/", asked, **{"idempotency-key": "k1"})
    again = books.call("post", "/offers/", asked, **{"idempotency-key": "k1"})

    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())
    assert again["Idempotent-Replayed"] == "true"
    assert Offer.objects.count() == 1


def test_the_same_key_with_another_body_is_refused(books):
    books.call("post", "/offers/", an_offer_asked(), **{"idempotency-key": "k1"})
    other = books.call("post", "/offers/", an_offer_asked("third"), **{"idempotency-key": "k1"})

    assert (other.status_code, other.json()["code"], other.json()["field"]) == (422, "key_reused", "Idempotency-Key")


def test_a_key_is_a_tokens_own(okafor, books):
    books.call("post", "/offers/", an_offer_asked(), **{"idempotency-key": "k1"})

    answer = a_program(okafor).call("post", "/offers/", an_offer_asked("third"), **{"idempotency-key": "k1"})

    assert answer.status_code == 201


def test_a_refused_call_may_be_sent_again_with_its_key(books):
    offer = books.call("post", "/offers/", an_offer_asked()).json()
    refused = books.call("put", f"/offers/{offer['id']}/publication/", **{"idempotency-key": "k2"})
    books.call("post", f"/offers/{offer['id']}/prices/", {"amount": 4900, "currency": "USD"})
    right = books.call("put", f"/offers/{offer['id']}/publication/", **{"idempotency-key": "k2"})

    assert (refused.status_code, refused.json()["code"]) == (422, "price_missing")
    assert (right.status_code, right.json()["state"]) == (200, "live")


def test_a_key_is_free_again_after_a_day(books):
    books.call("post", "/offers/", an_offer_asked(), **{"idempotency-key": "k1"})
    AnsweredCall.objects.update(created_at=clock.now() - timedelta(hours=25))

    answer = books.call("post", "/offers/", an_offer_asked("third"), **{"idempotency-key": "k1"})

    assert (answer.status_code, AnsweredCall.objects.count()) == (201, 1)


def test_answers_of_a_token_that_calls_no_more_are_dropped_and_fresh_ones_stay(books):
    books.call("post", "/offers/", an_offer_asked(), **{"idempotency-key": "k1"})
    AnsweredCall.objects.update(created_at=clock.now() - timedelta(hours=25))
    books.call("post", "/offers/", an_offer_asked("third"), **{"idempotency-key": "k2"})

    tidy.run()

    assert list(AnsweredCall.objects.values_list("once_key", flat=True)) == ["k2"]


def test_every_writing_call_is_in_the_audit_log(okafor, books):
    books.call("post", "/offers/", an_offer_asked())

    entry = AuditEntry.objects.get(action="api.post", tenant_id=okafor.id)
    assert (entry.actor, entry.target) == ("alice@example.com", "/api/v1/offers/")
    assert entry.data == {"token": books.token.shown, "token_name": "books", "status": 201}


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"[" * 100_000, 400, "parse_error"),
        (b"{", 400, "parse_error"),
        (b'"word"', 400, "invalid"),
        (b'{"slug": "a", "title": "\\ud800", "products": []}', 400, "invalid"),
        (b'{"title": "' + b"x" * 3_000_000 + b'"}', 413, "too_large"),
    ],
)
def test_a_body_that_makes_no_sense(books, body, status, code):
    answer = books.client.generic("POST", "/api/v1/offers/", body, content_type="application/json")

    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_everything_that_is_wrong_is_named(books):
    answer = books.call("post", "/offers/", {"slug": "no spaces here", "title": "", "products": []})

    fields = [wrong["field"] for wrong in answer.json()["errors"]]
    assert (answer.status_code, answer.json()["field"], fields) == (400, "slug", ["slug", "title", "products"])


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/orders/?cursor=yesterday", 404),
        ("/orders/?cursor=00000000-0000-0000-0000-000000000001", 404),
        ("/orders/?limit=-1", 200),
        ("/orders/?limit=99999999999999999999", 200),
        ("/orders/?state=lost", 400),
        ("/orders/?person=nobody", 400),
        ("/people/?q=%00", 400),
        ("/orders/not-an-id/", 404),
        ("/castles/", 404),
    ],
)
def test_an_address_that_makes_no_sense(books, path, status):
    answer = books.call("get", path)

    assert answer.status_code == status
    assert status == 200 or answer.json()["detail"]


def test_pages_follow_each_other(books):
    made = [books.call("post", "/offers/", an_offer_asked(f"offer-{n}")).json()["id"] for n in range(3)]

    first = books.call("get", "/offers/?limit=2").json()
    second = books.client.get(first["next"]).json()

    assert [row["id"] for row in first["results"] + second["results"]] == made[::-1]
    assert second["next"] is None


def test_a_list_takes_the_same_queries_for_one_and_for_three(books):
    counts = []
    for slugs in (["a"], ["b", "c"]):
        for slug in slugs:
            offer = books.call("post", "/offers/", an_offer_asked(f"offer-{slug}")).json()
            books.call("post", f"/offers/{offer['id']}/prices/", {"amount": 4900, "currency": "USD"})
        with CaptureQueriesContext(connection) as seen:
            books.call("get", "/offers/")
        counts.append(len(seen))

    assert counts[0] == counts[1]
