"""Looking at a page: axe in light and dark at two widths, no sideways scrolling, nothing moving against the wish."""

import json
from dataclasses import dataclass

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import CDPSession, Page

DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
COLOURS = ["color-contrast", "link-in-text-block"]
_IS_AXE_THERE = "typeof axe === 'object'"
# colours change by transition, and contrast is only worth measuring once they have
_SETTLED = """new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() =>
    Promise.allSettled(document.getAnimations().filter(one => isFinite(one.effect.getComputedTiming().endTime))
    .map(one => one.finished)).then(() => done()))))"""
_WIDER = """(() => { const wide = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= wide) return [];
    return [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > wide + 1)
        .slice(0, 3).map(one => one.outerHTML.slice(0, 120)) })()"""
_MOVING = """document.getAnimations().filter(one => one.playState === 'running'
    && one.effect.getComputedTiming().duration > 20).map(one => one.animationName || one.transitionProperty)"""


@dataclass(frozen=True)
class Exemption:
    """A part of a page that fails in stock Wagtail just the same, and is not ours to mend."""

    rule: str
    part: str
    reason: str


def faults(page: Page, exempt: tuple[Exemption, ...] = ()) -> list[str]:
    """What a look at the page finds wrong, in sentences. The page is left wide and light."""
    page.wait_for_load_state()  # a page half there has no heading yet, say
    session = page.context.new_cdp_session(page)
    found: list[str] = []
    page.emulate_media(reduced_motion="reduce")
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            _ask(session, _SETTLED)
            where = f"{page.url} at {size['width']}, {scheme}"
            found += [f"{where}: {fault}" for fault in _axe(session, exempt, only_colours=scheme == "dark")]
        if size is PHONE:
            found += [f"{page.url} is wider than a phone: {part}" for part in _ask(session, _WIDER)]
    found += [f"{page.url} moves although asked not to: {name}" for name in _ask(session, _MOVING)]
    page.set_viewport_size(DESKTOP)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    session.detach()
    return found


def _axe(session: CDPSession, exempt: tuple[Exemption, ...], *, only_colours: bool) -> list[str]:
    if not _ask(session, _IS_AXE_THERE):
        # through the debugger, since the page's own policy lets no foreign script in
        session.send("Runtime.evaluate", {"expression": f"{AXE_SCRIPT};0"})
    # in the dark a page is the same but for its colours
    rules = {"runOnly": {"type": "rule", "values": COLOURS}} if only_colours else {}
    # frames are other pages, without axe: it would wait for an answer, and a frame that may do nothing notices the call
    wanted = json.dumps({"resultTypes": ["violations"], "iframes": False, **rules})
    violations = _ask(session, f"axe.run(document, {wanted}).then(found => found.violations)")
    return [
        f"{one['id']} ({one['help']}): {node['html'][:160]} {node.get('failureSummary', '')[:300]}"
        for one in violations
        for node in one["nodes"]
        if not any(_exempts(session, each, one["id"], node["target"]) for each in exempt)
    ]


def _exempts(session: CDPSession, exemption: Exemption, rule: str, target: list) -> bool:
    if exemption.rule != rule:
        return False
    path, part = json.dumps(target[-1]), json.dumps(exemption.part)
    return bool(_ask(session, f"document.querySelector({path})?.closest({part}) != null"))


def _ask(session: CDPSession, expression: str) -> object:
    wish = {"expression": expression, "awaitPromise": True, "returnByValue": True}
    answer = session.send("Runtime.evaluate", wish)
    assert "exceptionDetails" not in answer, answer["exceptionDetails"]
    return answer["result"].get("value")
