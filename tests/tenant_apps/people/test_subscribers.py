import pytest

from marque.kit.facts.sweep import deliver_pending
from tenant_apps.accounts import actions as accounts
from tenant_apps.people import actions as people
from tenant_apps.people.models import Person

pytestmark = pytest.mark.usefixtures("in_okafor")


def test_a_verified_address_is_the_person_known_by_it() -> None:
    buyer = people.meet(email="sofia@studiobrandt.de", name="Sofia Brandt")

    user = accounts.register(email="Sofia@studiobrandt.de", verified=True)
    deliver_pending()

    buyer.refresh_from_db()
    assert buyer.user == user


def test_a_login_with_a_longer_name_is_a_person_all_the_same() -> None:
    user = accounts.register(email="sofia@studiobrandt.de", name="B" * 150, verified=True)
    deliver_pending()

    assert Person.objects.get(user=user).name == "B" * 120


def test_an_address_that_was_not_shown_to_be_theirs_is_nobodys_at_signing_in(client_for, okafor) -> None:
    buyer = people.meet(email="sofia@studiobrandt.de")
    user = accounts.register(email="joel@example.com", verified=True)
    user.email = buyer.email
    user.save()

    client_for(okafor).force_login(user)

    buyer.refresh_from_db()
    assert buyer.user is None


def test_registering_alone_claims_nobody() -> None:
    buyer = people.meet(email="sofia@studiobrandt.de")

    accounts.register(email="sofia@studiobrandt.de")
    deliver_pending()

    buyer.refresh_from_db()
    assert buyer.user is None


def test_a_person_takes_a_new_verified_address_along() -> None:
    user = accounts.register(email="sofia@studiobrandt.de", verified=True)
    deliver_pending()
    user.email = "sofia@brandt.studio"
    user.save()

    people.follow_verified_email(user=user)

    assert Person.objects.get(user=user).email == "sofia@brandt.studio"


def test_a_new_address_of_somebody_else_is_not_taken() -> None:
    user = accounts.register(email="sofia@studiobrandt.de", verified=True)
    deliver_pending()
    people.meet(email="joel@example.com")
    user.email = "joel@example.com"

    people.follow_verified_email(user=user)

    assert Person.objects.get(user=user).email == "sofia@studiobrandt.de"
