"""Signal: dark first, condensed poster type, level meters, big soft corners. One variable font does everything."""

from django.utils.translation import gettext_lazy as _

from themes.registry import Theme
from themes.tokens import Knobs

THEME = Theme(
    name="signal",
    label="Signal",
    summary=_("Dark first and loud, for people with an audience."),
    families=("Instrument Sans Width",),
    preload="instrument-sans-wdth.woff2",
    knobs=Knobs(
        tint="accent",
        paper_light=0.965,
        paper_chroma=0.010,
        surface_light=0.995,
        sunken_light=0.93,
        paper_dark=0.165,
        dark_chroma=0.022,
        deep=(0.27, 0.085),
        deep_from="tint",
    ),
    color_scheme="dark",
    cover_style="mesh",
    mail_display="'Arial Narrow', 'Segoe UI', Helvetica, Arial, sans-serif",
    mail_weight=700,
    sample=("#ff7a2f", "#b9a6f5"),
)
