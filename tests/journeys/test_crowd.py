"""Everybody wants one of the last places in the demo at the same moment; Stripe's post is late and doubled."""

import json
from collections import Counter
from collections.abc import Iterator

import pytest

from docs.acceptance.seats import SOLD, TOO_LATE, Crowd
from tests.doubles.stripe.post import posting
from tests.journeys.stage import model
from tests.journeys.stage.site import Site
from tests.journeys.tills import connect_stripe, practise_again

BUYERS, SEATS, PLACE, COURSE = 40, 10, "a-place-at-the-desk", "the-second-number"


def inside(site: Site, *what: str) -> str:
    """Done in Okafor's shop, by a process of its own."""
    return model.run(("-m", "docs.acceptance.seating", "okafor", *what), site.env)


@pytest.fixture
def on_sale(visit, site: Site) -> Iterator[None]:
    """Okafor takes payments through Stripe, and sells ten places; at the end neither."""
    maren = visit().sign_in("maren@okafor.example", then="/studio/")
    connect_stripe(maren)
    inside(site, "open", PLACE, str(SEATS), COURSE)
    yield
    inside(site, "close", PLACE)
    practise_again(maren)


def test_the_last_places_are_sold_once(site: Site, on_sale: None) -> None:
    crowd, before = Crowd(site.port, "okafor", site.stripe, BUYERS), site.stripe.count("charge")

    with posting(site.stripe, lambda account: (f"{crowd.at}/webhooks/stripe/", crowd.host), seed=3):
        outcomes = crowd.rush(PLACE)

    found = json.loads(inside(site, "count", PLACE))
    assert outcomes == Counter({SOLD: SEATS, TOO_LATE: BUYERS - SEATS})
    assert (found["sold"], found["taken"], found["open"], found["under way"]) == (SEATS, SEATS, 0, 0)
    assert (len(found["paid"]), site.stripe.count("charge") - before) == (SEATS, SEATS)
