"""Bars as inline SVG; the table behind them says the same in figures."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDE, NARROW = 860, 340
HEIGHT, FLOOR, TOP = 200, 172, 14


def bars(values: Sequence[tuple[str, int]], *, name: str, title: str, finding: str, width: int = WIDE) -> SafeString:
    """One bar for each value, below the line when negative; with title and finding for those who listen."""
    highest = max([*(value for _label, value in values), 0])
    lowest = min([*(value for _label, value in values), 0])
    scale = (FLOOR - TOP) / max(highest - lowest, 1)
    zero = FLOOR + lowest * scale
    slot = width / max(len(values), 1)
    drawn = [
        (
            round(n * slot + slot * 0.18, 1),
            round(zero - max(value, 0) * scale, 1),
            round(slot * 0.64, 1),
            round(abs(value) * scale, 1),
        )
        for n, (_label, value) in enumerate(values)
    ]
    every = 1 if slot > 40 else 3
    labels = [(round(n * slot + slot / 2, 1), HEIGHT - 6, values[n][0]) for n in range(every - 1, len(values), every)]
    return format_html(
        '<svg class="chart bars" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-t {}-d"><title id="{}-t">{}'
        '</title><desc id="{}-d">{}</desc><line class="grid-line" x1="0" x2="{}" y1="{}" y2="{}"/>{}{}</svg>',
        width,
        HEIGHT,
        name,
        name,
        name,
        title,
        name,
        finding,
        width,
        round(zero, 1),
        round(zero, 1),
        format_html_join("", '<rect class="bar" x="{}" y="{}" width="{}" height="{}" rx="2"/>', drawn),
        format_html_join("", '<text x="{}" y="{}" text-anchor="middle">{}</text>', labels),
    )
