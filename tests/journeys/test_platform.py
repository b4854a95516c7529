"""Somebody new signs up on the platform and walks into a Studio of their own."""

import re

from playwright.sync_api import expect

from tests.journeys.stage.post import PostOffice, link_in
from tests.journeys.stage.visitor import Visitor


def test_a_new_creator_gets_a_studio(visit, post: PostOffice) -> None:
    creator: Visitor = visit("")
    creator.go("/")
    creator.look("platform, home")
    creator.go("/sign-up/")
    creator.look("platform, sign up")
    main = creator.page.locator("main")
    main.get_by_label("Your name").fill("Saskia Vermeer")
    main.get_by_label("Email").fill("saskia@harbour.example")
    main.locator("[name=name]").fill("Harbour Lane")
    main.locator("[name=slug]").fill("harbour-lane")
    creator.click("Create my site")
    creator.sees("Harbour Lane is open at harbour-lane.localhost.")
    creator.look("platform, signed up")

    creator.go(link_in(post.letter("saskia@harbour.example", ""), "/accounts/link/"))
    creator.click("Sign in")

    expect(creator.page).to_have_url(re.compile(r"harbour-lane\.localhost:\d+/studio/"))
    creator.sees("Harbour Lane")
    creator.go(creator.site.url("/", "harbour-lane"))
    creator.look("new school, home")
    creator.sees("Harbour Lane")


def test_an_address_that_cannot_be_is_refused_with_a_reason(visit) -> None:
    creator: Visitor = visit("")
    for slug in ("admin", "okafor", "-no-", "x" * 80):
        creator.go("/sign-up/")
        main = creator.page.locator("main")
        main.get_by_label("Your name").fill("Saskia Vermeer")
        main.get_by_label("Email").fill("saskia@elsewhere.example")
        main.locator("[name=name]").fill("Harbour Lane")
        main.locator("[name=slug]").fill(slug)
        with creator.expecting(422):
            creator.click("Create my site")
            expect(main.locator("[name=slug][aria-invalid=true]")).to_be_visible()
        creator.look("platform, sign up refused")
