"""The specimen in real Chromium: no findings in any theme, light or dark, wide or narrow, under a long name."""

import re
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Browser, Route, sync_playwright

from marque.kit.tenancy.context import enter
from tests import chromium
from themes.registry import NAMES

PAGE = "/brand/specimen/"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
Answers = dict[str, tuple[dict[str, str], bytes]]


def _answers(client: Client) -> Answers:
    """The page and all it refers to, asked for before the browser starts: its loop and the database don't mix."""
    page = client.get(PAGE)
    paths = {PAGE, *re.findall(r'(?:href|src)="(/(?:brand|covers)/[^"]+)"', page.text)}
    replies = {path: client.get(path) for path in paths}
    return {path: (dict(reply.items()), reply.content) for path, reply in replies.items()}


def _fulfil(route: Route, answers: Answers) -> None:
    path = urlsplit(route.request.url).path
    if path.startswith("/static/"):
        route.fulfill(path=finders.find(path.removeprefix("/static/")))
    else:
        headers, body = answers[path]
        route.fulfill(headers=headers, body=body)


def _findings(browser: Browser, answers: Answers, width: int) -> list[object]:
    page = browser.new_page(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    found: list[object] = []
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    page.route("**/*", lambda route: _fulfil(route, answers))
    page.goto(f"http://okafor.localhost{PAGE}", wait_until="networkidle")
    for scheme in ("light", "dark"):
        page.evaluate("scheme => document.documentElement.dataset.scheme = scheme", scheme)
        violations = Axe().run(page).response["violations"]
        found += [(scheme, v["id"], [n["target"] for n in v["nodes"]]) for v in violations]
    for narrower in (width, 320):
        page.set_viewport_size({"width": narrower, "height": 900})
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"scrolls sideways at {narrower}")
    page.close()
    return [(width, finding) for finding in found]


@pytest.mark.journey
@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_specimen_has_no_findings(client_for, okafor, update_brand, name) -> None:
    with enter(okafor):
        update_brand(theme=name, wordmark="The Copenhagen School of Negotiation")
    answers = _answers(client_for(okafor))

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.path(), args=ARGUMENTS)
        findings = [finding for width in (1440, 390) for finding in _findings(browser, answers, width)]
        browser.close()

    assert findings == []
