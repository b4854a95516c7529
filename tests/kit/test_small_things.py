"""Codes, the clock, refusals, links back."""

from datetime import UTC, datetime

import pytest
from django.test import RequestFactory

from marque.kit import clock, ids
from marque.kit.errors import Refused
from marque.kit.http import safe_next_url


class SeatGone(Refused):
    """A sample."""

    message = "Seat %(number)s is gone."


def test_a_code_is_long_readable_and_new() -> None:
    codes = {ids.code(12) for _ in range(200)}

    assert len(codes) == 200
    assert {len(code) for code in codes} == {12}
    assert set("".join(codes)) <= set(ids.ALPHABET)


def test_a_code_is_read_as_typed() -> None:
    assert ids.read_code(" 7oil-abc ") == "7011ABC"


def test_a_refusal_has_a_sentence_a_code_and_a_field() -> None:
    refused = SeatGone(field="seat", number=7)

    assert (str(refused), refused.code, refused.field) == ("Seat 7 is gone.", "seat_gone", "seat")


def test_a_sentence_with_a_percent_sign_needs_no_context() -> None:
    assert str(Refused("100% booked.")) == "100% booked."


def test_the_clock_can_be_fixed() -> None:
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)

    with clock.fixed(noon):
        assert clock.now() == noon
    assert clock.now() > noon.replace(year=2020)


@pytest.mark.parametrize(
    ("wanted", "goes_to"),
    [
        ("/learn/", "/learn/"),
        ("https://okafor.localhost/learn/", "/"),
        ("http://okafor.localhost/learn/", "http://okafor.localhost/learn/"),
        ("//evil.example/", "/"),
        ("https:///evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_the_next_address_stays_on_this_host(wanted: str, goes_to: str, settings) -> None:
    request = RequestFactory(headers={"host": "okafor.localhost"}).get("/", {"next": wanted})

    expected = "https://okafor.localhost/learn/" if wanted.startswith("https://okafor") else goes_to
    assert safe_next_url(request) == expected


def test_a_code_with_a_null_byte_is_only_a_wrong_code() -> None:
    assert ids.read_code("7\0A") == "7A"
