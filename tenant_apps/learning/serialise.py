"""Cameras as records, in their places."""

from typing import ClassVar

from marque.kit.serialise.codecs import register_codec
from marque.kit.serialise.plain import PlainCodec


@register_codec("learning.Angle")
class AngleCodec(PlainCodec):
    """A camera, in its place below the lesson."""

    ordered_in: ClassVar[str] = "lesson"
