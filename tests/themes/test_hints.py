"""The hint that somebody is signed in."""

from marque.kit.tenancy.context import enter
from tenant_apps.accounts import actions

PASSWORD = "correct-horse-battery"  # noqa: S105


def _sign_in(client, okafor):
    with enter(okafor):
        actions.register(email="carol@example.com", name="Carol", password=PASSWORD, verified=True)
    return client.post("/accounts/login/", {"login": "carol@example.com", "password": PASSWORD})


def test_signing_in_sets_the_hint_and_signing_out_clears_it(client_for, okafor) -> None:
    client = client_for(okafor)

    signed_in = _sign_in(client, okafor)
    signed_out = client.post("/accounts/logout/")

    assert signed_in.cookies["signed_in"].value == "1"
    assert signed_out.cookies["signed_in"].value == ""


def test_an_anonymous_page_sets_nothing(client_for, okafor) -> None:
    response = client_for(okafor).get("/brand/specimen/")

    assert "signed_in" not in response.cookies


def test_account_menu_of_a_member_names_them_and_is_never_stored(client_for, okafor) -> None:
    client = client_for(okafor)
    _sign_in(client, okafor)

    response = client.get("/account/menu/")

    assert "Carol" in response.text
    assert "no-store" in response["Cache-Control"]
    assert 'href="/studio/"' not in response.text
