"""The page of tokens in the Studio."""

import pytest

from tenant_apps.accounts.models import Role
from tenant_apps.api.actions import token_of
from tenant_apps.api.models import ApiToken
from tests.tenant_apps.roles import browser_of

PAGE = "/studio/settings/api/"
ASKED = {"name": "Newsletter", "scopes": ["people:read", "orders:read"], "days": "30"}


@pytest.fixture
def alice(client_for, okafor, in_okafor):
    return browser_of(client_for, okafor, Role.OWNER)


def test_a_token_is_shown_once(alice):
    made = alice.post(PAGE, ASKED)
    stored = str(dict(alice.session))
    shown = alice.get(made["Location"])
    text = shown.context["text"]

    assert text in shown.text
    assert (made.status_code, text in stored, text in made.text) == (302, False, False)
    assert token_of(text).scopes == ["people:read", "orders:read"]
    assert shown["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    assert text not in alice.get(PAGE).text


def test_a_page_looked_at_again_makes_no_second_token(alice):
    shown = alice.post(PAGE, ASKED, follow=True)

    again = alice.get(shown.redirect_chain[-1][0])

    assert (again.status_code, again.context["text"], ApiToken.objects.count()) == (200, "", 1)


def test_a_token_is_revoked(alice):
    text = alice.post(PAGE, ASKED, follow=True).context["text"]
    token = ApiToken.objects.get()

    answer = alice.post(f"{PAGE}{token.key}/revocation/")

    assert (answer.status_code, token_of(text)) == (302, None)
    assert "Revoked" in alice.get(PAGE).text


def test_what_is_missing_is_said(alice):
    answer = alice.post(PAGE, {"name": "", "days": "30"})

    assert (answer.status_code, ApiToken.objects.count()) == (422, 0)


@pytest.mark.parametrize("role", [Role.STAFF, Role.AUTHOR, Role.SUPPORT])
def test_only_owners_make_tokens(client_for, okafor, in_okafor, role):
    assert browser_of(client_for, okafor, role).get(PAGE).status_code == 403


def test_strangers_sign_in_first(client_for, okafor):
    assert client_for(okafor).get(PAGE).status_code == 302
