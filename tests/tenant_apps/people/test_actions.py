import pytest
from django.db import IntegrityError, transaction

from tenant_apps.accounts import actions as accounts
from tenant_apps.people import actions as people
from tenant_apps.people.models import Person

pytestmark = pytest.mark.usefixtures("in_okafor")


def test_meet_twice_is_one_person_however_the_email_is_typed() -> None:
    first = people.meet(email=" Sofia@StudioBrandt.de ", name="Sofia Brandt")

    again = people.meet(email="sofia@studiobrandt.DE")

    assert (again.pk, again.email, again.name) == (first.pk, "sofia@studiobrandt.de", "Sofia Brandt")


def test_meet_fills_in_a_missing_name_and_replaces_none() -> None:
    people.meet(email="sofia@studiobrandt.de")

    named = people.meet(email="sofia@studiobrandt.de", name="Sofia")
    renamed = people.meet(email="sofia@studiobrandt.de", name="Somebody Else")

    assert (named.name, renamed.name) == ("Sofia", "Sofia")


def test_meet_without_an_email_is_refused() -> None:
    with pytest.raises(people.EmailMissing):
        people.meet(email="  ")


def test_the_database_keeps_emails_in_lower_case_and_once() -> None:
    people.meet(email="sofia@studiobrandt.de")

    for email in ("SOFIA@studiobrandt.de", "sofia@studiobrandt.de"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Person.objects.create(email=email)


def test_link_account_twice_changes_nothing() -> None:
    user = accounts.register(email="sofia@studiobrandt.de", name="Sofia Brandt")
    person = people.meet(email="sofia@studiobrandt.de")

    people.link_account(person=person, user=user)
    linked = people.link_account(person=person, user=user)

    assert (linked.user_id, linked.name) == (user.pk, "Sofia Brandt")


def test_link_account_of_somebody_else_is_refused() -> None:
    user = accounts.register(email="sofia@studiobrandt.de")
    stranger = accounts.register(email="stranger@example.com")
    person = people.meet(email="sofia@studiobrandt.de", user=user)

    with pytest.raises(people.AlreadyLinked):
        people.link_account(person=person, user=stranger)


def test_first_name_is_what_they_are_called() -> None:
    assert Person(name="Sofia Brandt").first_name == "Sofia"
    assert Person(name=" ").first_name == ""
