import pytest
from django.test import Client

from marque.kit.tenancy.context import enter
from tenant_apps.accounts.models import Role
from tenant_apps.affiliates import actions as affiliates
from tenant_apps.affiliates import queries
from tenant_apps.affiliates.models import Affiliate, AffiliateCoupon, AffiliateText
from tests.tenant_apps.affiliates.factories import TERMS, a_led_sale, a_programme, an_affiliate
from tests.tenant_apps.coupons import a_coupon
from tests.tenant_apps.ledger.factories import somebody
from tests.tenant_apps.roles import browser_of
from tests.tenant_apps.selling import an_offer

LIST, PROGRAMME = "/studio/affiliates/", "/studio/affiliates/programme/"
QUERIES = 26

pytestmark = pytest.mark.usefixtures("in_okafor")


@pytest.fixture
def alice(client_for, okafor) -> Client:
    return browser_of(client_for, okafor, Role.OWNER)


def one(affiliate: Affiliate, noun: str = "") -> str:
    return f"{LIST}{affiliate.key}/{noun}"


def words_of(browser: Client, address: str) -> str:
    page = browser.get(address)
    assert page.status_code == 200, address
    return page.content.decode()


def test_the_programme_is_set_up_on_one_page(alice) -> None:
    form = {**TERMS, "percent": "12.5", "hold_days": "30", "pitch": "Tell them.", "terms": "Be fair."}

    answer = alice.post(PROGRAMME, form)

    kept, rate = queries.current_programme(), queries.rate_of(None)
    assert answer.status_code == 302
    assert (kept.joining, kept.click_days, kept.pitch, rate.basis_points, rate.hold_days) == (
        "anybody", 30, "Tell them.", 1_250, 30,
    )  # fmt: skip
    assert 'value="12.5"' in words_of(alice, PROGRAMME)


@pytest.mark.parametrize("wrong", [{"percent": "101"}, {"percent": "x"}, {"click_days": "0"}, {"joining": "everyone"}])
def test_a_wrong_programme_is_a_sentence_and_not_kept(wrong, alice) -> None:
    answer = alice.post(PROGRAMME, {**TERMS, "percent": "30", **wrong})

    assert (answer.status_code, queries.current_programme().pk, queries.rate_of(None)) == (422, None, None)


def test_texts_are_added_and_removed(alice) -> None:
    added = alice.post(f"{PROGRAMME}texts/", {"text-title": "A post", "text-body": "Words"})
    twice = alice.post(f"{PROGRAMME}texts/", {"text-title": "A post", "text-body": "Others"})
    key = AffiliateText.objects.get().key

    assert (added.status_code, twice.status_code) == (302, 422)
    assert alice.post(f"{PROGRAMME}texts/{key}/end/").status_code == 302
    assert AffiliateText.objects.count() == 0


def test_the_list_finds_by_name_code_and_state(alice) -> None:
    an_affiliate("Fay")
    a_programme(approval="by_hand")
    affiliates.apply(person=somebody("Gus"), code="golden")

    pages = [words_of(alice, f"{LIST}?{query}") for query in ("", "q=GOLD", "state=active", "q=nobody")]

    assert [("Fay" in page, "Gus" in page) for page in pages] == [
        (True, True), (False, True), (True, False), (False, False),
    ]  # fmt: skip


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_however_long(rows, alice, django_assert_max_num_queries) -> None:
    for number in range(rows):
        an_affiliate(f"Fay{number}")
    alice.get(LIST)

    with django_assert_max_num_queries(QUERIES):
        alice.get(LIST)


def test_an_application_is_approved_paused_and_let_go_on(alice) -> None:
    a_programme(approval="by_hand")
    affiliate = affiliates.apply(person=somebody("Fay"), code="fay", about="A newsletter")
    states = []

    for noun, form in (("approval", {}), ("pause", {"reason": "Spam"}), ("return", {})):
        assert alice.post(one(affiliate, f"{noun}/"), form).status_code == 302
        affiliate.refresh_from_db()
        states.append(affiliate.state)

    assert states == ["active", "paused", "active"]
    assert "A newsletter" in words_of(alice, one(affiliate))


def test_turning_down_needs_a_reason(alice) -> None:
    a_programme(approval="by_hand")
    affiliate = affiliates.apply(person=somebody("Fay"), code="fay")

    answers = [alice.post(one(affiliate, "rejection/"), {"reason": reason}).status_code for reason in ("", "No")]

    affiliate.refresh_from_db()
    assert (answers, affiliate.state, affiliate.rejected_by) == ([422, 302], "rejected", "owner@example.com")


def test_a_share_of_ones_own_is_set_and_taken_back(alice) -> None:
    affiliate, found = an_affiliate("Fay"), []

    for percent in ("45", "", "300"):
        answer = alice.post(one(affiliate, "rate/"), {"percent": percent})
        rule = queries.rate_of(affiliate.person)
        found.append((answer.status_code, rule and rule.basis_points))

    assert found == [(302, 4_500), (302, None), (422, None)]


def test_a_coupon_is_tied_and_untied(alice) -> None:
    affiliate = an_affiliate("Fay")
    a_coupon("FAY10")

    answers = [alice.post(one(affiliate, "coupons/"), {"coupon": code}).status_code for code in ("fay10", "nothing")]
    tied = AffiliateCoupon.objects.get()

    assert (answers, "FAY10" in words_of(alice, one(affiliate))) == ([302, 422], True)
    assert alice.post(one(affiliate, f"coupons/{tied.key}/end/")).status_code == 302
    assert AffiliateCoupon.objects.count() == 0


def test_one_page_shows_sales_with_their_orders_and_money(alice, deliver_facts) -> None:
    affiliate = an_affiliate("Fay")
    order = a_led_sale(affiliate)
    affiliates.note_click(affiliate=affiliate, landing="/courses/")
    deliver_facts()

    page = words_of(alice, one(affiliate))

    for part in (f"/studio/orders/{order.code}/", "$30.00", "By a link", "/courses/", "30 % of each sale"):
        assert part in page
    assert "Open the affiliate" in words_of(alice, f"/studio/people/{affiliate.person.key}/")


@pytest.mark.parametrize("rows", [1, 3])
def test_one_page_costs_the_same_however_many_sales(rows, alice, deliver_facts, django_assert_max_num_queries) -> None:
    affiliate = an_affiliate("Fay")
    for number in range(rows):
        a_led_sale(affiliate, an_offer(f"offer-{number}"), email=f"b{number}@example.com")
    deliver_facts()
    alice.get(one(affiliate))

    with django_assert_max_num_queries(QUERIES + 4):
        alice.get(one(affiliate))


@pytest.mark.parametrize("role, looks", [(Role.STAFF, 200), (Role.SUPPORT, 200), (Role.AUTHOR, 302)])
def test_who_may_what(role, looks, client_for, okafor) -> None:
    affiliate = an_affiliate("Fay")
    browser = browser_of(client_for, okafor, role)

    assert (browser.get(LIST).status_code, browser.get(one(affiliate)).status_code) == (looks, looks)
    assert browser.post(one(affiliate, "pause/"), {"reason": "x"}).status_code == 302
    affiliate.refresh_from_db()
    assert (affiliate.paused_at is not None) == (role == Role.STAFF)


def test_support_does_not_set_money(client_for, okafor) -> None:
    affiliate = an_affiliate("Fay")
    browser = browser_of(client_for, okafor, Role.SUPPORT)

    browser.post(one(affiliate, "rate/"), {"percent": "90"})

    assert (queries.rate_of(affiliate.person), "Set their share" in words_of(browser, one(affiliate))) == (None, False)


def test_another_businesss_affiliate_looks_like_none(alice, other, client_for) -> None:
    with enter(other):
        foreign = an_affiliate("Fay")

    assert alice.get(one(foreign)).status_code == 404


def test_strangers_sign_in(client_for, okafor) -> None:
    affiliate = an_affiliate("Fay")

    assert [client_for(okafor).get(address).status_code for address in (LIST, one(affiliate), PROGRAMME)] == [302] * 3
