"""Signing up, in and out, by password and by letter; and that an account belongs to one business alone."""

import re

from playwright.sync_api import expect

from tests.journeys.stage.post import PostOffice, link_in
from tests.journeys.stage.visitor import Visitor

SECRET, NEW_SECRET = "plum-harbour-lantern", "quiet-violet-ladder"


def test_signing_up_verifying_and_signing_out(visitor: Visitor, post: PostOffice) -> None:
    visitor.go("/accounts/signup/")
    visitor.look("sign up")
    visitor.fill(Name="Wren Castle", Email="wren@example.com", Password=SECRET)
    visitor.click("Create account")
    expect(visitor.page).to_have_url(re.compile("/accounts/confirm-email/$"))
    visitor.look("sign up, check your inbox")

    visitor.go(link_in(post.letter("wren@example.com", ""), "/accounts/confirm-email/"))
    visitor.look("confirm your email")
    visitor.click("Yes, that is mine")
    visitor.page.wait_for_url("**/learn/")
    visitor.look("dashboard, empty")

    _sign_out(visitor)
    visitor.go("/learn/")
    expect(visitor.page).to_have_url(re.compile("/accounts/login/"))


def test_a_wrong_password_is_refused_without_saying_who_exists(visitor: Visitor) -> None:
    said = []
    for email in ("sofia@example.com", "nobody-at-all@example.com"):
        visitor.go("/accounts/login/")
        visitor.fill(Email=email, Password="certainly-wrong-1")
        visitor.page.get_by_role("button", name="Sign in", exact=True).click()
        visitor.look("sign in, refused")
        said.append(visitor.page.locator("[role=alert], .error, .notice").all_inner_texts())

    assert said[0] == said[1] != []


def test_a_forgotten_password_is_chosen_anew(visitor: Visitor, post: PostOffice) -> None:
    visitor.go("/accounts/login/")
    visitor.look("sign in")
    visitor.follow("Forgot your password?")
    visitor.look("password reset")
    visitor.fill(Email="priya.raman@example.com")
    visitor.click("Email me the link")
    visitor.page.wait_for_url("**/reset/done/")
    visitor.look("password reset, sent")

    visitor.go(link_in(post.letter("priya.raman@example.com", "password"), "/password/reset/key/"))
    visitor.look("password reset, new one")
    for field in visitor.page.locator("input[type=password]").all():
        field.fill(NEW_SECRET)
    with visitor.page.expect_navigation():
        visitor.page.locator("main form button").last.click()
    visitor.context.clear_cookies()

    visitor.sign_in("priya.raman@example.com", NEW_SECRET)
    visitor.sees("priya.raman@example.com")


def test_a_link_by_email_signs_in_once(visit, post: PostOffice) -> None:
    asking: Visitor = visit()
    asking.go("/accounts/login/")
    asking.page.get_by_label("Email").fill("luis.ortega@example.com")
    asking.click("Email me a sign-in link")
    asking.page.wait_for_url("**/login/code/confirm/")
    asking.look("sign-in link, sent")
    link = link_in(post.letter("luis.ortega@example.com", "sign"), "/accounts/link/")

    phone: Visitor = visit()
    phone.go(link)
    phone.click("Sign in")
    phone.page.wait_for_url("**/learn/")
    phone.sees("Scoping Without Fear")

    thief: Visitor = visit()
    with thief.expecting(403, 404, 410):
        thief.go(link)
        thief.look("sign-in link, spent")
        thief.sees("This link no longer works")


def test_an_account_is_unknown_at_the_other_business(visit) -> None:
    elsewhere: Visitor = visit("northlight")
    elsewhere.go("/accounts/login/")
    elsewhere.fill(Email="sofia@example.com", Password=elsewhere.site.password)
    elsewhere.page.get_by_role("button", name="Sign in", exact=True).click()

    expect(elsewhere.page).to_have_url(re.compile("/accounts/login/"))
    expect(elsewhere.page.locator("[role=alert], .notice").first).to_be_visible()


def test_a_session_of_one_business_is_nobodys_in_another(visit) -> None:
    at_home: Visitor = visit().sign_in("sofia@example.com")
    cookies = at_home.context.cookies()
    elsewhere: Visitor = visit("northlight")
    elsewhere.context.add_cookies([{**cookie, "domain": "northlight.localhost"} for cookie in cookies])

    elsewhere.go("/learn/")

    expect(elsewhere.page).to_have_url(re.compile("/accounts/login/"))


def _sign_out(visitor: Visitor) -> None:
    visitor.click("Your account")
    visitor.click("Sign out")
    visitor.page.wait_for_url(lambda url: "/learn/" not in url)
