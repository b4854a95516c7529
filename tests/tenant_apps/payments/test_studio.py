import re
from dataclasses import replace

import pytest
from django.test import Client

from marque.kit.sealed import seal
from shared_apps.practice.models import PracticeEvent, PracticePayment
from shared_apps.practice.tasks import send_event
from tenant_apps.accounts.models import Role, User
from tenant_apps.payments import actions as payments
from tenant_apps.payments.gateways import KEYS, payment_settings
from tenant_apps.payments.models import GatewayConnection, SavedMethod
from tenant_apps.people.actions import meet
from tests.tenant_apps.payments.acme import SECRET
from tests.tenant_apps.payments.test_actions import CARD
from tests.tenant_apps.roles import browser_of
from tests.tenant_apps.selling import a_paid_order

pytestmark = pytest.mark.usefixtures("in_okafor", "acme")
PAGE = "/studio/settings/payments/"


@pytest.fixture
def ada(client_for, okafor) -> Client:
    return browser_of(client_for, okafor, Role.OWNER)


@pytest.mark.parametrize("path", ["", "acme/connection/", "practice/"])
def test_payments_are_for_owners(client_for, okafor, path) -> None:
    stranger = client_for(okafor).get(PAGE + path)
    staff = browser_of(client_for, okafor, Role.STAFF).get(PAGE + path)

    assert (stranger.status_code, staff.status_code) == (302, 403)


def test_the_page_shows_each_gateway_and_its_state(ada) -> None:
    words = ada.get(PAGE).content.decode()

    assert ("In use, practice" in words, "Connect Acme" in words, "Use Acme for payments" in words) == (
        True,
        True,
        False,
    )


def test_connecting_and_using_a_gateway(ada) -> None:
    ada.post(f"{PAGE}acme/connection/", {"secret_key": SECRET})
    answer = ada.post(f"{PAGE}choice/", {"gateway": "acme", "merchant": "creator"}, follow=True)

    words = answer.content.decode()
    assert (payment_settings().gateway, "Okafor Ltd" in words, "…6789" in words, SECRET in words) == (
        "acme",
        True,
        True,
        False,
    )


def test_a_wrong_key_is_explained_and_not_shown_again(ada) -> None:
    answer = ada.post(f"{PAGE}acme/connection/", {"secret_key": "sk_live_wrong"})

    words = answer.content.decode()
    assert (answer.status_code, "Acme does not know this key." in words, "sk_live_wrong" in words) == (422, True, False)


def test_a_gateway_without_keys_or_name_has_no_form(ada) -> None:
    assert [ada.get(f"{PAGE}{name}/connection/").status_code for name in ("sandbox", "nobody")] == [404, 404]


def test_a_problem_found_by_looking_again_is_shown(ada) -> None:
    connection = payments.connect_gateway(gateway="acme", keys={"secret_key": SECRET}, by="ada@okafor.example")
    GatewayConnection.objects.filter(pk=connection.pk).update(sealed_keys=_sealed("sk_live_revoked"))

    words = ada.post(f"{PAGE}acme/check/", follow=True).content.decode()

    assert ("Needs attention" in words, "Acme does not know this key." in words) == (True, True)


def test_the_practice_desk_is_closed_where_money_is_real(ada, settings) -> None:
    settings.PRACTICE = False

    assert ada.get(f"{PAGE}practice/").status_code == 404


def test_the_practice_desk_opens_a_dispute(ada, django_capture_on_commit_callbacks, monkeypatch) -> None:
    sent: list[str] = []
    monkeypatch.setattr(send_event, "delay", lambda *, event_id: sent.append(event_id))
    a_paid_order()
    payment = PracticePayment.objects.latest("pk")

    with django_capture_on_commit_callbacks(using="control", execute=True):
        ada.post(f"{PAGE}practice/{payment.reference}/dispute/")

    event = PracticeEvent.objects.get(reference=payment.reference)
    assert (event.kind, sent) == ("dispute.opened", [event.event_id])
    assert "Dispute won" in ada.get(f"{PAGE}practice/").content.decode()


def test_the_practice_desk_says_what_cannot_happen(ada) -> None:
    a_paid_order()
    payment = PracticePayment.objects.latest("pk")

    words = ada.post(f"{PAGE}practice/{payment.reference}/settle/", follow=True).content.decode()

    assert "This payment waits for nothing." in words


def test_people_see_and_remove_their_own_cards_only(client_for, okafor) -> None:
    carol = browser_of(client_for, okafor, Role.LEARNER)
    mine = _card("learner@example.com", "tok_mine")
    theirs = _card("joel@example.com", "tok_theirs")

    seen = carol.get("/account/").content.decode()
    codes = [carol.post(f"/account/payment-methods/{card.key}/removal/").status_code for card in (mine, theirs)]

    assert ("Visa ending 4242" in seen, codes) == (True, [302, 404])
    assert re.search(r'removal/"><input type="hidden" name="csrfmiddlewaretoken"', seen)
    assert list(SavedMethod.objects.usable()) == [theirs]


def _card(email: str, token: str) -> SavedMethod:
    person = meet(email=email, name="Somebody", user=User.objects.filter(email=email).first())
    return payments.keep_method(person=person, gateway="sandbox", method=replace(CARD, token=token))


def _sealed(secret: str) -> str:
    return seal(KEYS, {"secret_key": secret})
