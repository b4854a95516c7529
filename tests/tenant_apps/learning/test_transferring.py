"""Moving a learner to another course or cohort."""

from datetime import date

import pytest

from marque.kit.mail.models import SentEmail
from marque.kit.tenancy.context import enter
from shared_apps.operations.models import AuditEntry
from tenant_apps.accounts.models import Role
from tenant_apps.courses.actions import set_prerequisites
from tenant_apps.entitlements.by_hand import give
from tenant_apps.learning import actions, room
from tenant_apps.learning.models import Enrolment, LessonProgress, Transfer
from tenant_apps.learning.studio.transfers import OFFERED
from tenant_apps.orders import actions as orders
from tests.tenant_apps.courses.factories import course, creator, published
from tests.tenant_apps.learning.factories import enrolment, person
from tests.tenant_apps.paths.walking import buy, path_of
from tests.tenant_apps.selling import a_paid_order, an_offer


@pytest.fixture
def oil(in_okafor):
    return published("Oil", lessons=1)


@pytest.fixture
def ink(in_okafor):
    return published("Ink", lessons=1)


def live() -> list[str]:
    return list(Enrolment.objects.live().order_by("pk").values_list("course__title", flat=True))


def test_a_bought_place_moves_with_what_gave_it_and_a_refund_takes_it_back(oil, ink, deliver_facts) -> None:
    order = a_paid_order(an_offer("oil", products=[oil.product]))
    deliver_facts()
    held = Enrolment.objects.get()
    actions.complete_lesson(enrolment=held, lesson=oil.lessons.get())

    made = actions.transfer(enrolment=held, course=ink, reason="The wrong one", by="alice@example.com")
    deliver_facts()

    assert live() == ["Ink"]
    assert LessonProgress.objects.get().enrolment == held
    assert AuditEntry.objects.filter(action="learning.transferred", reason="The wrong one").count() == 1
    (letter,) = SentEmail.objects.filter(subject="Your place is in Ink now")
    assert "The wrong one" in letter.text and made.to.person == held.person

    orders.refund_order(order=order, reason="Changed their mind")
    deliver_facts()
    assert live() == []


def come_back(order) -> None:
    refund = order.refunds.get()
    orders.reopen_refund(payment=refund.payment, reference=refund.reference, amount=refund.money, reason="closed")


def test_a_refund_that_came_back_opens_the_course_they_were_moved_to(oil, ink, deliver_facts) -> None:
    order = a_paid_order(an_offer("oil", products=[oil.product]))
    deliver_facts()
    actions.transfer(enrolment=Enrolment.objects.get(), course=ink, reason="The wrong one", by="alice@example.com")
    orders.refund_order(order=order, reason="Changed their mind")
    deliver_facts()

    come_back(order)
    deliver_facts()

    assert live() == ["Ink"]


def test_a_refund_that_came_back_opens_nothing_the_team_took_away(oil, ink, deliver_facts) -> None:
    order = a_paid_order(an_offer("both", products=[oil.product, ink.product]))
    deliver_facts()
    actions.end_by_hand(enrolment=Enrolment.objects.get(course=oil), reason="Cheated", by="alice@example.com")
    orders.refund_order(order=order, reason="Changed their mind")
    deliver_facts()

    come_back(order)
    deliver_facts()

    assert live() == ["Ink"]


def test_who_is_moved_back_has_their_first_place_again(oil, ink, deliver_facts) -> None:
    a_paid_order(an_offer("oil", products=[oil.product]))
    deliver_facts()

    for there in (ink, oil):
        held = Enrolment.objects.live().get()
        actions.transfer(enrolment=held, course=there, reason="Fits better", by="alice@example.com")
    deliver_facts()

    assert live() == ["Oil"]


def test_nobody_waits_for_the_course_they_were_moved_from(oil, ink) -> None:
    set_prerequisites(course=ink, needs=[oil])

    made = actions.transfer(enrolment=enrolment(oil), course=ink, reason="Ready for it", by="alice@example.com")

    assert not Enrolment.objects.get(pk=made.to_id).awaits


def test_a_place_nobody_sold_moves_too_and_into_a_cohort(oil, ink) -> None:
    held = enrolment(oil)
    may = actions.save_cohort(course=ink, name="May", starts_on=date(2099, 5, 3), seats=1)

    made = actions.transfer(enrolment=held, course=ink, cohort=may, reason="Fits better", by="alice@example.com")

    assert (live(), made.to.place.cohort) == (["Ink"], may)


def test_another_cohort_of_the_same_course_keeps_the_place(oil) -> None:
    held = enrolment(oil)
    may, june = (
        actions.save_cohort(course=oil, name=name, starts_on=date(2099, month, 3))
        for name, month in (("May", 5), ("June", 6))
    )
    actions.place(cohort=may, enrolment=held)

    actions.transfer(enrolment=held, course=oil, cohort=june, reason="Ill", by="alice@example.com")

    assert Enrolment.objects.get().place.cohort == june


@pytest.mark.parametrize("reason", ["", "   "])
def test_without_a_reason_nobody_is_moved(reason, oil, ink) -> None:
    with pytest.raises(actions.ReasonMissing):
        actions.transfer(enrolment=enrolment(oil), course=ink, reason=reason, by="alice@example.com")


def test_nobody_is_moved_to_where_they_are_nor_into_a_full_course(oil, ink) -> None:
    carol = person()
    held = enrolment(oil, carol)
    actions.set_capacity(course=ink, seats=1)
    enrolment(ink, person("dora@example.com"))

    with pytest.raises(actions.NowhereElse):
        actions.transfer(enrolment=held, course=oil, reason="Why not", by="alice@example.com")
    with pytest.raises(room.CourseFull):
        actions.transfer(enrolment=held, course=ink, reason="Why not", by="alice@example.com")
    assert not Transfer.objects.exists()


def test_what_a_path_gives_is_not_moved(oil, ink) -> None:
    buy(person(), path_of(oil))

    with pytest.raises(actions.ComesByItself):
        actions.transfer(enrolment=Enrolment.objects.get(), course=ink, reason="Why not", by="alice@example.com")


def test_the_team_moves_a_learner_in_the_studio(client_for, okafor) -> None:
    alice = creator(client_for, okafor)
    with enter(okafor):
        oil, ink = published("Oil", lessons=1), published("Ink", lessons=1)
        give(person=person(), product=oil.product, reason="A friend", by=None)
        held = Enrolment.objects.get()
    url = f"/studio/courses/{oil.key}/learners/{held.key}/"

    refused = alice.post(f"{url}transfer/", {"to": f"course:{ink.key}", "transfer_reason": ""})
    moved = alice.post(f"{url}transfer/", {"to": f"course:{ink.key}", "transfer_reason": "The wrong one"})

    assert (refused.status_code, moved.status_code) == (422, 302)
    assert "Moved" in alice.get(moved["Location"]).content.decode()
    bob = creator(client_for, okafor, Role.SUPPORT, "bob@example.com")
    assert bob.post(f"{url}transfer/", {})["Location"] == "/studio/"


def test_a_course_among_many_is_found_by_its_title(client_for, okafor) -> None:
    alice = creator(client_for, okafor)
    with enter(okafor):
        oil, ink = published("Oil", lessons=1), published("Ink and brush", lessons=1)
        held = enrolment(oil)
        for number in range(OFFERED):
            course(f"Newer {number}")
    url = f"/studio/courses/{oil.key}/learners/{held.key}/"

    newest, found = alice.get(url).content.decode(), alice.get(f"{url}?find=brush").content.decode()
    alice.post(f"{url}transfer/?find=brush", {"to": f"course:{ink.key}", "transfer_reason": "The wrong one"})

    assert [f"course:{ink.key}" in body for body in (newest, found)] == [False, True]
    assert ("Search for an older one" in newest, "Newer 3" in newest, "Newer 3" in found) == (True, True, False)
    with enter(okafor):
        assert live() == ["Ink and brush"]


def test_terms_of_enrolment_are_set_in_the_studio(client_for, okafor) -> None:
    alice = creator(client_for, okafor)
    with enter(okafor):
        oil, ink = published("Oil", lessons=1), published("Ink", lessons=1)
    url = f"/studio/courses/{oil.key}/enrolment/"

    saved = alice.post(url, {"needs": [str(ink.key)], "seats": "12"})
    shown = alice.get(url).content.decode()
    circle = alice.post(f"/studio/courses/{ink.key}/enrolment/", {"needs": [str(oil.key)]})
    emptied = alice.post(url, {})

    assert (saved.status_code, circle.status_code, emptied.status_code) == (302, 422, 302)
    assert "0 of 12 places" in shown and "wait for itself" in circle.content.decode()
    with enter(okafor):
        assert not oil.prerequisites.exists()
