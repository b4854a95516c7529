"""Draws a short film in a brand's colours, for the demo: no binary is kept in the repository."""

import hashlib
import tempfile
from pathlib import Path
from typing import TypeAlias

from PIL import Image, ImageDraw, ImageFont

from shared_apps.integrations.local_video import ffmpeg

WIDTH, HEIGHT, RATE = 960, 540, 15
_BAR = 6
Font: TypeAlias = ImageFont.FreeTypeFont | ImageFont.ImageFont


def make_sample_video(path: Path, title: str, seconds: int, brand: str, accent: str) -> Path:
    """A real H.264 MP4 with a moving ground, a rising disc, the title and a bar that fills; same input, same film."""
    path.parent.mkdir(parents=True, exist_ok=True)
    seed = int.from_bytes(hashlib.sha256(title.encode()).digest()[:3], "big")
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        disc, card, film = Path(folder) / "disc.png", Path(folder) / "card.png", Path(folder) / "film.mp4"
        _draw_disc(disc, accent)
        _draw_card(card, title)
        ffmpeg.run(*_arguments(disc, card, film, seconds, seed, brand, accent), seconds=120)
        film.replace(path)
    return path


def _arguments(disc: Path, card: Path, film: Path, seconds: int, seed: int, brand: str, accent: str) -> list[str]:
    colours = (_mix(brand, "#000000", 0.55), brand, _mix(brand, accent, 0.2), _mix(brand, "#000000", 0.3))
    named = ":".join(f"c{number}={_ff(colour)}" for number, colour in enumerate(colours))
    # Drawn at half size: it is soft anyway, and four times faster.
    half = f"{WIDTH // 2}x{HEIGHT // 2}"
    motion = f"speed=0.008:seed={seed}:type=linear,scale={WIDTH}:{HEIGHT}"
    ground = f"gradients=s={half}:r={RATE}:d={seconds}:nb_colors=4:{named}:{motion}"
    bar = f"color=c={_ff(accent)}:s={WIDTH}x{_BAR}:r={RATE}:d={seconds}"
    # The disc rises over the length of the film and sways; the bar slides in from the left.
    graph = (
        f"[0][1]overlay=x='W*0.56+40*sin(t*0.7)':y='H*0.75-H*0.62*t/{seconds}':eval=frame[a];"
        f"[a][2]overlay=0:0[b];[b][3]overlay=x='-W+W*t/{seconds}':y=H-{_BAR}:eval=frame,format=yuv420p[v]"
    )
    stills = [item for still in (disc, card) for item in ("-loop", "1", "-framerate", str(RATE), "-i", str(still))]
    return [
        *("-f", "lavfi", "-i", ground),
        *stills,
        *("-f", "lavfi", "-i", bar, "-filter_complex", graph, "-map", "[v]", "-t", str(seconds), "-an"),
        *("-c:v", "libx264", "-preset", "veryfast", "-crf", "27", "-g", str(RATE * 2), "-threads", "2"),
        *("-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact"),
        *("-movflags", "+faststart", "-f", "mp4", "-y", str(film)),
    ]


def _draw_disc(path: Path, accent: str) -> None:
    size, scale = 300, 2
    disc = Image.new("RGBA", (size * scale, size * scale), (0, 0, 0, 0))
    ImageDraw.Draw(disc).ellipse((0, 0, size * scale - 1, size * scale - 1), fill=(*_rgb(accent), 235))
    disc.resize((size, size), Image.Resampling.LANCZOS).save(path)


def _draw_card(path: Path, title: str) -> None:
    card = Image.new("RGBA", (WIDTH, HEIGHT), (0, 0, 0, 0))
    pen = ImageDraw.Draw(card)
    font = ImageFont.load_default(46)
    lines = _wrapped(title, pen, font, WIDTH * 0.62)
    top = HEIGHT - 70 - 58 * len(lines)
    for number, line in enumerate(lines):
        pen.text((56, top + 58 * number), line, font=font, fill=(255, 255, 255, 245))
    card.save(path)


def _wrapped(text: str, pen: ImageDraw.ImageDraw, font: Font, width: float) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and pen.textlength(longer, font=font) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines[:4]


def _rgb(colour: str) -> tuple[int, int, int]:
    value = int(colour.removeprefix("#"), 16)
    return value >> 16, value >> 8 & 255, value & 255


def _mix(one: str, two: str, share: float) -> str:
    pairs = zip(_rgb(one), _rgb(two), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _ff(colour: str) -> str:
    return "0x" + colour.removeprefix("#")
