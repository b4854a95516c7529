"""Line charts as inline SVG: classes carry the colours, so dark mode follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log10

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

Points = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Frame:
    """The size of a drawing and the room its words take."""

    width: int
    height: int
    right: int
    top: int = 34
    bottom: int = 26

    @property
    def floor(self) -> float:
        """Where zero is."""
        return self.height - self.bottom

    def points(self, values: Sequence[int], slots: int, ceiling: int) -> list[tuple[float, float]]:
        """Values as points, `slots` of them across."""
        step = (self.width - self.right) / max(slots - 1, 1)
        scale = (self.floor - self.top) / max(ceiling, 1)
        return [(round(n * step, 1), round(self.floor - value * scale, 1)) for n, value in enumerate(values)]


WIDE, NARROW = Frame(860, 280, 46), Frame(360, 200, 38, top=20)
SPARK = Frame(88, 26, 4, top=3, bottom=3)


def smooth(points: Points) -> str:
    """A path through the points with level shoulders: it never rises above what was measured."""
    if not points:
        return ""
    parts = [f"M{points[0][0]} {points[0][1]}"]
    for (x0, y0), (x1, y1) in zip(points, points[1:], strict=False):
        middle = round((x0 + x1) / 2, 1)
        parts.append(f"C{middle} {y0} {middle} {y1} {x1} {y1}")
    return "".join(parts)


def ceiling_of(largest: int) -> tuple[int, int]:
    """A round top for an axis with three lines, and the step between them."""
    raw = max(largest, 1) / 3
    size = 10 ** int(log10(raw)) if raw >= 1 else 1
    step = next(size * n for n in (1, 2, 3, 5, 10, 20) if size * n >= raw)
    return step * ceil(max(largest, 1) / step), step


def spark(values: Sequence[int], direction: str = "up") -> SafeString:
    """A word-sized line without axes."""
    if not any(values):
        return SafeString("")
    points = [(x + 2, y) for x, y in SPARK.points(values, len(values), max(values))]
    end = points[-1]
    return format_html(
        '<svg class="spark" data-dir="{}" viewBox="0 0 88 26" width="88" height="26" aria-hidden="true">'
        '<path d="{}"/><circle cx="{}" cy="{}" r="2.2"/></svg>',
        direction,
        smooth(points),
        *end,
    )


@dataclass(frozen=True)
class Line:
    """What a chart draws: this period so far, the whole one before, and words for both."""

    now: Sequence[int]
    before: Sequence[int]
    slots: int
    title: str
    finding: str
    ticks: Sequence[tuple[int, str]]
    labels: Sequence[tuple[int, str]]
    ceiling: int
    flag: tuple[int, str] | None = None


def draw(line: Line, frame: Frame, name: str) -> SafeString:
    """The chart, with a title and the finding for those who listen."""
    now = frame.points(line.now, line.slots, line.ceiling)
    before = frame.points(line.before, line.slots, line.ceiling)
    area = f"{smooth(now)}L{now[-1][0]} {frame.floor}L0 {frame.floor}Z" if now else ""
    return format_html(
        '<svg class="chart" viewBox="0 0 {w} {h}" role="img" aria-labelledby="{n}-t {n}-d"><title id="{n}-t">{title}'
        '</title><desc id="{n}-d">{finding}</desc>{grid}{labels}<path class="before" d="{before}"/>'
        '<path class="area" d="{area}"/><path class="now" d="{now}"/>{flag}</svg>',
        w=frame.width,
        h=frame.height,
        n=name,
        title=line.title,
        finding=line.finding,
        grid=grid(line.ticks, line.ceiling, frame),
        labels=_labels(line, frame),
        before=smooth(before),
        area=area,
        now=smooth(now),
        flag=_flag(line, frame, now),
    )


def grid(ticks: Sequence[tuple[int, str]], ceiling: int, frame: Frame) -> SafeString:
    """The lines across, each with its words at the end."""
    rows = []
    for value, words in ticks:
        y = frame.points([value], 1, ceiling)[0][1]
        rows.append((frame.width - frame.right, y, y, frame.width, y + 4, words))
    markup = '<line class="grid-line" x1="0" x2="{}" y1="{}" y2="{}"/><text x="{}" y="{}" text-anchor="end">{}</text>'
    return format_html_join("", markup, rows)


def _labels(line: Line, frame: Frame) -> SafeString:
    step = (frame.width - frame.right) / max(line.slots - 1, 1)
    rows = []
    for slot, words in line.labels:
        anchor = "start" if slot == 0 else "end" if slot == line.slots - 1 else "middle"
        rows.append((round(slot * step), frame.height - 4, anchor, words))
    return format_html_join("", '<text x="{}" y="{}" text-anchor="{}">{}</text>', rows)


def _flag(line: Line, frame: Frame, now: Points) -> SafeString:
    if line.flag is None or line.flag[0] >= len(now):
        return SafeString("")
    x, y = now[line.flag[0]]
    left = x < frame.width / 3
    return format_html(
        '<g class="flag"><line x1="{x}" x2="{x}" y1="{y1}" y2="{y2}"/><circle cx="{x}" cy="{y}" r="5"/>'
        '<text x="{tx}" y="{ty}" text-anchor="{a}">{words}</text></g>',
        x=x,
        y=y,
        y1=max(y - 8, 18),
        y2=max(y - 20, 12),
        tx=x + 7 if left else x - 7,
        ty=max(y - 22, 12),
        a="start" if left else "end",
        words=line.flag[1],
    )
