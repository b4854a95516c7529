import pytest
from django.test import Client

from tenant_apps.accounts.models import Role, User
from tenant_apps.people import actions as people
from tenant_apps.people.models import Person
from tests.tenant_apps.roles import browser_of
from tests.tenant_apps.selling import a_paid_order

pytestmark = pytest.mark.usefixtures("in_okafor")


@pytest.fixture
def carol(client_for, okafor) -> Client:
    return browser_of(client_for, okafor, Role.LEARNER)


def test_strangers_are_asked_to_sign_in(client_for, okafor) -> None:
    page = client_for(okafor).get("/account/")

    assert page.headers["Location"] == "/accounts/login/?next=/account/"


def test_the_account_shows_own_orders_only(carol) -> None:
    mine = a_paid_order(email="learner@example.com")
    people.follow_verified_email(user=_user())
    theirs = a_paid_order(mine.lines.get().offer, email="joel@example.com")

    words = carol.get("/account/").content.decode()

    assert (f"/orders/{mine.code}/" in words, f"/orders/{theirs.code}/" in words) == (True, False)


def test_saving_the_profile(carol) -> None:
    carol.post("/account/", {"name": "Carol Adeyemi", "time_zone": "Europe/Copenhagen", "language": ""})

    person = Person.objects.get(email="learner@example.com")
    assert (person.name, person.time_zone) == ("Carol Adeyemi", "Europe/Copenhagen")


def test_a_missing_name_says_what_to_do(carol) -> None:
    page = carol.post("/account/", {"name": "", "time_zone": "Nowhere/Land"})

    assert page.status_code == 422
    assert "Type the name to write on your certificates." in page.content.decode()


def test_somebody_without_a_person_still_has_an_account_page(carol) -> None:
    assert carol.get("/account/").status_code == 200


def _user() -> User:
    return User.objects.get(email="learner@example.com")
