"""The command on an agency's laptop: no settings, no database, a real platform over HTTP."""

import json
import os
import ssl
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from inspect import signature
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db import connections

from marque.kit import clock
from provisioning.schemas import drop_schema
from shared_apps.agencies.access import create_token
from shared_apps.agencies.actions import create_agency, hold_tenant
from shared_apps.agencies.models import Agency, AnsweredCall
from shared_apps.agencies.tokens import SCOPES
from shared_apps.operations.models import Operation
from shared_apps.tenants.models import Domain, Tenant

Run = Callable[..., subprocess.CompletedProcess]


@pytest.fixture
def home(tmp_path) -> Path:
    """A laptop with nothing on it."""
    return tmp_path / "home"


@pytest.fixture
def marque(home) -> Run:
    """Type a command there."""

    def run(*words: str, **environment: str) -> subprocess.CompletedProcess:
        return subprocess.run(  # noqa: S603
            [sys.executable, "-m", "provisioning.cli", *words],
            cwd=settings.ROOT, capture_output=True, text=True, timeout=60,
            env={
                "PATH": os.environ["PATH"], "HOME": str(home), "COLUMNS": "200",
                "PYTHONPATH": f"{settings.ROOT}/platform:{settings.ROOT}", **environment,
            },
        )  # fmt: skip

    return run


class Quiet(WSGIRequestHandler):
    """Says nothing on the terminal."""

    def log_message(self, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def served(real_commits, platform) -> Iterator[str]:
    """The platform itself, listening."""
    # the Host header of a laptop says the address it was given
    port_host = "localhost"
    Domain.objects.filter(domain="platform.test").update(domain=port_host)
    application = get_wsgi_application()

    def closing(environ, start_response):
        try:
            return application(environ, start_response)
        finally:
            connections.close_all()

    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet, connections_override={})
    server.set_app(closing)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()
    Domain.objects.filter(domain=port_host).update(domain="platform.test")


@pytest.fixture
def token(served) -> Iterator[str]:
    """An agency that runs okafor, and its token."""
    agency = create_agency(slug="far-agency", name="Far Away", limit=2, by="tests")
    hold_tenant(agency=agency, tenant=Tenant.objects.get(slug="okafor"), by="tests")
    expires = clock.now() + timedelta(days=1)
    yield create_token(agency=agency, name="laptop", scopes=list(SCOPES), expires_at=expires, by="tests")[1]
    Operation.objects.filter(agency_id=agency.id).delete()
    AnsweredCall.objects.all().delete()
    agency.holdings.all().delete()
    Agency.objects.all().delete()
    for tenant in Tenant.objects.filter(slug__startswith="trial"):
        drop_schema(tenant.schema_name)
        tenant.delete()


def test_login_keeps_the_token_for_its_owner_alone(marque, home, served, token):
    done = marque("login", served, "--token", token, "--json")
    file = home / ".config/marque/login.json"

    assert (done.returncode, json.loads(done.stdout)["agency"]) == (0, "far-agency"), done.stderr
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [row["slug"] for row in json.loads(marque("tenant", "list", "--json").stdout)] == ["okafor"]
    assert json.loads(marque("whoami", "--json").stdout)["token"] == "laptop"  # noqa: S105
    assert marque("logout").returncode == 0
    assert not file.exists()


def test_login_with_a_wrong_token_keeps_nothing(marque, home, served):
    done = marque("login", served, "--token", "mqa_" + "x" * 43)

    assert done.returncode == 3
    assert "This token is wrong, expired or revoked." in done.stderr
    assert not (home / ".config").exists()


def test_a_business_is_made_listed_closed_and_opened(marque, served, token):
    there = {"MARQUE_URL": served, "MARQUE_TOKEN": token}
    created = marque("tenant", "create", "trial-far", "--name", "Far", "--owner", "ann@example.com", "--json", **there)
    closed = marque("tenant", "suspend", "trial-far", "--reason", "Moving", "--json", **there)
    opened = marque("tenant", "resume", "trial-far", "--json", **there)
    operations = json.loads(marque("operation", "list", "--json", **there).stdout)

    assert created.returncode == 0, created.stderr
    assert json.loads(created.stdout)["state"] == "active"
    assert (json.loads(closed.stdout)["state"], json.loads(opened.stdout)["state"]) == ("suspended", "active")
    assert [(row["kind"], row["state"]) for row in operations] == [("tenant.create", "done")]
    assert marque("operation", "wait", operations[0]["id"], **there).returncode == 0


def test_a_manifest_is_planned_applied_and_pulled(marque, home, served, token):
    there = {"MARQUE_URL": served, "MARQUE_TOKEN": token}
    home.mkdir()
    file = home / "fleet.yaml"
    file.write_text("tenant: trial-far\nname: Far\nowner: ann@example.com\n")

    planned = marque("plan", str(file), **there)
    applied = marque("apply", str(file), "--yes", "--json", **there)
    pulled = marque("manifest", "pull", "trial-far", **there)

    assert (planned.returncode, planned.stdout.splitlines()[0]) == (0, "trial-far (new)"), planned.stderr
    assert json.loads(applied.stdout)["applied"][0]["created"] is True, applied.stderr
    assert "tenant: trial-far" in pulled.stdout
    assert marque("diff", str(file), **there).returncode == 0
    file.write_text("tenant: trial-far\ncastles: []\n")
    assert marque("plan", str(file), **there).returncode == 3


def test_domains_are_listed_and_refused_as_on_the_server(marque, served, token):
    there = {"MARQUE_URL": served, "MARQUE_TOKEN": token}

    listed = json.loads(marque("domain", "list", "okafor", "--json", **there).stdout)
    added = marque("domain", "add", "okafor", "192.0.2.7", "--json", **there)

    assert [(row["domain"], row["primary"]) for row in listed] == [("okafor.localhost", True)]
    assert (added.returncode, json.loads(added.stderr)["error"]["field"]) == (3, "domain")
    assert marque("domain", "remove", "okafor", "nobodys.example", **there).returncode == 4


# here it can also remove for good, list an agency's shelf, and read or write files beside the manifest
ONLY_HERE = {"blueprint list": {"shelf"}, "blueprint save": {"replace"}}
# prints a page of the documentation from the models, which are here
COMMANDS_ONLY_HERE = {"reference"}


def test_commands_have_the_same_options_far_away():
    from typer.main import get_command

    from provisioning.cli import blueprints, domains, far, far_domains, forks, manifests

    pairs = {
        "domain": (domains.domains, far_domains.domains),
        "manifest": (manifests.manifests, far.manifests),
        "blueprint": (blueprints.blueprints, far.blueprints),
    }
    for name, (here, there) in pairs.items():
        ours, theirs = get_command(here).commands, get_command(there).commands
        for command, shape in theirs.items():
            options = {option.name for option in ours[command].params} - ONLY_HERE.get(f"{name} {command}", set())
            assert {option.name for option in shape.params} == options, f"{name} {command}"
        assert set(ours) - COMMANDS_ONLY_HERE == set(theirs)
    for name in ("plan_command", "apply_command", "diff_command"):
        assert signature(getattr(far, name)).parameters.keys() == signature(getattr(manifests, name)).parameters.keys()
    assert signature(far.fork).parameters.keys() == signature(forks.fork).parameters.keys()


def test_the_exit_codes_are_those_of_the_contract(marque, served, token):
    there = ("--url", served, "--token", token)
    new = ("--name", "N", "--owner", "a@example.com")

    assert marque("tenant", "show", "nobody", *there).returncode == 4
    assert "There is no business “nobody”." in marque("tenant", "show", "nobody", *there).stderr
    assert marque(*there, "tenant", "show", "other").returncode == 4
    assert marque("tenant", "create", "okafor", *new, *there).returncode == 3
    assert marque("tenant", "list", "--state", "asleep", *there).returncode == 2
    assert marque("tenant", "delete", "okafor", *there).returncode == 5
    assert json.loads(marque("tenant", "create", "Admin", *new, "--json", *there).stderr)["error"]["field"] == "slug"


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("--url", "http://platform.example", "--token", "t"), 2, "isn't encrypted"),
        (("--url", "ftp://platform.example", "--token", "t"), 2, "isn't a platform's address"),
        (("--url", "https://platform.example"), 2, "There is no token for https://platform.example."),
        (("--url", "http://localhost:9", "--token", "t"), 1, "can't be reached (Connection refused)"),
    ],
)
def test_a_place_that_cannot_be_used_is_explained(marque, words, code, sentence):
    done = marque("tenant", "list", *words)

    assert (done.returncode, done.stdout) == (code, "")
    assert sentence in " ".join(done.stderr.split())


class Flaky(BaseHTTPRequestHandler):
    """A platform whose first answers are lost; what arrived is kept."""

    seen: list[tuple[str, str | None]] = []
    answers: list[tuple[int, dict[str, str], bytes]] = []

    def do_PUT(self) -> None:  # noqa: N802
        """Take it in, and answer as planned."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.seen.append((body.decode(), self.headers.get("Idempotency-Key")))
        status, headers, text = self.answers.pop(0)
        if not status:
            self.connection.close()
            return
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(text))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_PUT  # noqa: N815

    def log_message(self, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def flaky() -> Iterator[Callable[..., str]]:
    """Listen, with these answers."""
    servers = []

    def listen(*answers: tuple[int, dict[str, str], bytes], context: ssl.SSLContext | None = None) -> str:
        Flaky.seen, Flaky.answers = [], list(answers)
        server = ThreadingHTTPServer(("127.0.0.1", 0), Flaky)
        if context:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http{'s' if context else ''}://localhost:{server.server_port}"

    yield listen
    for server in servers:
        server.shutdown()
        server.server_close()


SHOWN = json.dumps({"slug": "okafor", "state": "suspended"}).encode()


@pytest.mark.parametrize("lost", [(0, {}, b""), (503, {"Retry-After": "0"}, b"busy"), (429, {"Retry-After": "0"}, b"")])
def test_a_lost_answer_is_asked_for_again_with_the_same_key(marque, flaky, lost):
    url = flaky(lost, lost, (200, {}, SHOWN))

    done = marque("tenant", "suspend", "okafor", "--json", "--url", url, "--token", "t")

    assert (done.returncode, json.loads(done.stdout)["state"]) == (0, "suspended"), done.stderr
    assert len(Flaky.seen) == 3
    assert len({key for _body, key in Flaky.seen}) == 1
    assert Flaky.seen[0][1]


@pytest.mark.parametrize(
    ("answer", "code", "sentence"),
    [
        ((200, {}, b"<html>"), 3, "not as Marque's API does"),
        ((302, {"Location": "https://www.platform.example/"}, b""), 2, "leads to https://www.platform.example/"),
        ((403, {}, b"<html>blocked</html>"), 3, "answered 403, not as Marque's API does"),
        ((500, {}, b"oops"), 1, "answered 500"),
    ],
)
def test_an_answer_that_is_not_the_apis_is_explained(marque, flaky, answer, code, sentence):
    done = marque("tenant", "show", "okafor", "--url", flaky(answer), "--token", "t")

    assert done.returncode == code, done.stderr
    assert sentence in " ".join(done.stderr.split())


@pytest.fixture
def own_certificate(tmp_path) -> ssl.SSLContext:
    """A certificate nobody vouches for."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]),
    )
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(clock.now()).not_valid_after(clock.now() + timedelta(days=1))
    plain = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    certificate = tmp_path / "certificate.pem"
    certificate.write_bytes(pem + builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def test_a_certificate_that_is_not_trusted_stops_it(marque, flaky, own_certificate):
    url = flaky((200, {}, SHOWN), context=own_certificate)

    done = marque("tenant", "show", "okafor", "--url", url, "--token", "secret-token")

    assert done.returncode == 1
    assert "showed a certificate this machine doesn't trust" in " ".join(done.stderr.split())
    assert Flaky.seen == []


def test_http_spoken_to_a_tls_address_is_explained(marque, flaky):
    url = flaky((200, {}, SHOWN)).replace("http:", "https:")

    done = marque("tenant", "show", "okafor", "--url", url, "--token", "t")

    assert done.returncode == 1
    assert "doesn't speak TLS as it should" in " ".join(done.stderr.split())
