import pytest
from django.test import Client

from tenant_apps.accounts import actions as accounts
from tenant_apps.affiliates import actions as affiliates
from tenant_apps.affiliates.models import Affiliate
from tenant_apps.people import actions as people
from tests.tenant_apps.affiliates.factories import a_led_sale, a_programme, an_affiliate
from tests.tenant_apps.coupons import a_coupon
from tests.tenant_apps.ledger.factories import a_refund
from tests.tenant_apps.roles import BACKEND
from tests.tenant_apps.selling import EMAIL, an_offer

PAGE, JOIN, DESK = "/affiliates/", "/affiliates/application/", "/account/affiliate/"
LINKS = f"{DESK}links/"
QUERIES = 15

pytestmark = pytest.mark.usefixtures("in_okafor")


@pytest.fixture
def stranger(client_for, okafor) -> Client:
    return client_for(okafor)


@pytest.fixture
def fay(client_for, okafor) -> Client:
    user = accounts.register(email="fay@example.com", name="Fay", verified=True)
    people.meet(email=user.email, user=user)
    browser = client_for(okafor)
    browser.force_login(user, backend=BACKEND)
    return browser


def words_of(browser: Client, address: str) -> str:
    page = browser.get(address)
    assert page.status_code == 200, address
    return page.content.decode()


def test_there_is_no_page_without_a_programme(stranger, fay) -> None:
    assert [browser.get(PAGE).status_code for browser in (stranger, fay)] == [404, 404]


def test_the_page_says_what_one_earns_and_how_to_join(stranger) -> None:
    a_programme(pitch="Our learners finish.", terms="No ads on our name.")
    an_offer()

    page = words_of(stranger, PAGE)

    for part in (
        "keep 30\N{NO-BREAK SPACE}% of each sale",
        "$147.00",
        "Our learners finish.",
        "No ads on our name.",
        "within 30 days",
        "/accounts/signup/?next=/affiliates/%23join",
    ):
        assert part in page


def test_the_page_is_kept_for_strangers_until_the_programme_changes(
    stranger, kept_pages, django_capture_on_commit_callbacks
) -> None:
    a_programme()
    states = [stranger.get(PAGE)["X-Cache"] for _time in "12"]

    with django_capture_on_commit_callbacks(execute=True):
        a_programme(pitch="Now with more.")

    assert states == ["miss", "hit"]
    assert "Now with more." in words_of(stranger, PAGE)


def test_joining_leads_to_the_desk_with_a_link(fay) -> None:
    a_programme()
    assert 'value="fay"' in words_of(fay, PAGE)

    answer = fay.post(JOIN, {"code": "Fay-L", "agreed": "on"})

    assert (answer.status_code, answer["Location"]) == (302, DESK)
    assert "/?via=fay-l" in words_of(fay, DESK)


def test_an_application_waits_on_the_same_page(fay) -> None:
    a_programme(approval="by_hand")

    fay.post(JOIN, {"code": "fay", "agreed": "on"})

    assert "is here. We write to you" in words_of(fay, PAGE)
    assert fay.get(DESK)["Location"] == PAGE


@pytest.mark.parametrize(
    "wrong, says",
    [
        ({"agreed": ""}, "Tick the box to join."),
        ({"code": ""}, "Choose a code."),
        ({"code": "a b"}, "letters, digits or dashes"),
        ({"code": "GUS"}, "Somebody else has this code."),
    ],
)
def test_each_wrong_field_says_what_to_do(wrong, says, fay) -> None:
    an_affiliate("Gus")

    answer = fay.post(JOIN, {"code": "fay", "agreed": "on", **wrong})

    assert (answer.status_code, Affiliate.objects.count()) == (422, 1)
    assert says in answer.content.decode()


def test_members_only_says_so_to_others(fay) -> None:
    a_programme(joining="members")

    assert "Only members can join" in words_of(fay, PAGE)
    assert fay.post(JOIN, {"code": "fay", "agreed": "on"}).status_code == 422


def test_applying_twice_is_one_application(fay) -> None:
    a_programme()

    answers = [fay.post(JOIN, {"code": code, "agreed": "on"}).status_code for code in ("fay", "fay-2")]

    assert (answers, Affiliate.objects.count()) == ([302, 302], 1)


def test_strangers_sign_in_before_they_join_or_see_a_desk(stranger) -> None:
    a_programme()

    assert stranger.post(JOIN, {"code": "x"})["Location"].startswith("/accounts/login/")
    assert [stranger.get(page)["Location"][:16] for page in (DESK, LINKS)] == ["/accounts/login/"] * 2


def test_the_desk_shows_links_sales_and_what_was_reversed(fay, deliver_facts) -> None:
    order = a_led_sale(an_affiliate("Fay"))
    deliver_facts()
    pending = words_of(fay, DESK)

    a_refund(order, 10_000)
    deliver_facts()

    assert all(part in pending for part in ("$30.00", "Pending until", "/?via=fay"))
    assert "Reversed" in words_of(fay, DESK)


def test_there_is_a_link_for_each_offer_and_words_to_use(fay) -> None:
    affiliate = an_affiliate("Fay")
    affiliates.save_text(title="A post", body="I learnt to name my price.")
    a_coupon("FAY10")
    affiliates.tie_coupon(affiliate=affiliate, coupon="FAY10")
    an_offer()

    page = words_of(fay, LINKS)

    for part in ("/checkout/second-number/?via=fay", "$147.00", "I learnt to name my price.", "FAY10", "10% off"):
        assert part in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_links_cost_the_same_however_many_offers(rows, fay, django_assert_max_num_queries) -> None:
    an_affiliate("Fay")
    for number in range(rows):
        an_offer(f"offer-{number}")
    fay.get(LINKS)

    with django_assert_max_num_queries(QUERIES):
        fay.get(LINKS)


def test_the_desk_does_not_say_who_bought(fay, deliver_facts) -> None:
    a_led_sale(an_affiliate("Fay"))
    deliver_facts()

    assert EMAIL not in words_of(fay, DESK)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_desk_costs_the_same_however_many_sales(rows, fay, deliver_facts, django_assert_max_num_queries) -> None:
    affiliate = an_affiliate("Fay")
    for number in range(rows):
        a_led_sale(affiliate, an_offer(f"offer-{number}", price=10_000), email=f"b{number}@example.com")
    deliver_facts()
    fay.get(DESK)

    with django_assert_max_num_queries(QUERIES):
        fay.get(DESK)


def test_sales_are_paged(fay, deliver_facts, monkeypatch) -> None:
    monkeypatch.setattr("tenant_apps.affiliates.queries.PAGE", 1)
    affiliate = an_affiliate("Fay")
    first = a_led_sale(affiliate, an_offer("one", price=10_000))
    a_led_sale(affiliate, an_offer("two", price=20_000), email="b@example.com")
    deliver_facts()

    newest, older = words_of(fay, DESK), words_of(fay, f"{DESK}?before=nothing")
    code = newest.split("?before=")[1].split('"')[0]

    assert "$60.00" in newest
    assert "Older sales" not in older
    assert "$30.00" in words_of(fay, f"{DESK}?before={code}")
    assert first.code != code


def test_a_paused_affiliate_reads_so_and_keeps_the_desk(fay) -> None:
    affiliates.pause(affiliate=an_affiliate("Fay"), reason="Spam", by="alice")

    assert "Your links are paused" in words_of(fay, DESK)


def test_the_account_leads_to_the_desk(fay) -> None:
    an_affiliate("Fay")

    assert f'href="{DESK}"' in words_of(fay, "/account/")
