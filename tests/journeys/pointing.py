"""Pictures that somebody points at: a map of water, and a hand that draws on it."""

from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import Locator

from tests.journeys.stage.visitor import Visitor


def draw_map(file: Path) -> None:
    """A bay and a lake."""
    sheet = Image.new("RGB", (900, 600), "#d9cfae")
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((90, 120, 360, 300), fill="#5f93a8")
    draw.ellipse((560, 250, 700, 340), fill="#5f93a8")
    sheet.save(file)


def picture_in(visitor: Visitor, holder: str) -> Locator:
    """The first picture of a part of the page, once it has come, in view."""
    visitor.waits_until(f"document.querySelector('{holder} img')?.naturalWidth > 0")
    shown = visitor.page.locator(f"{holder} img").first
    shown.scroll_into_view_if_needed()
    return shown


def drag(visitor: Visitor, shown: Locator, start: tuple[int, int], end: tuple[int, int]) -> None:
    """From one place of a picture to another, in percent of it, as a hand does it."""
    shown.scroll_into_view_if_needed()
    box, mouse = shown.bounding_box(), visitor.page.mouse
    for place, act in ((start, mouse.down), (end, mouse.up)):
        x, y = box["x"] + box["width"] * place[0] / 100, box["y"] + box["height"] * place[1] / 100
        mouse.move(x, y, steps=6)
        act()


def numbers_in(inputs: Locator) -> list[float]:
    """What stands in fields, as numbers."""
    return [float(part) for one in inputs.all() for part in one.input_value().split()]


def is_near(found: list[float], meant: list[float]) -> bool:
    """Whether they say the same place, but for a pixel."""
    return len(found) == len(meant) and all(abs(one - other) < 1 for one, other in zip(found, meant, strict=True))


class Finger:
    """On the glass, on a part of the page; Playwright itself can only tap."""

    def __init__(self, visitor: Visitor, part: Locator) -> None:
        self._session = visitor.context.new_cdp_session(visitor.page)
        part.scroll_into_view_if_needed()
        self.at = middle_of(part)
        self._touch("touchStart", self.at)

    def move(self, x: float, y: float) -> None:
        """Along the glass, as a hand does it."""
        start_x, start_y = self.at
        for step in range(1, 13):
            self._touch("touchMove", (start_x + (x - start_x) * step / 12, start_y + (y - start_y) * step / 12))
        self.at = (x, y)

    def lift(self) -> None:
        """Let go."""
        self._touch("touchEnd")
        self._session.detach()

    def _touch(self, kind: str, *places: tuple[float, float]) -> None:
        points = [{"x": x, "y": y} for x, y in places]
        self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def middle_of(part: Locator) -> tuple[float, float]:
    """Where a part of the page is, in the window."""
    box = part.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
