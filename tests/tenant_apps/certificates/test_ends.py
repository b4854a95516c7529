from datetime import UTC, datetime, timedelta

import pytest

from marque.kit.mail.models import SentEmail
from tenant_apps.certificates import actions
from tenant_apps.certificates.models import Certificate
from tests.tenant_apps.certificates.conftest import FINISHED

pytestmark = pytest.mark.usefixtures("in_okafor")


@pytest.fixture
def ending(course, sofia):
    actions.set_design(course=None, heading="H", lead="L", wording="finished {course}", valid_months=12)
    return actions.issue(person=sofia, course=course, now=FINISHED)


def test_issue_writes_down_when_it_ends(ending):
    assert ending.expires_at == datetime(2027, 12, 20, 23, 30, tzinfo=UTC)


def test_tell_of_expiry_once_thirty_days_before(ending):
    early = actions.tell_of_expiry(now=ending.expires_at - timedelta(days=31))
    first = actions.tell_of_expiry(now=ending.expires_at - timedelta(days=30))
    again = actions.tell_of_expiry(now=ending.expires_at - timedelta(days=1))

    mail = SentEmail.objects.get(subject="Your certificate for The Second Number ends soon")
    assert (early, first, again) == (0, 1, 0)
    assert mail.to == ["sofia@example.com"] and "20 December 2027" in mail.text


def test_tell_of_expiry_leaves_out_what_was_withdrawn(ending):
    actions.revoke(certificate=ending)

    assert actions.tell_of_expiry(now=ending.expires_at - timedelta(days=5)) == 0


def test_certificate_page_says_that_it_expired(ending, browser):
    Certificate.objects.update(expires_at=datetime(2026, 1, 2, tzinfo=UTC), issued_at=datetime(2025, 1, 2, tzinfo=UTC))

    html = browser.get(f"/certificates/{ending.serial}/").content.decode()

    assert "Expired on 2 January 2026." in html and "Genuine." not in html


def test_renew_counts_from_now_and_tells_again(ending):
    actions.tell_of_expiry(now=ending.expires_at - timedelta(days=5))

    renewed = actions.renew(certificate=ending, now=ending.expires_at)

    assert renewed.expires_at == datetime(2028, 12, 20, 23, 30, tzinfo=UTC)
    assert renewed.expiry_told_at is None


def test_renew_without_a_term_is_refused(certificate):
    with pytest.raises(actions.NeverExpires):
        actions.renew(certificate=certificate)


def test_revoke_tells_the_learner_why(certificate, deliver_facts):
    actions.revoke(certificate=certificate, reason="Somebody else sat the exam.")
    deliver_facts()

    mail = SentEmail.objects.get(subject="Your certificate for The Second Number was withdrawn")
    assert "The reason: Somebody else sat the exam." in mail.text


def test_forget_leaves_what_can_be_compared(certificate, sofia, browser):
    pdf = browser.get(f"/certificates/{certificate.serial}/certificate.pdf").status_code
    actions.forget(person=sofia)

    page = browser.get(f"/certificates/{certificate.serial}/")
    certificate.refresh_from_db()
    assert (pdf, certificate.person, certificate.name_on_it) == (200, None, "")
    assert "Okafor issued certificate" in page.content.decode() and "Sofia" not in page.content.decode()
    assert browser.get(f"/certificates/{certificate.serial}/certificate.pdf").status_code == 410


def test_forget_lets_the_person_go(certificate, sofia):
    actions.forget(person=sofia)
    sofia.delete()

    assert Certificate.objects.get().serial == certificate.serial


@pytest.mark.parametrize(
    ("name", "said"), [(" sofia  BRANDT", "Yes: this is the name"), ("Sofia Brand", "No: it was issued to another")]
)
def test_comparison_tells_the_right_name_from_others(certificate, sofia, browser, name, said):
    actions.forget(person=sofia)

    answer = browser.post(f"/certificates/{certificate.serial}/comparison/", {"name": name})

    assert said in answer.content.decode()


def test_comparison_of_one_with_a_name_is_404(certificate, browser):
    assert browser.post(f"/certificates/{certificate.serial}/comparison/", {"name": "x"}).status_code == 404
