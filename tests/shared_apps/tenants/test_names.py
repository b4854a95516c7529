"""What a tenant may be called, and which domains may lead to it."""

import pytest

from shared_apps.tenants.hosts import BadDomain, clean_custom_domain, normal_host
from shared_apps.tenants.names import BadSlug, clean_slug, new_schema_name


@pytest.mark.parametrize("slug", ["okafor", "a1b", "north-light-school", "x" * 40])
def test_clean_slug_accepts(slug):
    assert clean_slug(slug) == slug


@pytest.mark.parametrize(
    ("slug", "says"),
    [
        ("Okafor", "Use lower case only: “okafor”."),
        ("ab", "Use 3 to 40 characters; this has 2."),
        ("x" * 41, "Use 3 to 40 characters; this has 41."),
        ("-okafor", "start with a letter"),
        ("okafor-", "end with a letter or digit"),
        ("1okafor", "start with a letter"),
        ("oka_for", "letters, digits and hyphens"),
        ("oka.for", "letters, digits and hyphens"),
        ("okafør", "letters, digits and hyphens"),
        ("oka--for", "Use single hyphens: “oka-for”."),
        ("admin", "“admin” is reserved."),
        ("console", "“console” is reserved."),
    ],
)
def test_clean_slug_refuses(slug, says):
    with pytest.raises(BadSlug) as refusal:
        clean_slug(slug)

    assert says in str(refusal.value)


def test_new_schema_name_is_never_user_text():
    names = {new_schema_name() for _ in range(100)}

    assert len(names) == 100
    assert all(len(name) == 18 and name.startswith("t_") and name[2:].isalnum() for name in names)


@pytest.mark.parametrize(
    ("raw", "host"),
    [
        ("okafor.localhost:8000", "okafor.localhost"),
        ("OKAFOR.localhost", "okafor.localhost"),
        ("okafor.localhost.", "okafor.localhost"),
        ("okafor.localhost.:8000", "okafor.localhost"),
        ("", None),
        ("a b", None),
        ("okafor.localhost:80x", None),
        ("[::1]:8000", None),
        ("../etc", None),
        ("x" * 300, None),
        ("a\n.example.com", None),
    ],
)
def test_normal_host(raw, host):
    assert normal_host(raw) == host


@pytest.mark.parametrize(
    ("domain", "clean"),
    [
        ("Learn.Okafor.co", "learn.okafor.co"),
        ("learn.okafor.co.", "learn.okafor.co"),
        ("schöne-kurse.de", "xn--schne-kurse-tfb.de"),
        ("xn--schne-kurse-tfb.de", "xn--schne-kurse-tfb.de"),
        ("straße.de", "xn--strae-oqa.de"),
        ("日本語とカナ.jp", "xn--o9j6gpdp58vzlbtz6h.jp"),
        ("пример.рф", "xn--e1afmkfd.xn--p1ai"),
    ],
)
def test_clean_custom_domain_accepts(domain, clean):
    assert clean_custom_domain(domain) == clean


@pytest.mark.parametrize(
    ("domain", "says"),
    [
        ("https://okafor.co/", "without https://"),
        ("okafor.co:443", "without a port"),
        ("192.0.2.7", "An IP address can't be used."),
        ("[2001:db8::1]", "An IP address can't be used."),
        ("okafor", "isn't a domain name"),
        ("okafor..co", "can't be written as a domain name"),
        ("-okafor.co", "isn't a domain name"),
        ("xn--a.co", "isn't valid punycode"),
        ("shop.localhost", "belongs to the platform"),
        ("localhost", "isn't a domain name"),
        ("*.okafor.co", "A wildcard can't be connected."),
        ("a." * 126 + "co", "isn't a domain name"),
        ("x" * 64 + ".co", "isn't a domain name"),
        ("okafor.123", "isn't a domain name"),
        ("oka_for.co", "isn't a domain name"),
        ("okafor.co\0", "isn't a domain name"),
        ("☃.net", "can't be written as a domain name"),
        ("０.localhost", "belongs to the platform"),
        ("раypal.com", "could be mistaken"),  # Cyrillic and Latin
        ("аррӏе.com", "could be mistaken"),  # all Cyrillic
        ("xn--80ak6aa92e.com", "could be mistaken"),  # the same, in punycode
        ("οχυ.gr", "could be mistaken"),  # all Greek
    ],
)
def test_clean_custom_domain_refuses(domain, says):
    with pytest.raises(BadDomain) as refusal:
        clean_custom_domain(domain)

    assert says in str(refusal.value)
