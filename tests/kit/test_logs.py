"""Log lines say where they come from, and no secret."""

import logging
import sys

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from marque.kit.logs import ContextFilter, RequestIdMiddleware, request_id, scrub


@pytest.mark.parametrize(
    ("line", "scrubbed"),
    [
        ("password=hunter2 ok", "password=*** ok"),
        ('{"password": "hunter2", "a": 1}', '{"password": "***", "a": 1}'),
        ("csrfmiddlewaretoken=abc&x=1", "csrfmiddlewaretoken=***&x=1"),
        ("api_key: 12345", "api_key: ***"),
        ("Authorization: Bearer abcdefghij", "Authorization: ***"),
        ("sent Bearer abcdefghij", "sent Bearer ***"),
        ("key sk_live_abcdefgh12345", "key ***"),
        ("card 4242 4242 4242 4242 declined", "card [card] declined"),
        ("card 4242424242424242", "card [card]"),
        ("order 4242424242424241", "order 4242424242424241"),
        ("took 0.1234567890123 s", "took 0.1234567890123 s"),
        ("postgresql://web:pw@127.0.0.1/x", "postgresql://***@127.0.0.1/x"),
        ("GET /media/WzEsMl0~" + "x" * 43 + "/a.mp4", "GET /media/***/a.mp4"),
        ("Carol finished lesson 3", "Carol finished lesson 3"),
    ],
)
def test_scrub_hides_secrets_and_cards(line: str, scrubbed: str) -> None:
    assert scrub(line) == scrubbed


def test_a_record_carries_tenant_and_request(in_okafor) -> None:
    seen = []

    def view(request: object) -> HttpResponse:
        record = logging.makeLogRecord({"msg": "token=%s", "args": ("abc",)})
        ContextFilter().filter(record)
        seen.append((record.tenant, record.request_id, record.getMessage()))
        return HttpResponse()

    response = RequestIdMiddleware(view)(RequestFactory(headers={"X-Request-ID": "abcd-1234"}).get("/"))

    assert seen == [("okafor", "abcd-1234", "token=***")]
    assert response["X-Request-ID"] == "abcd-1234"
    assert request_id() == "-"


def test_a_wild_request_id_is_replaced() -> None:
    request = RequestFactory(headers={"X-Request-ID": "a b\r\nSet-Cookie: x"}).get("/")

    response = RequestIdMiddleware(lambda request: HttpResponse())(request)

    assert len(response["X-Request-ID"]) == 16


def test_a_traceback_is_scrubbed() -> None:
    try:
        raise ValueError("password=hunter2")
    except ValueError:
        record = logging.makeLogRecord({"msg": "failed", "exc_info": sys.exc_info()})

    ContextFilter().filter(record)

    assert record.exc_text.endswith("ValueError: password=***")
