"""People who are given a place, and told of it."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from marque.kit import clock
from marque.kit.mail.models import SentEmail
from marque.kit.tenancy.context import enter
from shared_apps.plans import actions as plans
from tenant_apps.accounts.models import Role, User
from tenant_apps.courses import actions as courses
from tenant_apps.courses.models import Course
from tenant_apps.entitlements import by_hand
from tenant_apps.entitlements.models import Entitlement
from tenant_apps.learning import actions, tasks
from tenant_apps.learning.models import Enrolment, Invitation
from tenant_apps.people import actions as people
from tenant_apps.people.models import Person
from tests.shared_apps.plan_trial import a_plan
from tests.tenant_apps.courses.factories import course, creator, published, share
from tests.tenant_apps.learning.factories import signed_in
from tests.tenant_apps.selling import a_product

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
SOFIA = "sofia@example.com"


@pytest.fixture
def desk(in_okafor) -> SimpleNamespace:
    """A course, and Alice who gives places in it."""
    with clock.fixed(NOW):
        yield SimpleNamespace(course=published(), alice=User.objects.get(email="alice@example.com"))


def give(desk: SimpleNamespace, of: Course | None = None, **more) -> Enrolment:
    said = {"email": SOFIA, "reason": "A friend", "by": desk.alice, "tell": True, **more}
    return actions.enrol_by_hand(course=of or desk.course, **said)


def mail(now: datetime = NOW) -> list[bool]:
    return [actions.send_invitation(invitation_id=pk, now=now) for pk in actions.due_invitations(now=now)]


def letters() -> list[SentEmail]:
    return list(SentEmail.objects.filter(purpose="invitation").order_by("pk"))


def link_in(letter: SentEmail) -> str:
    return re.search(r"/learn/my/places/[^\s\"]+", letter.text)[0]


def test_letter_says_who_what_and_how_to_get_in(desk) -> None:
    give(desk, message="See you\non Monday & after.")

    assert mail() == [True]

    (letter,) = letters()
    assert (letter.to, letter.subject) == ([SOFIA], f"You have a place in {desk.course.title}")
    says = (
        "Begin whenever you like",
        f"{desk.alice.name} writes:",
        "/learn/my/places/",
        f"for {SOFIA} alone",
        "60 days",
    )
    for body in (letter.text, letter.html):
        assert [word for word in says if word not in body] == []
    assert ("on Monday & after." in letter.text, "on Monday &amp; after." in letter.html) == (True, True)


def test_round_writes_what_is_due_and_a_task_that_comes_twice_writes_once(desk, monkeypatch) -> None:
    def twice(*, invitation_id: int) -> None:
        for _time in "12":
            tasks.send_invitation.run(invitation_id=invitation_id)
            # as if the first had been lost before it noted anything: the letter knows itself
            Invitation.objects.update(due_at=NOW)

    monkeypatch.setattr(tasks.send_invitation, "delay", twice)
    give(desk)

    tasks.unlock.run()

    assert len(letters()) == 1


def test_who_is_not_to_be_told_is_not(desk) -> None:
    give(desk, tell=False)

    assert (mail(), letters(), Invitation.objects.exists()) == ([], [], False)


def test_copy_writes_to_nobody(desk, okafor) -> None:
    give(desk)

    with enter(replace(okafor, safe_mode=True)):
        assert mail() == [False]

    assert letters() == []


def test_without_emails_left_it_waits(desk, okafor) -> None:
    give(desk)
    plan = a_plan(allowances={"emails": 0})
    plans.put_on_plan(tenant_id=okafor.id, plan=plan, by="tests", at=NOW)

    full = mail()
    at_once = mail()
    plans.put_on_plan(tenant_id=okafor.id, plan=a_plan(slug="large", allowances={"emails": 9}), by="tests", at=NOW)
    later = mail(NOW + timedelta(hours=1))

    assert (full, at_once, later, len(letters())) == ([False], [], [True], 1)


def test_letter_waits_for_the_course(desk) -> None:
    made = course("Draft")
    give(desk, made)
    early = mail()
    courses.add_lesson(module=courses.add_module(course=made, title="Part"), title="One")
    courses.publish_course(course=made)

    assert (early, mail(), len(letters())) == ([], [True], 1)


def test_letter_names_the_courses_that_come_before(desk) -> None:
    second = published("Second")
    courses.set_prerequisites(course=second, needs=[desk.course], by=desk.alice)
    give(desk, second)

    mail()

    assert f"It opens once you have finished {desk.course.title}." in letters()[0].text


def test_place_that_is_gone_is_not_told_and_one_given_again_is(desk) -> None:
    actions.end_by_hand(enrolment=give(desk), reason="A mistake", by=desk.alice)
    gone = mail()
    with clock.fixed(NOW + timedelta(days=1)):
        give(desk)
        again = mail(NOW + timedelta(days=1))

    assert (gone, again, len(letters())) == ([False], [True], 1)


def test_list_tells_everybody_it_enrols_once(desk) -> None:
    known = give(desk, tell=False)
    content = f"email\n{known.person.email}\nben@example.com\ncem@example.com\nnobody\n".encode()
    made = actions.take_list(course=desk.course, content=content, name="a.csv", reason="Spring", by=desk.alice)
    for _time in "12":
        actions.begin_list(parent=made, by=desk.alice, tell=True)
        actions.work_on_list(parent=made, now=NOW)
        mail()

    assert sorted(letter.to[0] for letter in letters()) == ["ben@example.com", "cem@example.com"]


@pytest.mark.parametrize("ticked, told", [({"tell": "on"}, 1), ({}, 0)])
def test_tick_beside_a_list_decides(ticked, told, client_for, okafor) -> None:
    alice = creator(client_for, okafor)
    with enter(okafor), clock.fixed(NOW):
        made = actions.take_list(
            course=published(), content=b"email\nben@example.com\n", name="a.csv", reason="Spring", by=None
        )
    page = f"/studio/courses/{made.course.key}/lists/{made.key}/"

    shown = alice.get(page).content.decode()
    alice.post(f"{page}start/", ticked)

    with enter(okafor):
        actions.work_on_list(parent=made)
        assert 'name="tell"' in shown and "checked" in shown
        assert len(mail(clock.now())) == len(letters()) == told
    assert ("Whoever is enrolled gets an email." in alice.get(page).content.decode()) == bool(told)


def test_somebody_new_comes_in_by_the_link_with_one_press(desk, client_for, okafor, other) -> None:
    give(desk, name="Sofia Brandt")
    mail()
    link, browser = link_in(letters()[0]), client_for(okafor)

    asked = browser.get(link)
    accounts = User.objects.filter(email=SOFIA).count()
    entered = browser.post(link, follow=True)

    assert (asked.status_code, accounts, entered.status_code) == (200, 0, 200)
    assert (entered.request["PATH_INFO"], desk.course.title in entered.content.decode()) == (
        f"/learn/{desk.course.slug}/",
        True,
    )
    assert Person.objects.get(email=SOFIA).user.email == SOFIA
    assert client_for(okafor).get(link).url == f"/accounts/login/?next=%2Flearn%2F{desk.course.slug}%2F"
    assert client_for(other).get(link).status_code == 404
    with clock.fixed(NOW + timedelta(days=61)):
        assert client_for(okafor).get(link).url == "/learn/"


def test_link_lets_nobody_else_in(desk, client_for, okafor) -> None:
    place = give(desk)
    mail()
    link, carol = link_in(letters()[0]), signed_in(client_for, okafor)

    shown = carol.post(link).content.decode()
    actions.end_by_hand(enrolment=place, reason="A mistake", by=desk.alice)

    assert (SOFIA in shown, "somebody else’s" in shown, User.objects.filter(email=SOFIA).exists()) == (
        True,
        True,
        False,
    )
    assert client_for(okafor).post(link).status_code == 404


def test_who_has_an_account_signs_in_with_it(desk, client_for, okafor) -> None:
    carol = signed_in(client_for, okafor)
    give(desk, email="carol@example.com")
    mail()
    (letter,) = letters()

    assert "Sign in with carol@example.com" in letter.text
    assert carol.get(link_in(letter)).url == f"/learn/{desk.course.slug}/"


@pytest.fixture
def page(client_for, okafor) -> SimpleNamespace:
    """Alice at the learners of a course."""
    client = creator(client_for, okafor)
    with enter(okafor):
        made = published()
    return SimpleNamespace(client=client, course=made, url=f"/studio/courses/{made.key}/learners/")


def invited(page: SimpleNamespace, **said: str):
    return page.client.post(f"{page.url}invitations/", said, follow=True)


def test_one_person_is_invited_from_the_page(page, okafor) -> None:
    shown = page.client.get(page.url).content.decode()
    answer = invited(page, email="Sofia@Example.com", name="Sofia", message="Welcome", tell="on").content.decode()

    assert ("Invite somebody" in shown, "Sofia has a place, and gets an email" in answer) == (True, True)
    with enter(okafor):
        assert Enrolment.objects.get(course=page.course).person.email == SOFIA
        assert mail(clock.now()) == [True]
        assert "Welcome" in letters()[0].text


def test_one_person_is_enrolled_and_not_told(page, okafor) -> None:
    answer = invited(page, email=SOFIA).content.decode()

    assert "Nobody was written to" in answer
    with enter(okafor):
        assert (Enrolment.objects.count(), mail(clock.now())) == (1, [])


def test_wrong_email_is_said_at_its_field(page) -> None:
    answer = invited(page, email="sofia", message="Stays")

    form = answer.context["invite_form"]
    assert (answer.status_code, list(form.errors), "Stays" in answer.content.decode()) == (422, ["email"], True)


def test_who_is_there_already_is_shown(page, okafor) -> None:
    invited(page, email=SOFIA)
    answer = invited(page, email=SOFIA, tell="on")

    with enter(okafor):
        place = Enrolment.objects.get()
        assert not Invitation.objects.exists()
    assert (answer.status_code, list(answer.context["invite_form"].errors)) == (422, ["email"])
    assert f"{page.url}{place.key}/" in answer.content.decode()


def test_full_course_refuses(page, okafor) -> None:
    with enter(okafor):
        actions.set_capacity(course=page.course, seats=1)
    invited(page, email="ben@example.com")
    answer = invited(page, email=SOFIA)

    assert (answer.status_code, "no more are taken at once" in answer.content.decode()) == (422, True)
    with enter(okafor):
        assert not Person.objects.filter(email=SOFIA).exists()


def test_authors_invite_nobody_not_even_to_their_own(page, client_for, okafor, other) -> None:
    ann = creator(client_for, okafor, Role.AUTHOR, "ann@example.com")
    with enter(okafor):
        share(page.course, "ann@example.com")
    charlie = creator(client_for, other, email="charlie@example.com")

    assert "Invite somebody" not in ann.get(page.url).content.decode()
    assert ann.post(f"{page.url}invitations/", {"email": SOFIA}).url == "/studio/"
    assert charlie.post(f"{page.url}invitations/", {"email": SOFIA}).status_code == 404
    with enter(okafor):
        assert not Enrolment.objects.exists()


@pytest.fixture
def sofia(desk) -> SimpleNamespace:
    """Somebody the business knows, and the page that gives her access."""
    known = people.meet(email=SOFIA, name="Sofia Brandt")
    return SimpleNamespace(person=known, url=f"/studio/access/people/{known.key}/grants/")


def test_access_given_on_a_persons_page_is_told_with_the_way_in_where_that_is_ticked(
    desk, sofia, client_for, okafor
) -> None:
    browser, quiet = creator(client_for, okafor), published("Another")
    said = {"reason": "Won the raffle"}

    told = browser.post(sofia.url, {**said, "product": desk.course.product.key, "tell": "on"}, follow=True)
    browser.post(sofia.url, {**said, "product": quiet.product.key})
    mail()
    mail()

    (letter,) = letters()
    assert (letter.to, letter.subject) == ([SOFIA], f"You have a place in {desk.course.title}")
    assert link_in(letter) and "They get an email within minutes" in told.text
    assert Invitation.objects.get().by == User.objects.get(email="alice@example.com")
    assert Enrolment.objects.live().filter(person=sofia.person).count() == 2


def test_access_that_was_taken_away_and_given_again_is_told_again(desk, sofia) -> None:
    product = desk.course.product
    for at in (NOW, NOW + timedelta(minutes=1)):
        with clock.fixed(at):
            held = by_hand.give(person=sofia.person, product=product, reason="Raffle", by=desk.alice, tell=True)
            mail(at)
            by_hand.take_away(entitlement=held, reason="Mistake", by=desk.alice)

    assert len(letters()) == 2


def test_what_nobody_writes_about_is_refused_and_gives_nothing(desk, sofia, client_for, okafor, parcels) -> None:
    form = {"product": a_product().key, "reason": "Won the raffle", "tell": "on"}

    page = creator(client_for, okafor).post(sofia.url, form)

    assert (page.status_code, "Only for a course" in page.text) == (422, True)
    assert Entitlement.objects.filter(person=sofia.person).count() == 0
