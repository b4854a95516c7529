import subprocess

import pytest

from marque.kit.tenancy.context import enter
from tenant_apps.accounts.actions import register
from tenant_apps.certificates import actions
from tenant_apps.certificates.models import Certificate
from tenant_apps.certificates.sheet import name_size
from tenant_apps.people.actions import meet

pytestmark = pytest.mark.usefixtures("in_okafor")

NAMES = {
    "long": "Maximiliane Alexandra von Hohenlohe-Langenburg und Waldenburg-Schillingsfürst",
    "longest": "Abcdefghij " * 10 + "Abcdefghij",
    "unbroken": "W" * 60,
    "devanagari": "राहुल देशपांडे",
    "arabic": "فاطمة الزهراء",
    "japanese": "佐藤 花",
    "vietnamese": "Nguyễn Thị Ánh Nguyệt",
    "emoji": "Sofia 🎓 Brandt",
    "markup": "Sofia <b>&amp;</b> Brandt",
}


def info(pdf: bytes) -> dict[str, str]:
    said = subprocess.run(["pdfinfo", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return {key: value.strip() for key, _colon, value in (line.partition(":") for line in said.splitlines())}


def text(pdf: bytes) -> str:
    return subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


def test_certificate_visitor_sees_that_it_is_genuine(browser, certificate):
    answer = browser.get(f"/certificates/{certificate.serial}/")

    html = answer.content.decode()
    assert answer.status_code == 200
    assert "Genuine. Okafor issued this certificate on 20 December 2026." in html
    assert "Sofia Brandt" in html and "The Second Number" in html and "3 lessons, 2 hours" in html
    assert 'name="robots" content="noindex"' in html


def test_certificate_says_nothing_else_about_the_person(browser, certificate):
    html = browser.get(f"/certificates/{certificate.serial}/").content.decode()

    assert "sofia@example.com" not in html
    assert "<form" not in html


def test_certificate_page_has_no_inline_style_or_script(browser, certificate):
    html = browser.get(f"/certificates/{certificate.serial}/").content.decode()

    assert " style=" not in html and "<style" not in html and "<script>" not in html


def test_certificate_withdrawn_says_so_and_hides_the_paper(browser, certificate):
    actions.revoke(certificate=certificate)

    page = browser.get(f"/certificates/{certificate.serial}/")
    paper = browser.get(f"/certificates/{certificate.serial}/certificate.pdf")

    assert (page.status_code, paper.status_code) == (200, 410)
    assert "It no longer counts." in page.content.decode()
    assert "Sofia Brandt" not in page.content.decode()


@pytest.mark.parametrize("path", ["ABCDE12345/", "ABCDE12345/certificate.pdf", "%3Cb%3E/"])
def test_certificate_unknown_is_404_with_a_sentence(browser, path):
    answer = browser.get(f"/certificates/{path}")

    assert answer.status_code == 404
    assert "No certificate has the number" in answer.content.decode()
    assert "<b>" not in answer.content.decode()


def test_certificate_of_another_business_is_unknown(client_for, other, certificate):
    assert client_for(other).get(f"/certificates/{certificate.serial}/").status_code == 404


def test_certificate_typed_with_a_dash_leads_to_its_address(browser, certificate):
    answer = browser.get(f"/certificates/{certificate.number.lower()}/")

    assert (answer.status_code, answer.headers["Location"]) == (301, f"/certificates/{certificate.serial}/")


def test_find_number_leads_to_the_certificate(browser, certificate):
    answer = browser.get("/certificates/", {"number": certificate.number})

    assert answer.headers["Location"] == f"/certificates/{certificate.serial}/"


@pytest.mark.parametrize(("number", "status"), [("nope", 404), ("", 200), (None, 200)])
def test_find_without_luck_shows_the_form(browser, number, status):
    answer = browser.get("/certificates/", {} if number is None else {"number": number})

    assert answer.status_code == status
    assert "Check this number" in answer.content.decode()


def test_pdf_is_one_page_of_a4_landscape(browser, certificate):
    answer = browser.get(f"/certificates/{certificate.serial}/certificate.pdf")

    assert answer.headers["Content-Disposition"] == 'attachment; filename="sofia-brandt-the-second-number.pdf"'
    facts = info(answer.content)
    assert (facts["Pages"], facts["Page size"]) == ("1", "841.89 x 595.276 pts (A4)")
    words = " ".join(text(answer.content).split())
    assert "Sofia Brandt" in words and "20 December 2026" in words and f"/certificates/{certificate.serial}" in words


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_pdf_any_name_fits_on_one_page(browser, certificate, name):
    actions.reissue(certificate=certificate, name=name)

    answer = browser.get(f"/certificates/{certificate.serial}/certificate.pdf")

    assert (answer.status_code, info(answer.content)["Pages"]) == (200, "1")
    assert name in info(answer.content)["Title"]


def test_name_size_shrinks_with_the_name():
    assert [name_size("x" * length) for length in (13, 14, 19, 27, 41)] == ["xl", "l", "m", "s", "xs"]
    assert name_size("佐" * 9) == "l"


@pytest.fixture
def nameless(client_for, okafor, course):
    user = register(email="nn@example.com", name="", verified=True)
    person = meet(email="nn@example.com", user=user)
    browser = client_for(okafor)
    browser.force_login(user)
    return browser, actions.issue(person=person, course=course)


def test_name_its_owner_puts_it_on_once(nameless):
    browser, certificate = nameless
    page = browser.get(f"/certificates/{certificate.serial}/").content.decode()

    first = browser.post(f"/certificates/{certificate.serial}/name/", {"name": "Noor Nasser"})
    second = browser.post(f"/certificates/{certificate.serial}/name/", {"name": "Somebody Else"})

    certificate.refresh_from_db()
    assert "Put my name on it" in page
    assert (first.status_code, second.status_code, certificate.name_on_it) == (302, 422, "Noor Nasser")


def test_name_of_somebody_else_is_404(nameless, client_for, okafor):
    _browser, certificate = nameless

    answer = client_for(okafor).post(f"/certificates/{certificate.serial}/name/", {"name": "Mine Now"})

    certificate.refresh_from_db()
    assert (answer.status_code, certificate.name_on_it) == (404, "")


def test_certificates_do_not_meet_across_businesses(certificate, other):
    with enter(other):
        assert Certificate.objects.count() == 0
