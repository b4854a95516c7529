"""Offers, prices and coupons through the API."""

from tenant_apps.catalog.models import Coupon, Offer, Price
from tests.tenant_apps.coupons import a_coupon
from tests.tenant_apps.selling import a_product, an_offer


def test_an_offer_is_made_priced_published_and_archived(books):
    product = a_product()
    asked = {"slug": "second-number", "title": "The Second Number", "products": [str(product.key)]}
    made = books.call("post", "/offers/", asked)
    here = f"/offers/{made.json()['id']}/"

    price = books.call("post", f"{here}prices/", {"amount": 49_000, "currency": "usd"})
    live = books.call("put", f"{here}publication/").json()
    gone = books.call("delete", f"{here}publication/").json()

    assert (made.status_code, made.json()["state"], price.status_code) == (201, "draft", 201)
    assert (live["state"], live["products"], gone["state"]) == ("live", [str(product.key)], "archived")
    assert [(each["amount"], each["currency"]) for each in live["prices"]] == [(49_000, "USD")]
    assert live["checkout_url"].endswith("/checkout/second-number/")


def test_an_offer_of_nothing_known_is_refused_with_its_field(books):
    nowhere = "00000000-0000-0000-0000-000000000001"
    answer = books.call("post", "/offers/", {"slug": "a", "title": "A", "products": [nowhere]})

    assert (answer.status_code, answer.json()["field"]) == (422, "products")
    assert answer.json()["detail"] == f"There is no product {nowhere}."


def test_an_address_that_is_taken_is_refused(books):
    offer = an_offer("second-number")
    asked = {"slug": "second-number", "title": "Another", "products": [str(offer.products.get().key)]}

    assert books.call("post", "/offers/", asked).json()["code"] == "address_taken"


def test_changing_an_offer_keeps_its_picture(books):
    offer = an_offer()
    Offer.objects.filter(pk=offer.pk).update(image_style="mesh")
    asked = {"slug": "third", "title": "The Third", "products": [str(offer.products.get().key)]}

    answer = books.call("put", f"/offers/{offer.key}/", asked)

    offer.refresh_from_db()
    assert (answer.status_code, offer.title, offer.slug, offer.image_style) == (200, "The Third", "third", "mesh")


def test_a_new_price_ends_the_old_one(books):
    offer = an_offer(price=49_000)
    asked = {"amount": 4_900, "currency": "USD", "kind": "subscription", "interval": "month", "interval_count": 1}

    answer = books.call("post", f"/offers/{offer.key}/prices/", asked)
    listed = books.call("get", f"/offers/{offer.key}/prices/").json()["results"]

    assert (answer.status_code, answer.json()["kind"]) == (201, "subscription")
    assert [(each["amount"], each["active_until"] is None) for each in listed] == [(4_900, True), (49_000, False)]


def test_terms_that_contradict_each_other_name_their_field(books):
    offer = an_offer()
    here = f"/offers/{offer.key}/"
    rhythm = books.call("post", f"{here}prices/", {"amount": 1, "currency": "USD", "kind": "subscription"})
    floor = books.call("post", f"{here}prices/", {"amount": 1, "currency": "USD", "kind": "open", "floor_amount": 9})
    window = books.call("put", f"{here}terms/", {"access_days": 3, "access_until": "2040-01-01T00:00:00Z"})

    assert [answer.status_code for answer in (rhythm, floor, window)] == [422, 422, 422]
    named = [answer.json()["field"] for answer in (rhythm, floor, window)]
    assert named == ["interval_count", "floor_amount", "access_until"]


def test_an_unknown_currency_and_a_negative_price_are_refused(books):
    here = f"/offers/{an_offer().key}/prices/"
    answers = [
        books.call("post", here, asked)
        for asked in (
            {"amount": 1, "currency": "XXQ"},
            {"amount": -1, "currency": "USD"},
            {"amount": 10**40, "currency": "USD"},
        )
    ]

    assert [(each.status_code, each.json()["field"]) for each in answers] == [
        (400, "currency"),
        (400, "amount"),
        (400, "amount"),
    ]
    assert Price.objects.count() == 1


def test_supply_and_window_are_set(books):
    offer = an_offer()

    shown = books.call("put", f"/offers/{offer.key}/terms/", {"supply_limit": 10, "access_days": 90}).json()

    assert (shown["supply_limit"], shown["seats_left"], shown["access_days"]) == (10, 10, 90)


def test_the_last_price_of_an_offer_on_sale_stays(books):
    offer = an_offer()

    answer = books.call("delete", f"/offers/{offer.key}/prices/full/")

    assert (answer.status_code, answer.json()["code"]) == (422, "last_option")


def test_offers_are_found_by_state_and_product(books):
    live, draft = an_offer("live"), an_offer("draft")
    Offer.objects.filter(pk=draft.pk).update(published_at=None)

    by_state = books.call("get", "/offers/?state=live").json()["results"]
    by_product = books.call("get", f"/offers/?product={draft.products.get().key}").json()["results"]

    assert [each["id"] for each in by_state] == [str(live.key)]
    assert [each["id"] for each in by_product] == [str(draft.key)]


def test_a_coupon_is_made_changed_given_codes_and_ended(books):
    offer = an_offer()
    made = books.call("post", "/coupons/", {"title": "Harbour", "percent": 10, "offers": [str(offer.key)]}).json()
    here = f"/coupons/{made['id']}/"

    named = books.call("post", f"{here}codes/", {"code": "harbour", "use_limit": 5}).json()["codes"]
    many = books.call("post", f"{here}codes/", {"count": 3, "prefix": "H-"}).json()["codes"]
    changed = books.call("put", here, {"title": "Harbour", "off": {"usd": 500}, "total_limit": 50}).json()
    ended = books.call("put", f"{here}ending/").json()

    assert [(each["code"], each["use_limit"]) for each in named] == [("HARBOUR", 5)]
    assert len({each["code"] for each in many}) == 3
    assert (made["offers"], changed["offers"], changed["off"]) == ([str(offer.key)], [], {"USD": 500})
    assert (ended["state"], len(books.call("get", f"{here}codes/").json()["results"])) == ("ended", 4)


def test_a_code_that_is_taken_is_refused(books):
    a_coupon("TAKEN")
    mine = books.call("post", "/coupons/", {"title": "Mine", "percent": 10}).json()

    answer = books.call("post", f"/coupons/{mine['id']}/codes/", {"code": "taken"})

    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, "code_taken", "code")


def test_a_coupon_that_takes_nothing_off_is_refused(books):
    answer = books.call("post", "/coupons/", {"title": "Nothing"})

    assert (answer.status_code, answer.json()["field"], Coupon.objects.count()) == (422, "percent", 0)
