"""WebVTT (W3C, section 4): read as strictly as browsers do; SubRip is brought into the same form."""

import re
from dataclasses import dataclass

_TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)[.,](\d{3})"
_LINE = re.compile(rf"^{_TIME}[ \t]+-->[ \t]+{_TIME}(.*)$", re.ASCII)
_HEADER = re.compile(r"^WEBVTT(?:[ \t].*)?$")
_ASIDE = re.compile(r"^(?:NOTE|STYLE|REGION)(?:[ \t]|$)")


class NotWebVTT(ValueError):
    """A line that cannot be read, with its number."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"{line}: {reason}")
        self.line, self.reason = line, reason


@dataclass(frozen=True)
class Cue:
    """What is said from one moment to another, in milliseconds. `settings` say where on the picture."""

    start: int
    end: int
    text: str
    settings: str = ""


def read(text: str) -> list[Cue]:
    """The cues of a WebVTT or SubRip file; raises NotWebVTT at the first line that is wrong."""
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd").split("\n")
    is_vtt = bool(_HEADER.match(lines[0]))
    if not is_vtt and not any(_LINE.match(line) for line in lines[:3]):
        raise NotWebVTT(1, "header")
    cues: list[Cue] = []
    for number, block in _blocks(lines[1:] if is_vtt else lines, 2 if is_vtt else 1):
        if is_vtt and _ASIDE.match(block[0]) and not _LINE.match(block[0]):
            continue
        if cue := _cue(number, block):
            if cues and cue.start < cues[-1].start:
                raise NotWebVTT(number, "order")
            cues.append(cue)
    if not cues:
        raise NotWebVTT(len(lines), "empty")
    return cues


def write(cues: list[Cue]) -> str:
    """The same in the plainest WebVTT. Styles, regions and notes are left out."""
    blocks = [f"{_clock(cue.start)} --> {_clock(cue.end)}{cue.settings}\n{cue.text}" for cue in cues]
    return "WEBVTT\n\n" + "\n\n".join(blocks) + "\n"


def _blocks(lines: list[str], first: int) -> list[tuple[int, list[str]]]:
    found: list[tuple[int, list[str]]] = []
    block: list[str] = []
    for number, line in enumerate([*lines, ""], first):
        if line.strip():
            block.append(line)
        elif block:
            found.append((number - len(block), block))
            block = []
    return found


def _cue(number: int, block: list[str]) -> Cue | None:
    at = 0 if "-->" in block[0] else 1
    if at >= len(block):
        if number <= 2:
            return None  # words on the header's own lines
        raise NotWebVTT(number, "times")
    match = _LINE.match(block[at].strip())
    if not match:
        raise NotWebVTT(number + at, "times")
    start, end = _milliseconds(match.groups()[:4]), _milliseconds(match.groups()[4:8])
    if end <= start:
        raise NotWebVTT(number + at, "backwards")
    if not block[at + 1 :]:
        return None
    return Cue(start, end, "\n".join(line.replace("-->", "→") for line in block[at + 1 :]), match[9].rstrip())


def _milliseconds(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, rest = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def _clock(at: int) -> str:
    seconds, rest = divmod(at, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"
