"""The client for addresses that somebody typed in reaches public places, and nothing else (DESIGN §9.12)."""

import ssl
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from shared_apps.integrations import outbound
from shared_apps.integrations.outbound import client
from shared_apps.integrations.outbound.guard import is_public, place_of, read_address
from shared_apps.integrations.ports.dns import Answer, Outcome
from tests.doubles.receiver import Receiver


@pytest.fixture
def receiver(settings):
    with Receiver() as listening:
        settings.OUTBOUND_EXEMPT = [listening.place]
        yield listening


def dns(**records):
    """A resolver that knows these."""

    def look_up(name, kind):
        found = records.get(kind, ())
        return Answer(Outcome.FOUND, tuple(found)) if found else Answer(Outcome.EMPTY)

    return look_up


def send(url, **more):
    return outbound.post(url, body=b"{}", headers={"Content-Type": "application/json"}, **more)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.1.2.3", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1",
        "::ffff:8.8.8.8", "::7f00:1", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001:0:7f00:1::", "fe80::1",
        "fe80::1%eth0", "fc00::1", "fd12::1", "fec0::1", "ff02::1", "2001:db8::1",
    ],
)  # fmt: skip
def test_an_address_that_is_not_public_is_known_as_such(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.215.14", "2606:4700::1111", "2a00:1450:4001:800::200e"])
def test_a_public_address_is_known_as_such(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "", "example.com", "ftp://example.com/", "file:///etc/passwd", "gopher://example.com/", "http://example.com/",
        "https://localhost/", "https://db/", "https://intern.local/", "https://metadata.internal/", "https://127.0.0.1/",
        "https://[::1]/", "https://2130706433/", "https://0x7f.1/", "https://127.1/", "https://example.com:25/",
        "https://example.com:0/", "https://example.com:99999/", "https://user:pw@example.com/", "https://example.com\\@x/",
        "https://exa mple.com/", "https://example.com/\r\nHost: x", "https://bücher.example/", "https://",
        "https://example.com/" + "x" * 500, "https://169.254.169.254/latest/meta-data/",
    ],
)  # fmt: skip
def test_an_address_that_may_not_be_asked_is_refused(url):
    with pytest.raises(outbound.AddressRefused) as refused:
        read_address(url)

    assert refused.value.field == "url"
    assert str(refused.value)


def test_a_public_name_is_read():
    target = read_address("https://hooks.example.com:8443/a/b?c=d")

    assert (target.host, target.port, target.path, target.named) == (
        "hooks.example.com",
        8443,
        "/a/b?c=d",
        "hooks.example.com:8443",
    )


@pytest.mark.parametrize(
    "records", [{"A": ["10.0.0.1"]}, {"A": ["8.8.8.8", "127.0.0.1"]}, {"A": ["8.8.8.8"], "AAAA": ["::1"]}, {}]
)
def test_a_name_that_leads_inside_or_nowhere_is_refused(records):
    with pytest.raises(outbound.AddressRefused):
        place_of(read_address("https://hooks.example.com/"), dns(**records))


def test_a_name_is_looked_up_once_and_its_address_kept(monkeypatch):
    asked = []

    def rebinding(name, kind):
        asked.append(kind)
        return Answer(Outcome.FOUND, ("8.8.8.8" if kind == "A" else "2606:4700::1111",))

    met = []
    monkeypatch.setattr(client.socket, "create_connection", lambda place, _wait: met.append(place) or _refuse())

    with pytest.raises(outbound.Unreachable):
        send("https://hooks.example.com/", look_up=rebinding)

    assert (asked, met) == (["A", "AAAA"], [("8.8.8.8", 443)])


def _refuse():
    raise ConnectionRefusedError


def test_what_comes_back_is_told(receiver):
    receiver.answers, receiver.body, receiver.retry_after = [503], b"later", "120"

    answer = send(receiver.url)

    assert (answer.status, answer.body, answer.retry_after) == (503, b"later", "120")
    assert receiver.taken[0].headers["host"] == receiver.place


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_redirects_are_not_followed(receiver, status):
    receiver.answers = [status]

    assert send(receiver.url).status == status
    assert [each.path for each in receiver.taken] == ["/hooks"]


@pytest.mark.parametrize("way", ["hang", "drip"])
def test_patience_ends(receiver, monkeypatch, way):
    monkeypatch.setattr(client, "READ_SECONDS", 0.4)
    receiver.answers = [way]  # who waits for a minute gets it whole

    with pytest.raises(outbound.Unreachable):
        send(receiver.url)


def test_no_more_is_read_than_agreed(receiver):
    receiver.body = b"x" * 1_000_000

    assert len(send(receiver.url).body) == 100_000


def test_a_connection_that_is_cut_or_refused_is_unreachable(receiver, settings):
    receiver.answers = ["cut"]
    with pytest.raises(outbound.Unreachable, match="ended without an answer"):
        send(receiver.url)
    settings.OUTBOUND_EXEMPT = ["127.0.0.1:1"]
    with pytest.raises(outbound.Unreachable, match="refused"):
        send("http://127.0.0.1:1/")


@pytest.fixture
def secure(tmp_path, monkeypatch):
    """A receiver with a certificate for hooks.example.com, which this machine trusts; names lead to it."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.DNSName("hooks.example.com")
    own, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "hooks")]), datetime.now(UTC)
    asked = x509.CertificateBuilder().subject_name(own).issuer_name(own).public_key(key.public_key()).serial_number(1)
    asked = asked.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    made = asked.add_extension(x509.SubjectAlternativeName([name]), critical=False).sign(key, hashes.SHA256())
    place = tmp_path / "hooks.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    place.write_bytes(secret + made.public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(place)
    monkeypatch.setenv("SSL_CERT_FILE", str(place))
    monkeypatch.setattr(client, "place_of", lambda _target, _look_up: "127.0.0.1")
    with Receiver(tls=context) as listening:
        yield listening


def test_the_certificate_is_checked_against_the_name_not_the_address(secure):
    port = secure.place.partition(":")[2]

    answer = send(f"https://hooks.example.com:{port}/a")
    with pytest.raises(outbound.Unreachable, match="not trusted"):
        send(f"https://other.example.com:{port}/b")

    assert answer.status == 200
    assert [(each.path, each.headers["host"]) for each in secure.taken] == [("/a", f"hooks.example.com:{port}")]


def test_what_speaks_no_tls_is_told_nothing(receiver):
    with pytest.raises(outbound.Unreachable):
        send(receiver.url.replace("http:", "https:"))

    assert receiver.taken == []
