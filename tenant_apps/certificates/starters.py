"""Layouts to begin from."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenant_apps.certificates.layouts import Field, Layout


@dataclass(frozen=True)
class Starter:
    """A layout with a name."""

    code: str
    label: str | Promise
    layout: Layout


def _text(text: str, x: float, y: float, w: float, size: float, **more: object) -> Field:
    return Field("text", x, y, w, text=text, size=size, **more)  # type: ignore[arg-type]


_SIGNED = (
    _text("{signature_name}", 6.7, 78, 24, 20, italic=True, face="display"),
    Field("line", 6.7, 84.5, 22, 0.2, colour="ink"),
    _text("{signature_name}", 6.7, 85.5, 24, 9.5, weight=600),
    _text("{signature_role}", 6.7, 88.2, 24, 9.5, colour="muted"),
)
_DATED = (
    _text("{date}", 38, 85.5, 18, 9.5, weight=600),
    _text("{address}", 58, 85.5, 27, 9.5, colour="muted"),
    Field("qr", 86.5, 78, 7.5, 12.5),
)
_SHEET = Layout(
    fields=(
        Field("rosette", 62, -15, 58, 82),
        Field("box", 0, 0, 2.3, 100, colour="brand"),
        _text("{school}", 6.7, 8, 60, 24, face="display"),
        _text("{lead}", 6.7, 34, 60, 17, face="display", colour="muted"),
        _text("{name}", 6.7, 40, 84, 60, face="display", weight=300),
        _text("{wording}", 6.7, 57, 60, 17, face="display", colour="muted"),
        *_SIGNED,
        *_DATED,
    )
)
_FRAME = Layout(
    fields=(
        Field("box", 3, 4.2, 94, 91.6, colour="brand"),
        Field("box", 3.6, 5.1, 92.8, 89.8, colour="white"),
        _text("{school}", 15, 13, 70, 20, face="display", align="center", colour="brand"),
        _text("{heading}", 15, 22, 70, 13, align="center", colour="muted"),
        _text("{lead}", 15, 33, 70, 15, face="display", align="center", colour="muted"),
        _text("{name}", 10, 39, 80, 54, face="display", align="center", weight=300),
        _text("{wording}", 20, 56, 60, 15, face="display", align="center", colour="muted"),
        Field("line", 39, 80, 22, 0.2, colour="ink"),
        _text("{signature_name}", 30, 81, 40, 10, align="center", weight=600),
        _text("{signature_role}", 30, 83.8, 40, 10, align="center", colour="muted"),
        _text("{date}", 8, 84, 22, 10),
        Field("qr", 84, 74, 8, 11.3),
        _text("{number}", 74, 87, 18, 9, align="end", colour="muted"),
    )
)
_BAND = Layout(
    fields=(
        Field("box", 0, 0, 100, 30, colour="brand"),
        _text("{school}", 6.7, 8, 60, 15, colour="white"),
        _text("{heading}", 6.7, 14, 86, 32, face="display", colour="white"),
        _text("{lead}", 6.7, 38, 80, 15, colour="muted"),
        _text("{name}", 6.7, 43, 84, 52, face="display", weight=400),
        _text("{wording}", 6.7, 59, 70, 15, colour="muted"),
        *_SIGNED,
        *_DATED,
    )
)
_UPRIGHT = Layout(
    orientation="portrait",
    fields=(
        Field("box", 0, 0, 100, 1.6, colour="brand"),
        _text("{school}", 10, 7, 80, 20, face="display"),
        _text("{heading}", 10, 12, 80, 12, colour="muted"),
        _text("{lead}", 10, 32, 80, 15, face="display", colour="muted"),
        _text("{name}", 10, 36, 80, 48, face="display", weight=300),
        _text("{wording}", 10, 48, 74, 15, face="display", colour="muted"),
        Field("line", 10, 84, 36, 0.15, colour="ink"),
        _text("{signature_name}", 10, 84.8, 40, 10, weight=600),
        _text("{signature_role}", 10, 86.6, 40, 10, colour="muted"),
        _text("{date}", 10, 91, 40, 10),
        _text("{address}", 10, 93, 64, 9, colour="muted"),
        Field("qr", 78, 84, 12, 8.5),
    ),
)
STARTERS = (
    Starter("sheet", _("Sheet"), _SHEET),
    Starter("frame", _("Frame"), _FRAME),
    Starter("band", _("Band"), _BAND),
    Starter("upright", _("Upright"), _UPRIGHT),
)
