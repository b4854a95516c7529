"""Plan and usage in the Studio: for owners, also while the business is paused for its bill."""

import re

import pytest

from marque.kit import clock
from marque.kit.tenancy.context import enter
from shared_apps.billing.models import Invoice, Subscription
from shared_apps.plans.actions import publish_plan
from shared_apps.plans.queries import plan_of
from tenant_apps.accounts.models import Role
from tenant_apps.courses import actions as courses
from tests.shared_apps.plan_trial import NOW, a_plan, day, on_plan, row_of, run, with_card

PAGE = "/studio/settings/plan/"
BUSINESS = {("USD", "month"): 11_900, ("USD", "year"): 119_000}
CARD = {"number": "4242 4242 4242 4242", "expiry": "08/40", "cvc": "123"}


@pytest.fixture
def ada(okafor, signed_in):
    """Okafor's owner."""
    return signed_in(okafor)


@pytest.fixture(autouse=True)
def _on_commit_now(settings):
    """The page is looked at on a fixed day."""
    with clock.fixed(day(3, 16, 21)):
        yield


def words(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def paying(okafor):
    on_plan(okafor, a_plan(allowances={"courses": 5}, summary="For one school", features=["sequences"]))
    with_card(okafor)
    run(NOW)
    return okafor


def test_without_a_plan_the_page_says_so_and_offers_the_public_ones(ada):
    a_plan(trial_days=14)
    publish_plan(plan=a_plan(slug="secret"), by="tests", public=False)

    page = words(ada.get(PAGE))

    assert "everything is open, and nothing is owed" in page
    assert ("Choose Creator" in page, "Secret" in page) == (True, False)


def test_starting_with_a_plan_from_the_page(ada, okafor):
    a_plan(trial_days=14)

    confirm = words(ada.get(f"{PAGE}change/?plan=creator&interval=month"))
    ada.post(f"{PAGE}change/", {"plan": "creator", "interval": "month"})

    assert "14 days for nothing" in confirm
    assert plan_of(okafor.id).slug == "creator"


def test_the_page_shows_use_price_card_and_invoices(ada, paying):
    with enter(paying):
        courses.create_course(title="One")

    page = words(ada.get(PAGE))

    for said in (
        "Creator $39 a month",
        "Next payment 1 April 2026",
        "•••• 4242",
        "Courses 1 of 5",
        "MQ-000001",
        "Paid",
    ):
        assert said in page, said
    assert 'data-value="20"' in ada.get(PAGE).content.decode()


def test_a_change_shows_the_prorated_amount_and_takes_exactly_that(ada, paying):
    a_plan(slug="business", prices=BUSINESS)
    shown = ada.get(f"{PAGE}change/?plan=business&interval=month")
    token = shown.context["token"]

    with clock.fixed(day(3, 16, 21).replace(minute=10)):  # ten minutes later the amount would be another
        done = ada.post(f"{PAGE}change/", {"plan": "business", "interval": "month", "quote": token}, follow=True)

    assert "Charged now $40.00" in words(shown)
    assert "You are on Business." in words(done)
    invoice = Invoice.objects.order_by("-number").first()
    assert (invoice.total_amount, invoice.state) == (4_000, "paid")


@pytest.mark.parametrize("token", ["", "forged", "another plan's"])
def test_a_change_without_what_was_shown_charges_nothing(ada, paying, token):
    a_plan(slug="business", prices=BUSINESS)
    if token == "another plan's":
        a_plan(slug="large", prices=BUSINESS)
        token = ada.get(f"{PAGE}change/?plan=large&interval=month").context["token"]

    answer = ada.post(f"{PAGE}change/", {"plan": "business", "interval": "month", "quote": token}, follow=True)

    assert "This link is not valid." in words(answer)
    assert (plan_of(paying.id).slug, Invoice.objects.count()) == ("creator", 1)


def test_a_quote_holds_for_a_quarter_of_an_hour(ada, paying):
    a_plan(slug="business", prices=BUSINESS)
    token = ada.get(f"{PAGE}change/?plan=business&interval=month").context["token"]

    with clock.fixed(day(3, 16, 22)):
        ada.post(f"{PAGE}change/", {"plan": "business", "interval": "month", "quote": token})

    assert plan_of(paying.id).slug == "creator"


def test_a_smaller_plan_names_what_is_over(ada, paying):
    with enter(paying):
        courses.create_course(title="One")
    a_plan(slug="small", prices={("USD", "month"): 900}, allowances={"courses": 0})

    answer = ada.get(f"{PAGE}change/?plan=small&interval=month", follow=True)

    assert "Small is too small for what you have: 1 courses, it includes 0." in words(answer)


@pytest.mark.parametrize(
    "query", ["", "?plan=nothing&interval=month", "?plan=creator&interval=week", "?plan=hidden&interval=month"]
)
def test_a_plan_that_cannot_be_picked_is_missing(ada, paying, query):
    publish_plan(plan=a_plan(slug="hidden"), by="tests", public=False)

    assert ada.get(f"{PAGE}change/{query}").status_code == 404


def test_a_course_too_many_is_said_in_the_form(ada, okafor):
    on_plan(okafor, a_plan(allowances={"courses": 0}))

    answer = ada.post("/studio/courses/new/", {"title": "One too many"})

    assert "Your plan, Creator, includes 0 courses and you have 0." in words(answer)


def test_a_card_is_kept_and_what_is_open_is_paid_with_it(ada, okafor):
    on_plan(okafor, a_plan())

    answer = ada.post(f"{PAGE}card/", CARD, follow=True)

    assert "Paid. Thank you." in words(answer)
    assert Invoice.objects.get().state == "paid"


@pytest.mark.parametrize("number", ["4000 0000 0000 0002", "4111 1111 1111 1111", "1234"])
def test_a_card_that_is_no_good_is_said_so_and_shown_nowhere(ada, okafor, number):
    on_plan(okafor, a_plan())

    answer = ada.post(f"{PAGE}card/", CARD | {"number": number})

    assert (answer.status_code, number in answer.content.decode()) == (422, False)
    assert Subscription.objects.get().card is None


def test_a_business_paused_for_its_bill_is_paid_open_by_its_owner(
    ada, okafor, client_for, django_capture_on_commit_callbacks
):
    on_plan(okafor, a_plan())
    with django_capture_on_commit_callbacks(using="control", execute=True):
        for number in range(1, 16):
            run(day(3, number))
    closed, notice = client_for(okafor).get("/").status_code, words(ada.get("/studio/"))
    page = words(ada.get(PAGE))

    with django_capture_on_commit_callbacks(using="control", execute=True):
        ada.post(f"{PAGE}card/", CARD)

    assert (closed, "Your plan is not paid." in notice, "Pay now" in notice) == (503, True, True)
    assert "Your site is paused until this is paid" in page
    assert (row_of(okafor).state, client_for(okafor).get("/").status_code) == ("active", 200)


def test_an_empty_card_says_what_the_bank_said(ada, okafor):
    on_plan(okafor, a_plan())

    answer = ada.post(f"{PAGE}card/", CARD | {"number": "4000 0000 0000 0341"}, follow=True)

    assert "There is not enough money on this card." in words(answer)


def test_an_invoice_is_a_pdf_of_ones_own(ada, paying, other, signed_in):
    answer = ada.get(f"{PAGE}invoices/1/")

    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert "invoice-MQ-000001.pdf" in answer["Content-Disposition"]
    assert ada.get(f"{PAGE}invoices/2/").status_code == 404
    assert signed_in(other).get(f"{PAGE}invoices/1/").status_code == 404


def test_a_code_of_nobody_is_refused(ada, paying):
    answer = ada.post(f"{PAGE}coupon/", {"code": "free-for-ever"}, follow=True)

    assert "This code is not one of your agency&#x27;s" in answer.content.decode()


@pytest.mark.parametrize("path", ["", "change/?plan=creator&interval=month", "card/", "invoices/1/"])
def test_the_page_is_the_owners_alone(okafor, paying, platform, signed_in, client_for, path):
    assert signed_in(okafor, Role.STAFF).get(PAGE + path).status_code == 403
    assert client_for(okafor).get(PAGE + path).status_code == 302
    assert signed_in(platform).get(f"/console/settings/plan/{path}").status_code == 404
