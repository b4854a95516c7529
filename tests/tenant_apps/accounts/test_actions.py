"""Logins, roles and sign-in links."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress

from marque.kit import clock
from marque.kit.facts.models import Event
from marque.kit.tenancy.context import enter
from tenant_apps.accounts import actions
from tenant_apps.accounts.models import Role, SignInLink, User

pytestmark = pytest.mark.usefixtures("in_okafor")


def facts(name: str) -> list[dict]:
    events = Event.objects.filter(fact=f"accounts.{name}").order_by("published_at")
    return list(events.values_list("payload", flat=True))


def owner() -> User:
    return User.objects.get(email="alice@example.com")


def test_register_makes_one_login_whatever_the_case():
    first = actions.register(email=" Carol@Example.com ", name="Carol")
    second = actions.register(email="CAROL@example.COM", name="Somebody else")

    assert first == second
    assert (second.email, second.name) == ("carol@example.com", "Carol")
    assert facts("UserRegistered")[-1:] == [{"user_id": first.pk}]
    assert User.objects.filter(email__iexact="carol@example.com").count() == 1


def test_register_verified_tells_once():
    user = actions.register(email="carol@example.com", verified=True)
    actions.register(email="carol@example.com", verified=True)

    assert EmailAddress.objects.get(user=user).verified
    assert facts("EmailVerified")[-1] == {"user_id": user.pk}
    assert [fact["user_id"] for fact in facts("EmailVerified")].count(user.pk) == 1


def test_register_keeps_the_same_email_apart_between_businesses(okafor, other):
    here = actions.register(email="carol@example.com", name="Carol", password="a long password")
    with enter(other):
        there = actions.register(email="carol@example.com", name="Caroline")

        assert there.name == "Caroline"
        assert not there.has_usable_password()
    here.refresh_from_db()
    assert here.name == "Carol"


def test_use_sign_in_link_works_once_and_proves_the_address():
    user = actions.register(email="carol@example.com")
    link = actions.make_sign_in_link(user=user, lifetime=timedelta(minutes=5))

    assert actions.use_sign_in_link(link=link) == user
    assert EmailAddress.objects.get(user=user).verified
    with pytest.raises(actions.LinkUsed):
        actions.use_sign_in_link(link=link)


def test_use_sign_in_link_refuses_an_expired_one():
    user = actions.register(email="carol@example.com")
    link = actions.make_sign_in_link(user=user, lifetime=timedelta(minutes=5))

    with clock.fixed(clock.now() + timedelta(minutes=6)), pytest.raises(actions.LinkUsed):
        actions.use_sign_in_link(link=link)


def test_use_sign_in_link_voids_a_password_set_before_the_address_was_proven():
    squatter = actions.register(email="carol@example.com", password="squatters password")
    link = actions.make_sign_in_link(user=squatter, lifetime=timedelta(minutes=5))

    actions.use_sign_in_link(link=link)

    squatter.refresh_from_db()
    assert not squatter.has_usable_password()


def test_use_sign_in_link_keeps_the_password_of_a_proven_address():
    user = actions.register(email="carol@example.com", password="carols password", verified=True)

    actions.use_sign_in_link(link=actions.make_sign_in_link(user=user, lifetime=timedelta(minutes=5)))

    user.refresh_from_db()
    assert user.check_password("carols password")


def test_make_sign_in_link_leads_only_to_this_site():
    user = actions.register(email="carol@example.com")

    links = [
        actions.make_sign_in_link(user=user, next_url=url, lifetime=timedelta(minutes=5)).next_url
        for url in ("/learn/", "https://evil.example/", "//evil.example/", "/\\evil.example/", "javascript:alert(1)")
    ]

    assert links == ["/learn/", "", "", "", ""]


def test_make_sign_in_link_sweeps_dead_ones():
    user = actions.register(email="carol@example.com")
    actions.make_sign_in_link(user=user, lifetime=timedelta(minutes=5))

    with clock.fixed(clock.now() + timedelta(days=3)):
        kept = actions.make_sign_in_link(user=user, lifetime=timedelta(minutes=5))

    assert list(SignInLink.objects.all()) == [kept]


def test_assign_role_gives_group_and_fact_once():
    bob = actions.register(email="bob@example.com")

    actions.assign_role(user=bob, role=Role.STAFF, by=owner())
    actions.assign_role(user=bob, role=Role.STAFF, by=owner())

    assert list(bob.groups.values_list("name", flat=True)) == ["Staff"]
    assert [fact for fact in facts("RoleAssigned") if fact["user_id"] == bob.pk] == [
        {"user_id": bob.pk, "role": "staff"}
    ]


def test_assign_role_owner_by_staff_is_refused():
    bob = actions.register(email="bob@example.com")
    actions.assign_role(user=bob, role=Role.STAFF, by=owner())

    with pytest.raises(actions.NotAllowed):
        actions.assign_role(user=bob, role=Role.OWNER, by=bob)


def test_remove_role_keeps_the_last_owner():
    with pytest.raises(actions.LastOwner):
        actions.remove_role(user=owner(), role=Role.OWNER, by=owner())
    with pytest.raises(actions.LastOwner):
        actions.change_role(user=owner(), role=Role.STAFF, by=owner())


def test_change_role_leaves_one_role_and_its_group():
    bob = actions.register(email="bob@example.com")
    actions.assign_role(user=bob, role=Role.STAFF, by=owner())

    actions.change_role(user=bob, role=Role.SUPPORT, by=owner())

    assert list(bob.roles.values_list("role", flat=True)) == ["support"]
    assert list(bob.groups.values_list("name", flat=True)) == ["Support"]


def test_use_sign_in_link_ends_sessions_begun_before_the_address_was_proven():
    bought = actions.register(email="carol@example.com")
    before = bought.get_session_auth_hash()

    user = actions.use_sign_in_link(link=actions.make_sign_in_link(user=bought, lifetime=timedelta(minutes=5)))

    assert user.get_session_auth_hash() != before
