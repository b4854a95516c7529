"""Studio: dense and quiet, one typeface, in the creator's colours. Not a theme a creator picks."""

from themes.registry import Theme

THEME = Theme(
    name="studio",
    label="Studio",
    summary="",
    families=("Instrument Sans",),
    preload="instrument-sans.woff2",
)
