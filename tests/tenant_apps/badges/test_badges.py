import base64
import gzip
import hashlib
from io import BytesIO

import pytest
from PIL import Image

from marque.kit import clock
from marque.kit.mail.models import SentEmail
from shared_apps.operations.models import AuditEntry
from tenant_apps.accounts.actions import assign_role, register
from tenant_apps.accounts.models import Role
from tenant_apps.assessments import actions as assessments
from tenant_apps.assessments.events import AttemptGraded
from tenant_apps.badges import actions
from tenant_apps.badges.models import Badge, BadgeAward, BadgeKey
from tenant_apps.badges.signing import verified
from tenant_apps.badges.subscribers import award_for_the_attempt, award_for_the_course
from tenant_apps.courses.actions import add_lesson, add_module, create_course
from tenant_apps.learning.events import CourseCompleted
from tenant_apps.learning.models import Enrolment, LessonScore
from tenant_apps.people.actions import meet
from tests.tenant_apps.assessments.factories import quiz
from tests.tenant_apps.learning.factories import enrolment

pytestmark = pytest.mark.usefixtures("in_okafor")


@pytest.fixture
def user():
    return register(email="sofia@example.com", name="Sofia Brandt", verified=True)


@pytest.fixture
def sofia(user):
    return meet(email="sofia@example.com", name="Sofia Brandt", user=user)


@pytest.fixture
def badge():
    return Badge.objects.create(name="Colour", description="Mixes any hue.", criteria="Mix ten.")


@pytest.fixture
def award(badge, sofia):
    return actions.award(badge=badge, person=sofia)


@pytest.fixture
def browser(client_for, okafor):
    return client_for(okafor)


def place_in(token: str, key: dict, place: int) -> bool:
    claims = verified(token, key)
    bits = claims["credentialSubject"]["encodedList"]
    raw = gzip.decompress(base64.urlsafe_b64decode(bits[1:] + "=" * (-len(bits[1:]) % 4)))
    assert bits[0] == "u" and len(raw) * 8 >= 131_072
    return bool(raw[place // 8] & (128 >> place % 8))


def test_award_is_a_credential_that_the_public_key_verifies(award, browser):
    jwks = browser.get("/badges/keys/").json()["keys"]

    claims = verified(award.credential, jwks[0])

    assert claims["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert claims["jti"] == claims["id"] and claims["id"].endswith(f"/badges/{award.serial}/")
    assert claims["iss"] == claims["issuer"]["id"]
    assert claims["credentialSubject"]["achievement"]["criteria"] == {"narrative": "Mix ten."}
    assert "d" not in jwks[0] and "PRIVATE" not in BadgeKey.objects.get().sealed_private


def test_award_names_its_holder_by_a_salted_hash_alone(award):
    [holder] = verified(award.credential, award.signed_with.public)["credentialSubject"]["identifier"]

    digest = hashlib.sha256(f"sofia@example.com{holder['salt']}".encode()).hexdigest()
    assert holder["identityHash"] == f"sha256${digest}"
    assert "Sofia" not in str(verified(award.credential, award.signed_with.public))


@pytest.mark.parametrize(
    "change", [lambda t: t[:-4] + "AAAA", lambda t: "x" + t, lambda t: t.split(".")[0], lambda t: ""]
)
def test_verified_refuses_what_was_changed(award, change):
    assert verified(change(award.credential), award.signed_with.public) is None


def test_verified_refuses_another_algorithm(award):
    none = base64.urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
    _head, body, _signature = award.credential.split(".")

    assert verified(f"{none}.{body}.", award.signed_with.public) is None


def test_award_twice_is_one_and_again_by_hand_after_a_withdrawal(award, badge, sofia, user):
    actions.withdraw(award=award, reason="Copied")

    by_itself = actions.award(badge=badge, person=sofia)
    by_hand = actions.award(badge=badge, person=sofia, by=user)

    assert by_itself == award and by_hand.place == award.place + 1
    assert BadgeKey.objects.count() == 1


def test_withdraw_shows_in_the_status_list(award, browser):
    url, key = f"/badges/status/{award.signed_with.kid}/", award.signed_with.public

    before = place_in(browser.get(url).content.decode(), key, award.place)
    actions.withdraw(award=award, reason="Copied")
    answer = browser.get(url)

    assert (before, place_in(answer.content.decode(), key, award.place)) == (False, True)
    assert answer.headers["Content-Type"] == "application/vc+jwt"


def test_page_says_that_it_is_genuine_then_withdrawn(award, browser):
    genuine = browser.get(f"/badges/{award.serial}/").content.decode()
    actions.withdraw(award=award, reason="Secret reason")
    withdrawn = browser.get(f"/badges/{award.serial}/").content.decode()

    assert "Genuine. Okafor awarded it to Sofia Brandt" in genuine and "sofia@example.com" not in genuine
    assert "This badge was withdrawn" in withdrawn and "Secret reason" not in withdrawn


def test_page_survives_the_person(award, sofia, browser):
    sofia.delete()

    html = browser.get(f"/badges/{award.serial}/").content.decode()

    assert "Genuine. Okafor awarded it on" in html and "Sofia" not in html


def test_baked_picture_carries_the_credential_for_its_holder_alone(award, browser, user):
    stranger = browser.get(f"/badges/{award.serial}/badge.png").status_code
    browser.force_login(user)

    with Image.open(BytesIO(browser.get(f"/badges/{award.serial}/badge.png").content)) as image:
        assert (stranger, image.size, image.text["openbadgecredential"]) == (404, (600, 600), award.credential)


def test_course_completed_brings_badge_and_email_once(sofia, badge, deliver_facts):
    badge.course = create_course(title="Colour", author=sofia)
    badge.save()
    fact = CourseCompleted(enrolment_id=1, person_id=sofia.pk, course_id=badge.course_id)

    award_for_the_course(fact)
    award_for_the_course(fact)
    deliver_facts()

    assert BadgeAward.objects.count() == 1
    assert SentEmail.objects.get(purpose="badge").to == ["sofia@example.com"]


@pytest.mark.parametrize(("score", "awards"), [(79, 0), (80, 1)])
def test_attempt_graded_brings_a_badge_from_its_score_on(sofia, badge, score, awards):
    course = create_course(title="Colour", author=sofia)
    badge.lesson = add_lesson(module=add_module(course=course, title="One"), title="Quiz", kind="quiz", minutes=5)
    badge.least_score = 80
    badge.save()
    place = Enrolment.objects.create(person=sofia, course=course, started_at=clock.now())
    LessonScore.objects.create(enrolment=place, lesson=badge.lesson, score=score, reached_at=clock.now())

    award_for_the_attempt(AttemptGraded(attempt_id=1, person_id=sofia.pk, lesson_id=badge.lesson_id, passed=True))

    assert BadgeAward.objects.count() == awards


def test_grade_by_hand_brings_its_badge(badge, deliver_facts):
    made = quiz()
    place = enrolment(made.lesson.course)
    badge.lesson, badge.least_score = made.lesson, 80
    badge.save()

    assessments.set_grade(enrolment=place, lesson=made.lesson, score=80, reason="Said aloud.", by=None)
    deliver_facts()

    assert BadgeAward.objects.get().person == place.person


@pytest.fixture
def studio(browser):
    owner = register(email="alice@okafor.example", name="Alice", verified=True)
    assign_role(user=owner, role=Role.OWNER, by=None)
    browser.force_login(owner)
    return browser


def test_studio_makes_awards_and_withdraws(studio, sofia):
    studio.post("/studio/badges/new/", {"name": "Line", "description": "d", "criteria": "c"})
    badge = Badge.objects.get(name="Line")
    studio.post("/studio/badge_awards/new/", {"badge": badge.pk, "email": "SOFIA@example.com"})
    award = BadgeAward.objects.get()
    studio.post(f"/studio/badge_awards/edit/{award.pk}/", {"reason": "Copied"})

    award.refresh_from_db()
    assert (award.person, award.withdrawn_reason) == (sofia, "Copied")


def test_studio_notes_who_set_a_badge(studio, badge):
    studio.post(f"/studio/badges/edit/{badge.pk}/", {"name": "Line", "description": "d", "criteria": "c"})

    badge.refresh_from_db()
    entry = AuditEntry.objects.get(action="badge.set")
    assert (badge.name, entry.actor, entry.target) == ("Line", "alice@okafor.example", str(badge.key))


def test_save_badge_refuses_half_a_score(badge):
    told = {"name": "Line", "description": "d", "criteria": "c"}
    with pytest.raises(actions.HalfAScore):
        actions.save_badge(**told, least_score=80, badge=badge)


def test_studio_refuses_an_address_nobody_has(studio, badge):
    answer = studio.post("/studio/badge_awards/new/", {"badge": badge.pk, "email": "nobody@example.com"})

    assert "Nobody here has this address." in answer.content.decode()


def test_badges_do_not_meet_across_businesses(award, client_for, other):
    assert client_for(other).get(f"/badges/{award.serial}/").status_code == 404
