"""Atelier: art and craft. Cotton paper with a visible fibre, two inks a little out of register, gallery labels."""

from django.utils.translation import gettext_lazy as _

from themes.registry import Theme
from themes.tokens import Knobs

THEME = Theme(
    name="atelier",
    label="Atelier",
    summary=_("Cotton paper and two inks, for art and craft."),
    families=("Bricolage Grotesque", "Newsreader Text"),
    preload="bricolage.woff2",
    knobs=Knobs(
        tint="accent",
        paper_light=0.955,
        paper_chroma=0.014,
        surface_light=0.982,
        sunken_light=0.925,
        paper_dark=0.2,
        dark_chroma=0.012,
    ),
    cover_style="riso",
    mail_display="'Segoe UI', Helvetica, Arial, sans-serif",
    mail_weight=700,
    mail_text="Georgia, 'Times New Roman', serif",
    sample=("#2b2f77", "#e8b83a"),
)
