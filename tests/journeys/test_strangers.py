"""Requests no browser makes, over bare sockets; and addresses that belong to nobody."""

import socket

import pytest

from tests.journeys.stage.site import Site
from tests.journeys.stage.visitor import Visitor


def _ask(site: Site, host: str, path: str = "/healthcheck-of-nobody/") -> tuple[int, str]:
    """Status and body for a Host header exactly as written."""
    with socket.create_connection(("127.0.0.1", site.port), timeout=20) as wire:
        wire.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode("latin-1"))
        answer = b""
        while part := wire.recv(65536):
            answer += part
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split()[1]), body.decode(errors="replace")


@pytest.mark.parametrize(
    "host", ["okafor.localhost:{port}", "OKAFOR.LocalHost", "okafor.localhost.", "okafor.localhost.:{port}"]
)
def test_a_host_written_oddly_is_still_the_business(site: Site, host: str) -> None:
    status, body = _ask(site, host.format(port=site.port), "/courses/")

    assert (status, "Okafor" in body) == (200, True)


@pytest.mark.parametrize(
    ("host", "answers"),
    [
        ("nobody.localhost", 404),
        ("127.0.0.1", 404),
        ("[::1]", 400),
        ("okafor.localhost:port", 400),
        ("okafor..localhost", 400),
        ("okafor_.localhost", 400),
        ("-okafor.localhost", 400),
        ("okafor.localhost@evil.example", 400),
        ("x" * 300, 400),
    ],
)
def test_a_host_that_is_nobodys_is_turned_away_without_a_brand(site: Site, host: str, answers: int) -> None:
    status, body = _ask(site, host)

    assert status == answers
    assert not [name for name in ("Okafor", "Marque", "Wagtail", "Django", "Traceback") if name in body]


def test_the_page_of_an_unknown_host_reads_well(visitor: Visitor) -> None:
    with visitor.expecting(404):
        visitor.go(visitor.site.url("/", "nobody"))
        visitor.look("unknown host")


def test_a_page_that_is_not_there_says_so_in_the_brand(visitor: Visitor) -> None:
    with visitor.expecting(404):
        visitor.go("/no-such-page/")
        visitor.look("not found")
        visitor.sees("Okafor")


def test_a_forged_media_link_is_refused(visitor: Visitor) -> None:
    with visitor.expecting(403, 404):
        visitor.go("/media/not-a-token/lesson.mp4")
        visitor.look("media, refused")


def test_a_form_without_its_token_is_refused_in_the_brand(visitor: Visitor) -> None:
    visitor.go("/accounts/login/")
    visitor.fill(Email="sofia@example.com", Password=visitor.site.password)
    visitor.context.clear_cookies()
    with visitor.expecting(403):
        visitor.page.get_by_role("button", name="Sign in", exact=True).click()
        visitor.sees("This page is out of date")
        visitor.look("stale form")
