"""A site's picture on a home screen: its monogram in the sizes that phones ask for, as iOS takes no SVG."""

from marque.kit.pdf.drawing import draw_page
from marque.kit.pdf.render import render_pdf
from themes.covers import art

TOUCH = 180  # what iOS asks for
SIDES = (TOUCH, 192, 512)
_PAGE = (
    "<style>@page { size: 64px 64px; margin: 0 } body { margin: 0 } img { display: block; width: 64px }</style>"
    '<img src="icon.svg" alt="">'
)


def draw_icon(name: str, ground: str, text: str, side: int) -> bytes:
    """A square PNG, so many pixels wide, to its corners: home screens round them. Raises PdfError and PdfTimeout."""
    svg = art.monogram(name, ground, text, is_rounded=False)
    return draw_page(render_pdf(_PAGE, {"icon.svg": svg.encode()}), width=side)
