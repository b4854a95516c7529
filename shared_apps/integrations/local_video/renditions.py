"""A film as HLS (RFC 8216): one file of fragmented MP4 and one playlist for each height, and a storyboard.

Each rendition is made in a folder of its own and moved into place when it is whole, its playlist last. Whatever was
cut off is thrown away by the next try, and what was finished is kept.
"""

import math
import re
import shutil
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from shared_apps.integrations.local_video import ffmpeg
from shared_apps.integrations.local_video.inputs import opened
from shared_apps.integrations.ports.video import Prepared, Rendition, Storyboard, Told, VideoFacts

MASTER = "master.m3u8"
STORYBOARD = "storyboard.jpg"
LADDER = (360, 720, 1080)
_BITS = {360: 800_000, 720: 2_500_000, 1080: 4_500_000}
_SEGMENT_SECONDS = 4
_STILLS, _COLUMNS = 100, 10
# of the whole work; a picture with four times the points takes about four times as long
_STORYBOARD_SHARE = 0.05
_DRAFT = "draft-"
_PIECE = re.compile(r"#EXTINF:([\d.]+),\s+#EXT-X-BYTERANGE:(\d+)@")


def prepare(source: Sequence[str], folder: Path, *, facts: VideoFacts, told: Told) -> Prepared:
    """Make what is missing in the folder; the master playlist, which says that all is there, comes last."""
    folder.mkdir(parents=True, exist_ok=True)
    for draft in folder.glob(f"{_DRAFT}*/"):
        shutil.rmtree(draft, ignore_errors=True)
    rungs = heights(facts)
    points, done = sum(rung * rung for rung in rungs), 0.0
    made = []
    for rung in rungs:
        share = (1 - _STORYBOARD_SHARE) * rung * rung / points
        made.append(_rendition(source, folder, rung, facts, partial(_tell, told, facts.duration_seconds, done, share)))
        done += share
        told(int(100 * done))
    board = _storyboard(folder / f"{rungs[0]}.mp4", folder, facts, partial(_tell, told, 1.0, done, 0.0))
    _write(folder / MASTER, _master(made))
    return Prepared(MASTER, tuple(made), board)


def heights(facts: VideoFacts) -> list[int]:
    """The rungs of the ladder a film reaches, by its shorter side; a film between two rungs ends on its own height."""
    side = min(facts.width, facts.height) // 2 * 2
    rungs = [rung for rung in LADDER if rung <= side]
    if not rungs or (side < LADDER[-1] and side > rungs[-1] * 1.25):
        rungs.append(side)
    return rungs


def _tell(told: Told, length: float, done: float, share: float, seconds: float) -> None:
    told(int(100 * (done + share * min(1.0, seconds / max(length, 0.1)))))


def _rendition(
    source: Sequence[str], folder: Path, rung: int, facts: VideoFacts, told: Callable[[float], None]
) -> Rendition:
    playlist = folder / f"{rung}.m3u8"
    if not playlist.exists():
        with tempfile.TemporaryDirectory(prefix=_DRAFT, dir=folder, ignore_cleanup_errors=True) as draft:
            arguments = _arguments(source, Path(draft), rung)
            ffmpeg.follow(*arguments, seconds=max(600, 40 * facts.duration_seconds), told=told)
            for name in (f"{rung}.mp4", f"{rung}.m3u8"):
                Path(draft, name).chmod(0o644)
                Path(draft, name).replace(folder / name)
    width, height = _fitted(facts, rung)
    return Rendition(playlist.name, width, height, _peak(playlist.read_text()))


def _arguments(source: Sequence[str], draft: Path, rung: int) -> list[str]:
    bits = _BITS[min((known for known in LADDER if known >= rung), default=LADDER[-1])]
    scale = f"scale='if(gt(iw,ih),-2,{rung})':'if(gt(iw,ih),{rung},-2)',format=yuv420p"
    return [
        *source,
        *("-map", "0:v:0", "-map", "0:a:0?", "-map_metadata", "-1", "-map_chapters", "-1", "-sn", "-dn"),
        *("-vf", scale, "-c:v", "libx264", "-profile:v", "main", "-preset", "veryfast", "-crf", "23"),
        *("-maxrate", str(bits), "-bufsize", str(2 * bits), "-threads", "2", "-sc_threshold", "0"),
        # every rendition may be left for another at the same moments
        *("-force_key_frames", f"expr:gte(t,n_forced*{_SEGMENT_SECONDS})"),
        *("-c:a", "aac", "-b:a", "96k", "-ac", "2", "-ar", "48000"),
        *("-f", "hls", "-hls_time", str(_SEGMENT_SECONDS), "-hls_playlist_type", "vod"),
        *("-hls_segment_type", "fmp4", "-hls_flags", "single_file+independent_segments"),
        *("-hls_segment_filename", str(draft / f"{rung}.mp4"), "-y", str(draft / f"{rung}.m3u8")),
    ]


def _storyboard(smallest: Path, folder: Path, facts: VideoFacts, told: Callable[[float], None]) -> Storyboard:
    every = max(2, math.ceil(facts.duration_seconds / _STILLS))
    stills = max(1, math.ceil(facts.duration_seconds / every))
    columns = min(_COLUMNS, stills)
    board = Storyboard(STORYBOARD, every, columns, math.ceil(stills / columns))
    if not (folder / STORYBOARD).exists():
        # the last still stands for what is left, since a sheet that is not full would end in black
        tiles = f"fps=1/{every}:round=down:start_time=0:eof_action=pass,tpad=stop=-1:stop_mode=clone"
        tiles += ",scale=160:90:force_original_aspect_ratio=decrease,pad=160:90:-1:-1,format=yuvj420p"
        tiles += f",tile={columns}x{board.rows}"
        picture = ("-map_metadata", "-1", "-vf", tiles, "-frames:v", "1", "-q:v", "6", "-f", "mjpeg")
        # keyframes alone: the whole film in a hundredth of the time
        source = ("-skip_frame", "nokey", *opened(smallest, "video/mp4"))
        with tempfile.TemporaryDirectory(prefix=_DRAFT, dir=folder, ignore_cleanup_errors=True) as draft:
            made = Path(draft, STORYBOARD)
            ffmpeg.follow(*source, *picture, "-y", str(made), seconds=600, told=told)
            made.replace(folder / STORYBOARD)
    return board


def _fitted(facts: VideoFacts, rung: int) -> tuple[int, int]:
    long, short = max(facts.width, facts.height), min(facts.width, facts.height)
    other = round(long * rung / short / 2) * 2
    return (other, rung) if facts.width > facts.height else (rung, other)


def _peak(playlist: str) -> int:
    """The dearest segment in bits per second (RFC 8216, section 4.3.4.2)."""
    rates = [int(8 * int(size) / max(float(length), 0.1)) for length, size in _PIECE.findall(playlist)]
    return max(rates, default=0)


def _master(made: Sequence[Rendition]) -> str:
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
    for one in made:
        lines.append(f"#EXT-X-STREAM-INF:BANDWIDTH={one.bits_per_second},RESOLUTION={one.width}x{one.height}")
        lines.append(one.playlist)
    return "\n".join(lines) + "\n"


def _write(path: Path, text: str) -> None:
    draft = path.with_name(f"{path.name}.draft")
    draft.write_text(text)
    draft.replace(path)
