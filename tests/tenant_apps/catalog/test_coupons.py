from datetime import timedelta
from random import Random

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from marque.kit import clock
from marque.kit.money import Money
from tenant_apps.accounts.models import Role
from tenant_apps.catalog import actions as catalog
from tenant_apps.catalog import discounts
from tenant_apps.catalog.discounts import Asked
from tenant_apps.catalog.models import Coupon, CouponCode
from tests.tenant_apps.coupons import a_coupon
from tests.tenant_apps.roles import browser_of
from tests.tenant_apps.selling import an_offer

pytestmark = pytest.mark.usefixtures("in_okafor")


def asked(*amounts: int, currency: str = "USD", offer_id: int = 0) -> list[Asked]:
    return [Asked(offer_id or place + 1, Money(amount, currency)) for place, amount in enumerate(amounts)]


def off(lines: list[Asked], *codes: str) -> list[int]:
    found = [discounts.find(code, lines, clock.now()) for code in codes]
    return [each.amount.amount for each in discounts.best(found, lines)]


def test_a_percentage_is_split_over_lines_without_losing_a_cent() -> None:
    a_coupon("THIRD", percent=33)
    lines = asked(100, 100, 101)

    (applied,) = discounts.best([discounts.find("third ", lines, clock.now())], lines)

    assert ([share.amount for share in applied.shares], applied.amount) == ([33, 33, 33], Money(99, "USD"))


def test_an_amount_never_takes_more_than_there_is() -> None:
    a_coupon("FIFTY", off={"USD": 5_000})

    assert [off(asked(3_000), "FIFTY"), off(asked(3_000, 4_000), "FIFTY")] == [[3_000], [5_000]]


def test_coupons_that_stack_go_together_and_others_alone() -> None:
    a_coupon("TEN", percent=10, stacks=True)
    a_coupon("FIVE", off={"USD": 500}, stacks=True)
    a_coupon("HALF", percent=50)

    assert off(asked(10_000), "TEN", "FIVE") == [1_000, 500]
    assert off(asked(10_000), "TEN", "FIVE", "HALF") == [5_000]


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ({"starts_at": clock.now() + timedelta(days=1)}, "CODE starts later."),
        ({"ends_at": clock.now() - timedelta(days=1)}, "CODE has ended."),
        ({"minimum": {"USD": 20_000}}, "CODE is for purchases from $200.00."),
        ({"percent": None, "off": {"EUR": 500}}, "CODE is not for this currency."),
    ],
)
def test_a_code_that_does_nothing_says_why(terms, words) -> None:
    a_coupon("CODE", **terms)

    with pytest.raises(discounts.CouponRefused) as refused:
        discounts.find("code", asked(10_000), clock.now())

    assert str(refused.value) == words


def test_a_code_of_another_offer_says_so() -> None:
    coupon = a_coupon("CODE")
    coupon.offers.set([an_offer()])

    with pytest.raises(discounts.CouponRefused) as refused:
        discounts.find("CODE", asked(100, offer_id=-1), clock.now())

    assert str(refused.value) == "CODE is not for this."


@pytest.mark.parametrize("code", ["", "NOPE", "'; --", "ß" * 40])
def test_a_code_nobody_made_is_not_known(code) -> None:
    with pytest.raises(discounts.CouponRefused):
        discounts.find(code, asked(100), clock.now())


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"percent": None}, "percent"),
        ({"percent": 101}, "percent"),
        ({"percent": 5, "off": {"USD": 5}}, "percent"),
        ({"percent": None, "off": {"USD": -5, "EUR": 5}}, "off"),
        ({"title": " "}, "title"),
        ({"starts_at": clock.now(), "ends_at": clock.now() - timedelta(days=1)}, "ends_at"),
    ],
)
def test_a_coupon_that_does_not_fit_together_is_refused(terms, field) -> None:
    with pytest.raises(catalog.BadCoupon) as refused:
        a_coupon("CODE", **terms)

    assert (refused.value.field, Coupon.objects.count()) == (field, 0)


def test_a_code_belongs_to_one_coupon() -> None:
    a_coupon("CODE")

    with pytest.raises(catalog.CodeTaken):
        a_coupon("code")


def test_the_database_refuses_one_use_too_many() -> None:
    coupon = a_coupon("CODE", total_limit=1)

    with pytest.raises(IntegrityError), transaction.atomic():
        Coupon.objects.filter(pk=coupon.pk).update(used=2)


@pytest.mark.parametrize("seed", range(200))
def test_discounts_never_exceed_a_line_and_always_add_up(seed) -> None:
    dice = Random(seed)
    amounts = [dice.choice([0, 1, dice.randint(0, 10**9)]) for _line in range(dice.randint(1, 6))]
    percent = dice.randint(1, 100)
    lines = asked(*amounts)
    coupons = [Coupon(pk=1, percent=percent, stacks=True), Coupon(pk=2, percent=100 - percent or 1, stacks=True)]
    for coupon in coupons:
        coupon._prefetched_objects_cache = {"offers": [], "amounts": []}

    applied = discounts.best([discounts.Candidate(coupon) for coupon in coupons], lines)

    left = [line.amount.amount - sum(use.shares[at].amount for use in applied) for at, line in enumerate(lines)]
    assert min(left) >= 0
    assert sum(amounts) - sum(use.amount.amount for use in applied) == sum(left)


@pytest.fixture
def alice(client_for, okafor) -> Client:
    return browser_of(client_for, okafor, Role.OWNER)


def test_making_a_coupon_in_the_studio(alice) -> None:
    offer = an_offer()

    alice.post(
        "/studio/coupons/new/",
        {"title": "Harbour", "code": "harbour", "percent": "15", "payments": "1", "offers": [offer.pk]},
    )

    coupon = Coupon.objects.get()
    assert (coupon.percent, coupon.payments, list(coupon.offers.all())) == (15, 1, [offer])
    assert [code.code for code in coupon.codes.all()] == ["HARBOUR"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"percent": "0"}, "greater than or equal to 1"),
        ({}, "Say what comes off"),
        ({"off": "-5 USD"}, "is not a price that can be paid"),
        ({"percent": "5", "code": "a b c!"}, "2 to 40 letters"),
    ],
)
def test_a_wrong_coupon_says_what_to_do(typed, words, alice) -> None:
    page = alice.post("/studio/coupons/new/", {"title": "Harbour", **typed})

    assert (page.status_code, words in page.content.decode(), Coupon.objects.count()) == (422, True, 0)


def test_many_codes_come_as_a_file(alice) -> None:
    coupon = a_coupon("CODE")
    address = f"/studio/coupons/{coupon.key}/codes/"

    alice.post(address, {"count": "500", "prefix": "LAUNCH-", "use_limit": "1"})
    rows = alice.get(address).content.decode().splitlines()

    assert (CouponCode.objects.count(), len(set(rows))) == (501, 502)
    assert rows[2].startswith("LAUNCH-") and rows[2].endswith(",0,1")


@pytest.mark.parametrize("role", [Role.SUPPORT, Role.LEARNER])
def test_others_make_no_coupons(role, client_for, okafor) -> None:
    coupon = a_coupon("CODE")

    answer = browser_of(client_for, okafor, role).post(f"/studio/coupons/{coupon.key}/", {"end": "1"})

    assert (answer.status_code in (302, 403), Coupon.objects.get().ended_at) == (True, None)
