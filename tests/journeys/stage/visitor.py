"""A person at a browser of their own. Whatever goes wrong behind a page is noted and fails the journey."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Download, Page, Request, Response, expect

from tests.journeys.stage.look import DESKTOP, Exemption, faults
from tests.journeys.stage.site import Site

# a machine that runs everything else beside us is slow, and no page is wrong for that
PATIENCE = 90  # seconds
_FILM = re.compile(r"\.(mp4|webm|mp3|m4a)$")
expect.set_options(timeout=PATIENCE * 1000)


class Visitor:
    """One browser profile: its cookies, its page, and what it noticed."""

    seen: set[str] = set()  # pages looked at in this run, by name

    def __init__(self, browser: Browser, site: Site, tenant: str = "okafor", **options: object) -> None:
        self.site, self.tenant = site, tenant
        # still, as somebody who asked for it: drawing what moves costs a machine without graphics most of its time
        options = {"reduced_motion": "reduce", "viewport": DESKTOP, **options}
        self.context: BrowserContext = browser.new_context(locale="en-US", **options)
        self.context.set_default_timeout(PATIENCE * 1000)
        self.noticed: list[str] = []
        self.expected: set[int] = set()
        self.context.on("console", lambda said: self._console(said.type, said.text, said.location["url"]))
        self.context.on("weberror", lambda error: self._error(error.page.url, str(error.error)))
        self.context.on("requestfailed", self._failed)
        self.context.on("response", self._answered)
        self.page: Page = self.context.new_page()

    def go(self, path: str) -> Page:
        """Open a path of the tenant's site, or a full address."""
        self.page.goto(path if path.startswith("http") else self.site.url(path, self.tenant))
        return self.page

    def click(self, name: str, role: str = "button") -> Page:
        """Press the button (or follow the link) with this name."""
        self.page.get_by_role(role, name=name).first.click()
        return self.page

    def follow(self, name: str) -> Page:
        """Follow the link with this name."""
        return self.click(name, "link")

    def fill(self, **fields: str) -> None:
        """Type into fields by their label; `Card_number="4242…"`."""
        for label, value in fields.items():
            self.page.get_by_label(label.replace("_", " ")).first.fill(value)

    def sees(self, *texts: str | re.Pattern[str]) -> None:
        """Each of the texts is visible."""
        for text in texts:
            expect(self.page.get_by_text(text).filter(visible=True).first).to_be_visible()

    def reloads_until(self, *texts: str) -> None:
        """What happens behind the page, one thing after the other, is there once it is loaded again, and again."""
        deadline = time.monotonic() + PATIENCE
        while missing := [text for text in texts if text not in self.page.inner_text("body")]:
            assert time.monotonic() < deadline, f"{self.page.url} never said {missing}."
            self.page.wait_for_timeout(500)
            self.page.reload()

    def look(self, name: str, exempt: tuple[Exemption, ...] = ()) -> None:
        """Look at the page closely, once per name and run."""
        if name in Visitor.seen:
            return
        Visitor.seen.add(name)
        self.noticed += faults(self.page, exempt)

    def waits_until(self, condition: str) -> None:
        """Until a JavaScript condition holds. Playwright's own wait needs `eval`, which our pages forbid."""
        deadline = time.monotonic() + PATIENCE
        while not self.page.evaluate(condition):
            assert time.monotonic() < deadline, f"Never became true: {condition}"
            self.page.wait_for_timeout(100)

    def download(self, act: Callable[[], object]) -> bytes:
        """The bytes of the file that `act` brings down."""
        with self.page.expect_download() as waiting:
            act()
        download: Download = waiting.value
        return Path(download.path()).read_bytes()

    def sign_in(self, email: str, password: str = "", then: str = "/account/") -> "Visitor":
        """Sign in with the password of the demo, or another."""
        self.go(f"/accounts/login/?next={then}")
        self.page.get_by_label("Email").first.fill(email)
        self.page.get_by_label("Password").first.fill(password or self.site.password)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        self.page.wait_for_url(f"**{then}")
        return self

    @contextmanager
    def expecting(self, *statuses: int) -> Iterator[None]:
        """Answers with these statuses are part of the story."""
        self.expected |= set(statuses)
        yield
        self.page.wait_for_load_state()
        self.expected -= set(statuses)

    @contextmanager
    def offline(self) -> Iterator[None]:
        """No line: what can't be reached meanwhile is part of the story."""
        self.context.set_offline(True)
        yield
        self.context.set_offline(False)

    def photograph(self, path: Path) -> None:
        """Keep what is on the screen, and say where; for a journey that failed."""
        self.page.screenshot(path=path, full_page=True)
        print(f"{self.page.url} looked like {path}")  # noqa: T201

    def leave(self) -> list[str]:
        """Close the browser; what was noticed."""
        self.context.close()
        return self.noticed

    def _console(self, kind: str, text: str, url: str) -> None:
        told_elsewhere = "Failed to load resource" in text  # by _answered and _failed
        without_tls = "Cross-Origin-Opener-Policy" in text  # a domain of its own has no certificate in the journeys
        # the till's frame answers a page that was left for the till's own
        left_meanwhile = "the recipient window's origin ('http://127.0.0.1" in text
        if kind in ("error", "warning") and not (told_elsewhere or without_tls or left_meanwhile):
            self.noticed.append(f"{self.page.url}: {kind} from {url}: {text}")

    def _error(self, url: str, text: str) -> None:
        # a page left before the fade between two pages was over; nothing of a page's own
        if not text.startswith("Transition was "):
            self.noticed.append(f"{url}: {text}")

    def _failed(self, request: Request) -> None:
        # the browser itself gives up what it needs no longer: a film left behind, a page that turned into a download
        # without a line nothing arrives, as it should be
        # a film between two parts of it: its page's own request, or the service worker's, whose page gave up its own
        is_film = request.resource_type == "media" or (request.service_worker and _FILM.search(request.url))
        left = is_film and request.failure == "net::ERR_FAILED"
        if not left and request.failure not in ("net::ERR_ABORTED", "net::ERR_INTERNET_DISCONNECTED"):
            self.noticed.append(f"{request.resource_type} {request.url} failed: {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.noticed.append(f"{response.request.method} {response.url} answered {response.status}")
