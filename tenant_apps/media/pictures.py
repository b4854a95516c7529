"""Pictures are drawn again: what is not a pixel (place, camera, comments, hidden payloads) does not survive."""

from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from tenant_apps.media.refusals import Damaged, TooManyPixels

MOST_PIXELS = 25_000_000
MOST_FRAMES = 300

_OPTIONS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 88, "progressive": True},
    "PNG": {},
    "WEBP": {"quality": 86},
    "GIF": {},
    "AVIF": {"quality": 70},
}


@dataclass(frozen=True)
class Picture:
    """A picture drawn again."""

    content: bytes
    width: int
    height: int


def redraw(file: IO[bytes], name: str) -> Picture:
    """The picture upright and without metadata, in the format it came in."""
    try:
        with Image.open(file, formats=list(_OPTIONS)) as image:
            _check_pixels(image, name)
            return _redrawn(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise TooManyPixels(name=name, megapixels=">100") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        raise Damaged(name=name) from None


def _check_pixels(image: Image.Image, name: str) -> None:
    pixels = image.width * image.height
    frames = getattr(image, "n_frames", 1)
    if pixels > MOST_PIXELS or pixels * frames > 4 * MOST_PIXELS or frames > MOST_FRAMES:
        raise TooManyPixels(name=name, megapixels=round(pixels * frames / 1_000_000))


def _redrawn(image: Image.Image) -> Picture:
    form = str(image.format)
    out = BytesIO()
    options = dict(_OPTIONS[form])
    if getattr(image, "n_frames", 1) > 1:
        frames = [frame.copy() for frame in ImageSequence.Iterator(image)]
        for frame in frames:
            frame.info = {key: frame.info[key] for key in ("duration", "loop", "transparency") if key in frame.info}
        frames[0].save(out, form, save_all=True, append_images=frames[1:], **options)
        return Picture(out.getvalue(), image.width, image.height)
    upright = ImageOps.exif_transpose(image)
    if form == "JPEG" and upright.mode not in ("L", "RGB"):
        upright = upright.convert("RGB")
    # The colour profile is part of how the pixels look; everything else in `info` goes.
    upright.info = {key: upright.info[key] for key in ("transparency",) if key in upright.info}
    upright.save(out, form, exif=b"", icc_profile=image.info.get("icc_profile"), **options)
    return Picture(out.getvalue(), upright.width, upright.height)
