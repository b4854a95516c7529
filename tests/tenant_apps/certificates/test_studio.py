import pytest

from shared_apps.operations.models import AuditEntry
from tenant_apps.accounts.actions import assign_role, register
from tenant_apps.accounts.models import Role
from tenant_apps.certificates import actions, queries
from tenant_apps.certificates.models import Certificate, CertificateDesign


@pytest.fixture
def studio(browser):
    user = register(email="alice@okafor.example", name="Alice", verified=True)
    assign_role(user=user, role=Role.OWNER, by=None)
    browser.force_login(user)
    return browser


def design(**changes):
    return {
        "course": "",
        "heading": "Certificate",
        "lead": "We say that",
        "wording": "finished {course}",
        "signature_name": "Maren",
        "signature_role": "Head",
        **changes,
    }


def test_designs_owner_writes_one_for_all_courses(course, studio):
    answer = studio.post("/studio/certificate_designs/new/", design())

    assert answer.status_code == 302
    assert queries.design_for(course).signature_role == "Head"


def test_designs_second_one_for_the_same_is_refused(course, studio):
    studio.post("/studio/certificate_designs/new/", design())

    answer = studio.post("/studio/certificate_designs/new/", design(lead="Again"))

    assert "There is a design for this already" in answer.content.decode()
    assert CertificateDesign.objects.count() == 1


def test_designs_changed_keeps_its_course(course, studio):
    studio.post("/studio/certificate_designs/new/", design(course=course.pk))
    row = CertificateDesign.objects.get()

    studio.post(f"/studio/certificate_designs/edit/{row.pk}/", design(lead="Changed"))

    row.refresh_from_db()
    assert (row.lead, row.course) == ("Changed", course)


def test_designs_wording_without_the_course_is_refused(course, studio):
    answer = studio.post("/studio/certificate_designs/new/", design(wording="finished it"))

    assert "Write {course} once" in answer.content.decode()


def test_certificates_owner_lists_corrects_and_withdraws(certificate, studio):
    listed = studio.get("/studio/certificates/").content.decode()
    studio.post(f"/studio/certificates/edit/{certificate.pk}/", {"name_on_it": "Sofia Brandt-Ness"})
    asked = studio.get(f"/studio/certificates/delete/{certificate.pk}/")
    studio.post(asked.headers["Location"], {"reason": "Copied"})

    certificate.refresh_from_db()
    assert "Sofia Brandt" in listed
    assert (certificate.name_on_it, certificate.is_valid) == ("Sofia Brandt-Ness", False)
    assert certificate.revoked_reason == "Copied"


def test_certificates_withdrawn_one_keeps_its_name_and_says_why(certificate, studio):
    actions.revoke(certificate=certificate, reason="Copied")

    answer = studio.post(f"/studio/certificates/edit/{certificate.pk}/", {"name_on_it": "Somebody Else"})

    certificate.refresh_from_db()
    assert (answer.status_code, certificate.name_on_it) == (200, "Sofia Brandt")
    assert "This certificate was withdrawn." in answer.content.decode()


def test_certificates_correction_is_in_the_audit_log(certificate, studio):
    studio.post(f"/studio/certificates/edit/{certificate.pk}/", {"name_on_it": "Sofia Brandt-Ness"})

    entry = AuditEntry.objects.get(action="certificate.reissued")
    assert (entry.actor, entry.target) == ("alice@okafor.example", certificate.number)


def test_certificates_are_not_added_by_hand(certificate, studio):
    answer = studio.post("/studio/certificates/new/", {"name_on_it": "Nobody"})

    assert answer.status_code in (302, 403)
    assert Certificate.objects.count() == 1
