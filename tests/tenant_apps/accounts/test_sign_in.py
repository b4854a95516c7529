"""Signing up, in and out, over HTTP on each business's own host."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache

from marque.kit import clock
from marque.kit.facts.models import Event
from marque.kit.mail.models import SentEmail
from marque.kit.tenancy.context import enter
from tenant_apps.accounts import actions
from tenant_apps.accounts.links import sign_in_url
from tenant_apps.accounts.models import Role, User
from tenant_apps.people.models import Person

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def _outbox(settings) -> None:
    """pytest-django keeps mail in memory; the tenant's outbox is what we look at."""
    settings.EMAIL_BACKEND = "marque.kit.mail.backend.OutboxBackend"


def make(tenant, email="carol@example.com", role=None, password=PASSWORD, **fields):
    with enter(tenant):
        user = actions.register(email=email, name="Carol Díaz", password=password, verified=True, **fields)
        if role:
            actions.assign_role(user=user, role=role, by=None)
        return user


def sign_in(client, email="carol@example.com", password=PASSWORD, **more):
    return client.post("/accounts/login/", {"login": email, "password": password, **more})


def mails(tenant):
    with enter(tenant):
        return list(SentEmail.objects.order_by("pk"))


def link_in(message):
    return re.search(r"http://[^/\s]+(/accounts/\S+)", message.text)[1]


@pytest.mark.parametrize(
    ("role", "home"), [(None, "/learn/"), (Role.LEARNER, "/learn/"), (Role.STAFF, "/studio/"), (Role.OWNER, "/studio/")]
)
def test_sign_in_leads_home(okafor, client_for, role, home):
    make(okafor, role=role)

    response = sign_in(client_for(okafor))

    assert (response.status_code, response["Location"]) == (302, home)


@pytest.mark.parametrize("email", ["CAROL@Example.com", " carol@example.com "])
def test_sign_in_takes_the_address_in_any_case(okafor, client_for, email):
    make(okafor)

    assert sign_in(client_for(okafor), email)["Location"] == "/learn/"


def test_sign_in_goes_where_asked_but_stays_on_this_site(okafor, client_for):
    make(okafor)

    assert sign_in(client_for(okafor), next="/courses/")["Location"] == "/courses/"
    assert sign_in(client_for(okafor), next="https://evil.example/")["Location"] == "/learn/"


@pytest.mark.parametrize(("email", "password"), [("carol@example.com", "wrong"), ("nobody@example.com", PASSWORD)])
def test_sign_in_refuses_in_the_same_words(okafor, client_for, email, password):
    make(okafor)

    response = sign_in(client_for(okafor), email, password)

    assert response.status_code == 200
    assert response.context["form"].non_field_errors() == [
        "The email address and/or password you specified are not correct."
    ]


def test_sign_in_elsewhere_does_not_work(okafor, other, client_for):
    make(okafor)

    assert sign_in(client_for(other)).status_code == 200


def test_session_cookie_is_worthless_elsewhere(okafor, other, client_for):
    make(okafor, role=Role.OWNER)
    make(other, role=Role.OWNER)
    here, there = client_for(okafor), client_for(other)
    sign_in(here)

    there.cookies["session"] = here.cookies["session"].value

    assert here.get("/accounts/password/change/").status_code == 200
    assert there.get("/accounts/password/change/")["Location"].startswith("/accounts/login/")
    assert there.get("/studio/").status_code == 302


def test_sign_up_verifies_and_signs_in(okafor, client_for):
    client = client_for(okafor)
    name = ("Wolfeschlegelsteinhausenbergerdorff " * 4)[:120]

    response = client.post(
        "/accounts/signup/", {"name": name.strip(), "email": "Dora@Example.com", "password1": PASSWORD}
    )
    assert response["Location"] == "/accounts/confirm-email/"
    message = mails(okafor)[-1]
    page = client.get(link_in(message))
    assert page.status_code == 200
    response = client.post(link_in(message))

    assert response["Location"] == "/learn/"
    with enter(okafor):
        user = User.objects.get(email="dora@example.com")
        assert user.name == name.strip()
        told = Event.objects.filter(payload__user_id=user.pk).order_by("published_at").values_list("fact", flat=True)
        assert list(told) == ["accounts.UserRegistered", "accounts.EmailVerified", "people.AccountLinked"]
        # at once, and not when the worker comes to it: the next page may be a checkout
        person = Person.objects.get(user=user)
        assert (person.email, person.name) == ("dora@example.com", name.strip())
    assert "Okafor" in message.subject
    assert "Okafor" in message.html
    assert re.search(r"example\.com|Marque|Wagtail|allauth", message.html.replace("@example.com", "")) is None


def test_sign_up_says_how_long_a_name_may_be(okafor, client_for):
    fields = {"name": "W" * 121, "email": "dora@example.com", "password1": PASSWORD}

    page = client_for(okafor).post("/accounts/signup/", fields)

    assert "at most 120 characters (it has 121)" in page.content.decode()
    with enter(okafor):
        assert not User.objects.filter(email="dora@example.com").exists()


def test_sign_up_with_a_known_address_answers_the_same_and_writes_to_its_owner(okafor, client_for):
    make(okafor)
    fields = {"name": "Somebody", "password1": "another long password"}

    known = client_for(okafor).post("/accounts/signup/", {**fields, "email": "carol@example.com"})
    unknown = client_for(okafor).post("/accounts/signup/", {**fields, "email": "new@example.com"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    subjects = [(message.to, message.subject) for message in mails(okafor)]
    assert subjects == [
        (["carol@example.com"], "You have an account at Okafor"),
        (["new@example.com"], "Confirm your email for Okafor"),
    ]


def test_sign_in_link_asks_for_a_click_and_works_once(okafor, client_for):
    user = make(okafor, password=None)
    with enter(okafor):
        address = sign_in_url(user, "/learn/the-second-number/")
    path = address.removeprefix("http://okafor.localhost:8000")
    client = client_for(okafor)

    opened = [client.get(path), client.get(path)]
    entered = client.post(path)
    again = client_for(okafor).post(path)

    assert [page.status_code for page in opened] == [200, 200]
    assert entered["Location"] == "/learn/the-second-number/"
    assert client.get("/accounts/password/set/").status_code == 200
    assert again.status_code == 410


def test_sign_in_link_of_another_business_is_no_good(okafor, other, client_for):
    user = make(okafor)
    make(other)
    with enter(okafor):
        path = sign_in_url(user).removeprefix("http://okafor.localhost:8000")

    assert client_for(other).post(path).status_code == 410
    assert client_for(okafor).post(path + "x").status_code in (404, 410)


def test_sign_in_link_expires(okafor, client_for):
    user = make(okafor)
    with enter(okafor):
        path = sign_in_url(user, lifetime=timedelta(minutes=5)).removeprefix("http://okafor.localhost:8000")

    with clock.fixed(clock.now() + timedelta(minutes=5)):
        assert client_for(okafor).post(path).status_code == 410


def test_asking_for_a_link_answers_the_same_for_strangers(okafor, client_for):
    make(okafor)

    known = client_for(okafor).post("/accounts/login/code/", {"login": "carol@example.com"})
    unknown = client_for(okafor).post("/accounts/login/code/", {"login": "nobody@example.com"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [message.subject for message in mails(okafor)] == [
        "Your sign-in link for Okafor",
        "No account yet at Okafor",
    ]


def test_asked_link_signs_in_and_so_does_its_code(okafor, client_for):
    make(okafor)
    client, phone = client_for(okafor), client_for(okafor)
    client.post("/accounts/login/code/?next=/courses/", {"login": "carol@example.com"})
    message = mails(okafor)[-1]

    by_link = phone.post(link_in(message))
    code = re.search(r"asked for it: (\S+)", message.text)[1]
    by_code = client.post("/accounts/login/code/confirm/", {"code": code})

    assert by_link["Location"] in ("/courses/", "/learn/")
    assert by_code["Location"] == "/learn/"


def test_password_reset_by_mail(okafor, client_for):
    make(okafor)
    client = client_for(okafor)
    client.post("/accounts/password/reset/", {"email": "CAROL@example.com"})

    step = client.get(link_in(mails(okafor)[-1]))
    saved = client.post(step["Location"], {"password1": "an entirely new password"})

    assert saved["Location"] == "/learn/"
    assert sign_in(client_for(okafor), password="an entirely new password")["Location"] == "/learn/"
    assert mails(okafor)[-1].subject == "Your password at Okafor was changed"


def test_password_reset_token_of_another_business_is_no_good(okafor, other, client_for):
    make(okafor)
    with enter(other):
        User.objects.all().delete()
    client_for(okafor).post("/accounts/password/reset/", {"email": "carol@example.com"})
    path = link_in(mails(okafor)[-1])
    with enter(okafor):
        row = User.objects.filter(email="carol@example.com").values().get()
    with enter(other):
        User.objects.create(**row)

    assert client_for(other).get(path, follow=True).context["token_fail"]
    assert not client_for(okafor).get(path, follow=True).context.get("token_fail")


def test_email_confirmation_of_another_business_is_no_good(okafor, other, client_for):
    fields = {"name": "Dora", "email": "dora@example.com", "password1": PASSWORD}
    client_for(okafor).post("/accounts/signup/", fields)
    client_for(other).post("/accounts/signup/", fields)

    assert client_for(other).post(link_in(mails(okafor)[-1])).status_code == 404


def test_rate_limits_count_per_business(okafor, other, client_for, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/m/key"}
    make(okafor)
    make(other)

    for _try in range(3):
        sign_in(client_for(okafor), password="wrong")

    assert "Too many" in str(sign_in(client_for(okafor)).context["form"].non_field_errors())
    assert sign_in(client_for(other))["Location"] == "/learn/"
    with enter(okafor):
        cache.clear()


@pytest.mark.parametrize(
    "path",
    ["login/", "login/code/", "signup/", "password/reset/", "password/reset/done/", "confirm-email/", "inactive/"],
)
def test_pages_carry_only_the_business_name(okafor, client_for, path):
    response = client_for(okafor).get(f"/accounts/{path}")

    text = response.content.decode()
    assert response.status_code == 200
    assert "Okafor" in text
    assert [word for word in ("Marque", "Wagtail", "wagtail", "allauth", "okafor.") if word in text] == []


def test_closed_account_is_told_so(okafor, client_for):
    user = make(okafor)
    with enter(okafor):
        User.objects.filter(pk=user.pk).update(is_active=False)

    assert sign_in(client_for(okafor))["Location"] == "/accounts/inactive/"


def test_nothing_of_allauth_is_mounted_that_leads_nowhere(okafor, client_for):
    make(okafor)
    client = client_for(okafor)
    sign_in(client)

    assert [client.get(f"/accounts/{path}").status_code for path in ("email/", "", "social/")] == [404, 404, 404]
