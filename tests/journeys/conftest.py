"""One site and one browser for all journeys; each journey brings its own people."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests import chromium
from tests.journeys.collecting import collected
from tests.journeys.shop import Shop
from tests.journeys.stage.post import PostOffice
from tests.journeys.stage.site import Site, data_home, open_site
from tests.journeys.stage.visitor import Visitor
from tests.journeys.tills import Practice, Stripe, Till, connect_stripe, practise_again

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
    "--mute-audio",
    # domains of creators' own lead here, as their DNS says in the journeys
    "--host-resolver-rules=MAP *.example 127.0.0.1",
]
_failed = pytest.StashKey[bool]()


@pytest.fixture
def _clean() -> None:
    """The journeys' site is another process: there is nothing of ours to clear."""


@pytest.fixture(scope="package")
def site() -> Iterator[Site]:
    """The demo, served."""
    with open_site() as running:
        yield running


@pytest.fixture(scope="package")
def post(site: Site) -> PostOffice:
    """What was mailed."""
    return site.post


@pytest.fixture(autouse=True)
def _letters_of_this_journey(request: pytest.FixtureRequest) -> None:
    """A journey counts its own letters: those before it, and those of its other variant, are read."""
    if "post" in request.fixturenames:
        request.getfixturevalue("post").begin_again()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium. Package-wide, since Playwright's event loop must be gone before other tests run."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium.path(), args=FLAGS)
        yield started
        started.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Let the fixture `visit` know how the journey itself ended."""
    report = yield
    item.stash[_failed] = item.stash.get(_failed, False) or report.failed
    return report


@pytest.fixture
def visit(request: pytest.FixtureRequest, browser: Browser, site: Site) -> Iterator[Callable[..., Visitor]]:
    """Let somebody in: `visit()`, `visit("northlight")`. At the end, nobody may have noticed anything wrong."""
    people: list[Visitor] = []

    def let_in(tenant: str = "okafor", **options: object) -> Visitor:
        people.append(Visitor(browser, site, tenant, **options))
        return people[-1]

    yield let_in
    if request.node.stash.get(_failed, False):
        for number, person in enumerate(people):
            person.photograph(data_home() / "failed" / f"{request.node.name}-{number}.png")
    noticed = [fault for person in people for fault in person.leave()]
    assert not noticed, "\n".join([*dict.fromkeys(noticed), site.troubles()])


@pytest.fixture
def visitor(visit: Callable[..., Visitor]) -> Visitor:
    """Somebody new at Okafor's."""
    return visit()


@pytest.fixture(params=["practice", "stripe"])
def till(request: pytest.FixtureRequest, visit: Callable[..., Visitor]) -> Iterator[Till]:
    """Okafor takes payments this way, and by practice again at the end. `till.owner` is Maren in her Studio.

    A journey may ask for "collected", too: the platform takes the money for Rahul, at Stripe.
    """
    if request.param == "collected":
        with collected(visit) as till:
            yield till
        return
    maren: Visitor = visit().sign_in("maren@okafor.example", then="/studio/")
    if request.param == "practice":
        yield Practice(maren)
        return
    connect_stripe(maren)
    yield Stripe(maren)
    practise_again(maren)


@pytest.fixture(scope="module")
def okafors_book(site: Site) -> Iterator[None]:
    """Right to the cent once the journeys of a file are over."""
    yield
    site.prove_the_books("okafor")


@pytest.fixture(scope="module")
def rahuls_book(site: Site) -> Iterator[None]:
    """Right to the cent once the journeys of a file are over."""
    yield
    site.prove_the_books("rahul")


@pytest.fixture
def shop(visit: Callable[..., Visitor], okafors_book: None) -> Iterator[Shop]:
    """Maren's, for one journey: what it puts on sale is off sale at the end."""
    maren: Visitor = visit().sign_in("maren@okafor.example", then="/studio/")
    opened = Shop(maren)
    yield opened
    opened.close()
