"""What DNS can say of a domain, and what the creator is told to do about it."""

import pytest

from provisioning.domains.actions import add_domain
from provisioning.domains.looking import check_domain
from shared_apps.integrations.dns import Resolver
from shared_apps.integrations.ports.dns import Outcome
from shared_apps.tenants.hosts import target_of
from tests.provisioning.domains.conftest import OURS, OURS_6
from tests.provisioning.domains.name_server import GARBAGE, SERVFAIL, SILENT

NAME = "learn.okafor.co"


@pytest.fixture
def claimed(row, dns):
    """The domain, and its words published, so that the rest shows where it leads."""
    added = add_domain(tenant=row, domain=NAME, by="tests")
    dns.publish(f"_domain-verify.{NAME} TXT {added.token}", f"{target_of(row.id)} A {OURS}")
    return added


def told(row, domain: str = NAME) -> list[str]:
    found = check_domain(tenant=row, domain=domain)
    return [*found.problems, *found.warnings]


@pytest.mark.parametrize(
    ("records", "says"),
    [
        ([], "has no address in the DNS"),
        (["{name} A 203.0.113.9"], "leads to 203.0.113.9, an address only your own network"),
        (["{name} A 93.184.215.14"], "leads to 93.184.215.14, not here"),
        (["{name} A 10.0.0.8"], "an address only your own network can reach"),
        (["{name} A 127.0.0.1"], "an address only your own network can reach"),
        (["{name} A 104.18.3.4"], "goes through Cloudflare (104.18.3.4), which hides where it leads. Switch the proxy"),
        (["{name} CNAME ext-sq.squarespace.com", "ext-sq.squarespace.com A 93.184.215.14"], "still leads to Squares"),
        (["{name} CNAME gone.example.net"], "leads to a name without an address (learn.okafor.co → gone.example.net)"),
        (["{name} CNAME a.example.net", "a.example.net CNAME {name}"], "go round in a circle: learn.okafor.co → a.ex"),
        (["{name} CNAME {name}"], "go round in a circle"),
        (["{name} CNAME h0.x.net", *(f"h{n}.x.net CNAME h{n + 1}.x.net" for n in range(9))], "too many CNAMEs"),
        (["{name} A {ours}", "{name} A 93.184.215.14"], "but also to 93.184.215.14: some visitors end up there"),
        (["{name} A {ours}", "{name} AAAA 2606:2800::1"], "its AAAA record to 2606:2800::1: visitors with IPv6"),
        (["{name} A {ours}", "okafor.co CAA 0 issue digicert.com"], "CAA records at okafor.co let only digicert.com"),
        (["{name} A {ours}", 'okafor.co CAA 0 issue ";"'], "A CAA record at okafor.co forbids every certificate"),
    ],
)
def test_check_says_what_is_wrong(row, dns, claimed, records, says):
    dns.publish(*(record.format(name=NAME, ours=OURS) for record in records))

    assert [text for text in told(row) if says in text] == told(row)
    assert told(row)


@pytest.mark.parametrize(
    "records",
    [
        ["{name} A {ours}"],
        ["{name} AAAA {ours6}"],
        ["{name} CNAME {target}"],
        ["{name} CNAME okafor.marque.test", "okafor.marque.test A 93.184.215.14"],
        ["{name} CNAME www.okafor.co", "www.okafor.co CNAME {target}"],
        ["{name} A {ours}", "okafor.co CAA 0 issue digicert.com", "okafor.co CAA 0 issue letsencrypt.org"],
        ["{name} A {ours}", "okafor.co CAA 0 iodef mailto:dns@okafor.co"],
        ["{name} A {ours}", "{name} CAA 0 issue letsencrypt.org", "okafor.co CAA 0 issue digicert.com"],
    ],
)
def test_check_of_what_is_right_says_nothing(row, dns, claimed, records):
    values = {"name": NAME, "ours": OURS, "ours6": OURS_6, "target": target_of(row.id)}
    dns.publish(*(record.format(**values) for record in records))

    assert told(row) == []


@pytest.mark.parametrize(
    ("how", "says"),
    [
        (SILENT, "didn't answer in time"),
        (GARBAGE, "didn't answer in time"),
        (SERVFAIL, "answer with an error (SERVFAIL)"),
    ],
)
def test_check_tells_silence_error_and_absence_apart(row, dns, claimed, monkeypatch, how, says):
    monkeypatch.setattr("shared_apps.integrations.dns.reader.QUESTION_SECONDS", 0.3)
    dns.broken[NAME] = how

    assert any(says in text for text in told(row))
    dns.broken.clear()
    dns.withdraw(f"_domain-verify.{NAME}")
    assert any("isn't in the DNS (NXDOMAIN)" in text for text in told(row))


def test_check_ends_when_nobody_answers(row, dns, claimed):
    dns.broken["okafor.co"] = SILENT
    dns.asked.clear()

    found = check_domain(tenant=row, domain=NAME, reader=Resolver(patience=1))

    assert len(dns.asked) <= 1, "It asked on although its patience was over."
    assert "didn't answer in time" in found.problems[-1]


@pytest.mark.parametrize(
    ("place", "says"),
    [
        (f"_domain-verify.{NAME}.{NAME}", "is there, but at another name"),
        (NAME, "is there, but at another name"),
    ],
)
def test_check_finds_words_where_forms_misplace_them(row, dns, claimed, place, says):
    dns.withdraw(f"_domain-verify.{NAME}")
    dns.publish(f"{place} TXT {claimed.token}", f"{NAME} A {OURS}")

    assert [says in text for text in told(row)] == [True]


def test_check_shows_words_that_are_not_ours(row, dns, claimed):
    dns.withdraw(f"_domain-verify.{NAME}")
    dns.publish(f"_domain-verify.{NAME} TXT something-else", f"{NAME} A {OURS}")

    assert told(row) == [
        f"There is a TXT record at _domain-verify.{NAME}, but its value is “something-else”. "
        "Replace it with the one below."
    ]


def test_check_writes_nothing(row, dns, claimed):
    dns.publish(f"{NAME} A {OURS}")

    check_domain(tenant=row, domain=NAME)

    claimed.refresh_from_db()
    assert (claimed.state, claimed.checked_at) == ("waiting", None)


def test_check_below_an_apex_asks_for_one_cname_or_for_addresses(row, dns, claimed):
    simple, other = check_domain(tenant=row, domain=NAME).ways

    assert [(record.kind, record.name, record.value) for record in simple.records] == [
        ("CNAME", "learn", target_of(row.id))
    ]
    assert [(record.kind, record.name, record.value) for record in other.records] == [
        ("A", "learn", OURS),
        ("AAAA", "learn", OURS_6),
        ("TXT", "_domain-verify.learn", claimed.token),
    ]


@pytest.mark.parametrize("apex", ["okafor.co", "okafor.co.uk"])
def test_check_of_an_apex_asks_for_no_cname(row, dns, apex):
    add_domain(tenant=row, domain=apex, by="tests")

    (way,) = check_domain(tenant=row, domain=apex).ways

    assert [(record.kind, record.name) for record in way.records] == [
        ("A", "@"),
        ("AAAA", "@"),
        ("TXT", "_domain-verify"),
    ]


def test_check_without_addresses_set_asks_where_the_platform_leads(row, dns, claimed, settings):
    settings.DOMAIN_ADDRESSES = []
    dns.publish("marque.test A 93.184.215.77", f"{NAME} A 93.184.215.77")

    assert told(row) == []


def test_check_of_a_name_in_other_letters_shows_them(row, dns):
    add_domain(tenant=row, domain="schöne-kurse.de", by="tests")

    assert all("schöne-kurse.de" in text for text in told(row, "schöne-kurse.de"))


def test_resolver_puts_up_with_a_closed_port():
    assert Resolver([("127.0.0.1", 1)], patience=0.5).look_up("okafor.co", "A").outcome is Outcome.SILENT


def test_resolver_asks_the_next_when_one_is_silent(dns):
    dns.publish("okafor.co A 93.184.215.14")

    assert Resolver([("127.0.0.1", 1), ("127.0.0.1", dns.port)]).look_up("okafor.co", "A").values == ("93.184.215.14",)


def test_resolver_reads_what_does_not_fit_one_packet(dns):
    dns.publish(*(f"big.okafor.co TXT {'x' * 200}{number}" for number in range(30)))

    assert len(Resolver().look_up("big.okafor.co", "TXT").values) == 30
