"""The curve of a film and the bars of days, drawn wide and for phones."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tenant_apps.analytics.queries.films import Curve
from tenant_apps.analytics.queries.lessons import share
from tenant_apps.analytics.queries.paces import Pace
from tenant_apps.courses.templatetags.lengths import timecode
from themes.studio import chart

POINTS = 120
_TICKS = [(0, "0"), (50, "50 %"), (100, "100 %")]


def retention(curve: Curve, finding: str, frame: chart.Frame, name: str) -> SafeString:
    """Who watches as a line, who plays it again as a dotted one."""
    places = _places(len(curve.watching))
    line = chart.Line(
        now=[share(curve.watching[place], curve.viewers) for place in places],
        before=[share(curve.again[place], curve.viewers) for place in places],
        slots=len(places),
        title=_("Viewers at each moment, in percent"),
        finding=finding,
        ticks=_TICKS,
        labels=[
            (slot, timecode(places[slot])) for slot in sorted({0, len(places) // 4, len(places) // 2, len(places) - 1})
        ],
        ceiling=100,
        flag=_flag(curve, places),
    )
    return chart.draw(line, frame, name)


def _places(length: int) -> list[int]:
    count = min(POINTS, length)
    return [slot * (length - 1) // max(count - 1, 1) for slot in range(count)]


def _flag(curve: Curve, places: Sequence[int]) -> tuple[int, str] | None:
    worst = curve.worst
    if worst is None:
        return None
    slot = min(range(len(places)), key=lambda each: abs(places[each] - worst.second))
    return slot, _("%(at)s: %(share)d%% leave") % {"at": timecode(worst.second), "share": worst.left}


def days(pace: Pace, finding: str, frame: chart.Frame, name: str, bars: int = 14) -> SafeString:
    """How many learners needed how many days, the longest ones together."""
    last = pace.days[-1][0]
    width = max(1, -(-(last + 1) // bars))
    heights = [0] * (last // width + 1)
    for took, people in pace.days:
        heights[took // width] += people
    ceiling, step = chart.ceiling_of(max(heights))
    room = (frame.width - frame.right) / len(heights)
    scale = (frame.floor - frame.top) / ceiling
    drawn = [
        (round(n * room + 2, 1), round(frame.floor - value * scale, 1), round(room - 4, 1), round(value * scale, 1))
        for n, value in enumerate(heights)
    ]
    every = max(1, -(-len(heights) // 6))
    words = [(round((n + 0.5) * room, 1), frame.height - 4, n * width) for n in range(0, len(heights), every)]
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-labelledby="{n}-t {n}-d"><title id="{n}-t">{}</title>'
        '<desc id="{n}-d">{}</desc>{}{}{}</svg>',
        frame.width,
        frame.height,
        _("Days to finish"),
        finding,
        chart.grid([(tick, str(tick)) for tick in range(0, ceiling + 1, step)], ceiling, frame),
        format_html_join("", '<rect class="bar" x="{}" y="{}" width="{}" height="{}" rx="3"/>', drawn),
        format_html_join("", '<text x="{}" y="{}" text-anchor="middle">{}</text>', words),
        n=name,
    )
