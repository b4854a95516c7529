"""The Caddyfile we ship, read and run by a real Caddy."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest

from tests.deploy.caddy import CADDY, CADDYFILE, running, validated


class _Quiet(WSGIRequestHandler):
    def log_message(self, *words: object) -> None:
        """Nothing."""


def engine(environ, start_response):
    """As much of the engine as a hand-over needs."""
    if environ["PATH_INFO"] != "/media/film":
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"yes"]
    headers = [
        ("X-Accel-Redirect", "/protected/tenants/1/assets/0a1b-film.mp4"),
        ("Content-Type", "video/mp4"),
        ("Content-Disposition", 'inline; filename="film.mp4"'),
        ("Content-Security-Policy", "default-src 'none'; sandbox"),
        ("Cache-Control", "private, max-age=3600"),
        ("Content-Length", "0"),
    ]
    start_response("200 OK", headers)
    return [b""]


@pytest.fixture
def web() -> Iterator[int]:
    with make_server("127.0.0.1", 0, engine, handler_class=_Quiet) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server.server_port
        server.shutdown()


@pytest.fixture
def certificate(tmp_path) -> dict[str, str]:
    paths = {"WILDCARD_CERTIFICATE": str(tmp_path / "wild.pem"), "WILDCARD_KEY": str(tmp_path / "wild.key")}
    subject = ["-subj", "/CN=wildcard", "-addext", "subjectAltName=DNS:*.marque.test"]
    files = ["-out", paths["WILDCARD_CERTIFICATE"], "-keyout", paths["WILDCARD_KEY"]]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *subject, *files]
    subprocess.run(command, check=True, capture_output=True)
    return paths


@pytest.mark.parametrize("how", ["each", "wildcard"])
def test_caddy_takes_the_file(certificate, how):
    answer = validated({"PLATFORM_HOST": "marque.test", "SUBDOMAIN_TLS": how, **certificate})

    assert answer.returncode == 0, answer.stderr


def test_the_file_is_formatted_as_caddy_does():
    done = subprocess.run([CADDY, "fmt", str(CADDYFILE)], capture_output=True, text=True)

    assert done.stdout == CADDYFILE.read_text()


@pytest.mark.slow
def test_caddy_sends_the_files_the_engine_allows(web, tmp_path):
    film = tmp_path / "media" / "tenants" / "1" / "assets" / "0a1b-film.mp4"
    film.parent.mkdir(parents=True)
    film.write_bytes(bytes(range(256)) * 40)

    with running(tmp_path / "caddy", web=web, MEDIA_ROOT=str(tmp_path / "media")) as caddy:
        whole = caddy.get("okafor.co", "/media/film")
        part = caddy.get("okafor.co", "/media/film", Range="bytes=10-19")
        around = caddy.get("okafor.co", "/protected/tenants/1/assets/0a1b-film.mp4")

    assert (whole.status, whole.body) == (200, film.read_bytes())
    assert (part.status, part.body, part.headers["Content-Range"]) == (206, bytes(range(10, 20)), "bytes 10-19/10240")
    assert whole.headers["Content-Type"] == "video/mp4"
    assert whole.headers["Content-Disposition"] == 'inline; filename="film.mp4"'
    assert whole.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "X-Accel-Redirect" not in whole.headers
    assert around.body == b"yes"  # the engine's own answer: no address leads to the files


@pytest.mark.slow
def test_subdomains_share_the_wildcard_and_others_get_their_own(web, tmp_path, certificate):
    wildcard = {"PLATFORM_HOST": "marque.test", "SUBDOMAIN_TLS": "wildcard", **certificate}

    with running(tmp_path / "caddy", web=web, **wildcard) as caddy:
        own = caddy.get("learn.okafor.co").issuer
        caddy.authority.write_bytes(Path(certificate["WILDCARD_CERTIFICATE"]).read_bytes())
        shared = caddy.get("okafor.marque.test").issuer

    assert (own, shared) == ("Caddy Local Authority - ECC Intermediate", "wildcard")
