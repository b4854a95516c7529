"""Olu lets an agency in; Ann, who works there, looks at its fleet and makes a token she sees once."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.stage.post import PostOffice, link_in
from tests.journeys.stage.visitor import Visitor

OPERATOR, ANN = "olu@marque.example", "ann@northwind.example"


@pytest.fixture
def ann(visit, post: PostOffice) -> Visitor:
    """Somebody of an agency that an operator has just let in."""
    olu: Visitor = visit("").sign_in(OPERATOR, then="/console/agencies/")
    olu.look("console, agencies")
    olu.follow("New agency")
    olu.look("console, new agency")
    for name, value in {"name": "Northwind Studio", "slug": "northwind", "limit": "5", "person": ANN}.items():
        olu.page.locator(f"main [name={name}]").fill(value)
    olu.click("Create agency")
    olu.sees("Northwind Studio", ANN)
    olu.look("console, agency")
    ann: Visitor = visit("")
    ann.go("/accounts/login/")
    ann.page.get_by_label("Email").fill(ANN)
    ann.click("Email me a sign-in link")
    ann.go(link_in(post.letter(ANN, "sign"), "/accounts/link/"))
    ann.click("Sign in")
    ann.page.wait_for_load_state()
    return ann


def test_a_token_is_made_and_seen_once(ann: Visitor) -> None:
    ann.go("/agency/")
    ann.look("agency, no businesses")
    for name in ("Operations", "Blueprints"):
        ann.follow(name)
        ann.look(f"agency, {name.lower()}")
    ann.go("/agency/new/")
    ann.look("agency, new business")
    ann.go("/api/v1/docs/")
    ann.look("api, docs")
    ann.go("/agency/tokens/")
    ann.look("agency, tokens")
    ann.page.locator("main [name=name]").fill("laptop")
    ann.page.get_by_label("See businesses").check()
    ann.click("Make token")
    shown = ann.page.locator(".agency-token")
    expect(shown).to_have_text(re.compile("^mqa_[A-Za-z0-9_-]{43}$"))
    token = shown.inner_text()
    ann.look("agency, token made")

    ann.go("/agency/tokens/")

    ann.sees("laptop", "Live")
    assert token not in ann.page.content()
    answer = ann.context.request.get(ann.site.url("/api/v1/tenants/", ""), headers={"Authorization": f"Bearer {token}"})
    assert (answer.status, answer.json()["results"]) == (200, [])
    ann.click("Revoke")
    ann.click("Revoke it")
    ann.sees("Revoked")
