"""Calls that make no sense are answered as such, in the API's own shape, and never with a 500."""

import base64
from urllib.parse import quote

import pytest


def cursor(text: str) -> str:
    return quote(base64.b64encode(text.encode()).decode())


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/tenants/oka%00for/", 404),
        ("/tenants/okafor/domains/a%00b/", 404),
        (f"/tenants/?cursor={cursor('p=yesterday')}", 404),
        (f"/operations/?cursor={cursor('p=2026-13-45 25:00')}", 404),
        ("/operations/?cursor=%FF", 404),
        ("/tenants/?q=%00", 400),
        ("/tenants/?limit=-1", 200),
    ],
)
def test_an_address_that_makes_no_sense(north, path, status):
    answer = north.call("get", path)

    assert answer.status_code == status
    assert status == 200 or answer.data["error"]["message"]


def test_pages_still_follow_each_other(north):
    for word in ("one", "two"):
        north.call("post", "/tenants/", {"slug": f"trial-{word}", "name": word, "owner": "ann@example.com"})

    first = north.call("get", "/operations/?limit=1").data
    second = north.client.get(first["next"]).data

    assert [page["results"][0]["kind"] for page in (first, second)] == ["tenant.create"] * 2
    assert first["results"] != second["results"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"[" * 100_000, 400, "parse_error"),
        (b"{", 400, "parse_error"),
        (b"\xff", 400, "parse_error"),
        (b'{"slug": "a", "name": "\\ud800", "owner": "a@example.com"}', 400, "invalid"),
        (b'{"name": "' + b"x" * 3_000_000 + b'"}', 413, "too_large"),
    ],
)
def test_a_body_that_makes_no_sense(north, body, status, code):
    answer = north.client.generic("POST", "/api/v1/tenants/", body, content_type="application/json")

    assert (answer.status_code, answer.data["error"]["code"]) == (status, code)
