"""Folio: editorial. A white page, a light display serif at large sizes, a margin column, few boxes."""

from django.utils.translation import gettext_lazy as _

from themes.registry import Theme
from themes.tokens import Knobs

THEME = Theme(
    name="folio",
    label="Folio",
    summary=_("Editorial and calm, for teachers whose words carry the weight."),
    families=("Newsreader Display", "Instrument Sans"),
    preload="newsreader-display.woff2",
    knobs=Knobs(paper_light=1.0, sunken_light=0.97),
    cover_style="paper",
    sample=("#0f4d3f", "#ff8f7a"),
)
