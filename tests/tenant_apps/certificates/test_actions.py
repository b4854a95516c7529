import pytest
from django.core.exceptions import ValidationError

from marque.kit.mail.models import SentEmail
from tenant_apps.accounts.actions import register
from tenant_apps.certificates import actions, queries
from tenant_apps.certificates.keepsakes import certificates as keepsakes
from tenant_apps.certificates.models import Certificate, CertificateDesign, validate_wording
from tenant_apps.certificates.subscribers import issue_certificate
from tenant_apps.learning.events import CourseCompleted

pytestmark = pytest.mark.usefixtures("in_okafor")


def test_issue_writes_down_what_was_true(certificate, sofia):
    assert (certificate.name_on_it, certificate.course_title) == ("Sofia Brandt", "The Second Number")
    assert (certificate.lessons, certificate.minutes) == (3, 120)
    assert len(certificate.serial) == 10


def test_issue_twice_is_one_certificate(certificate, sofia, course):
    again = actions.issue(person=sofia, course=course)

    assert again == certificate
    assert Certificate.objects.count() == 1


def test_issue_after_withdrawal_needs_a_person_of_the_school(certificate, sofia, course):
    alice = register(email="alice@okafor.example", name="Alice")
    actions.revoke(certificate=certificate)

    by_itself = actions.issue(person=sofia, course=course)
    by_hand = actions.issue(person=sofia, course=course, by=alice)

    assert by_itself == certificate
    assert by_hand != certificate and by_hand.is_valid


def test_course_completed_brings_certificate_and_email(sofia, course, deliver_facts):
    fact = CourseCompleted(enrolment_id=1, person_id=sofia.pk, course_id=course.pk)

    issue_certificate(fact)
    issue_certificate(fact)
    deliver_facts()
    deliver_facts()

    certificate = Certificate.objects.get()
    mail = SentEmail.objects.get(purpose="certificate")
    assert mail.to == ["sofia@example.com"]
    assert mail.subject == "Your certificate for The Second Number"
    assert f"/certificates/{certificate.serial}/" in mail.text
    assert f"/certificates/{certificate.serial}/certificate.pdf" in mail.html
    assert "You finished it, Sofia." in mail.text


def test_revoke_twice_keeps_the_first_day(certificate):
    actions.revoke(certificate=certificate, reason="Copied")
    first = certificate.revoked_at
    actions.revoke(certificate=certificate, reason="Again")

    assert (certificate.revoked_at, certificate.revoked_reason) == (first, "Copied")


def test_reissue_keeps_number_and_day(certificate):
    corrected = actions.reissue(certificate=certificate, name="  Sofia \x00 Brandt-Ness ")

    assert (corrected.name_on_it, corrected.serial) == ("Sofia Brandt-Ness", certificate.serial)
    assert corrected.issued_at == certificate.issued_at
    assert corrected.reissued_at is not None


@pytest.mark.parametrize("name", ["", "   ", "\u200d", "\n\t"])
def test_reissue_without_a_name_is_refused(certificate, name):
    with pytest.raises(actions.NameMissing):
        actions.reissue(certificate=certificate, name=name)


def test_reissue_too_long_is_refused(certificate):
    with pytest.raises(actions.NameTooLong, match="has 121 letters"):
        actions.reissue(certificate=certificate, name="x" * 121)


def test_reissue_withdrawn_is_refused(certificate):
    actions.revoke(certificate=certificate)

    with pytest.raises(actions.Withdrawn):
        actions.reissue(certificate=certificate, name="Sofia")


def test_put_name_only_once(certificate):
    with pytest.raises(actions.AlreadyNamed):
        actions.put_name(certificate=certificate, name="Somebody Else")


def test_design_for_own_then_school_then_default(course):
    default = queries.design_for(course).lead
    actions.set_design(course=None, heading="H", lead="School", wording="finished {course}")
    school = queries.design_for(course).lead
    actions.set_design(course=course, heading="H", lead="Own", wording="finished {course}")

    assert [str(default), school, queries.design_for(course).lead] == ["This is to say that", "School", "Own"]


def test_set_design_twice_is_one_design():
    for lead in ("One", "Two"):
        actions.set_design(course=None, heading="H", lead=lead, wording="finished {course}")

    assert CertificateDesign.objects.get().lead == "Two"


@pytest.mark.parametrize("text", ["finished it", "{course} and {course}", "{course} {name}", "{course} }"])
def test_validate_wording_names_the_course_once(text):
    with pytest.raises(ValidationError):
        validate_wording(text)


def test_keepsakes_are_the_valid_ones(certificate, sofia):
    shown = keepsakes(sofia)
    actions.revoke(certificate=certificate)

    assert [(one.title, one.url) for one in shown] == [("The Second Number", f"/certificates/{certificate.serial}/")]
    assert keepsakes(sofia) == []


def test_certificate_by_serial_as_people_type_it(certificate):
    typed = certificate.number.lower().replace("0", "o")

    assert queries.certificate_by_serial(f" {typed} ") == certificate
