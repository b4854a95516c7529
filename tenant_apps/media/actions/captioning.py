"""Captions and chapters of a film."""

import re
from typing import TYPE_CHECKING

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from tenant_apps.media import webvtt
from tenant_apps.media.actions.hosting import look_soon
from tenant_apps.media.models import Asset, Caption, Chapter

if TYPE_CHECKING:
    from tenant_apps.accounts.models import User

MOST_BYTES = 1 << 20
MOST_CHAPTERS = 200
_CHAPTER = re.compile(r"^(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)\s+(\S.*)$", re.ASCII)
_REASONS = {
    "header": _("A WebVTT file begins with the word WEBVTT; a SubRip file with a number and two times."),
    "order": _("Line %(line)d: this caption begins before the one above it."),
    "empty": _("There is no caption in this file."),
    "times": _("Line %(line)d: two times are expected here, like 00:01:04.000 --> 00:01:08.500."),
    "backwards": _("Line %(line)d: this caption ends before it begins."),
}


class CaptionRefused(Refused):
    """A file that is no captions."""

    field = "file"


class ChapterRefused(Refused):
    """A line that is no chapter."""

    field = "chapters"


@transaction.atomic
def set_caption(*, asset: Asset, language: str, file: File, by: "User | None" = None) -> Caption:
    """Take captions in one language, in place of earlier ones; raises CaptionRefused with the line that is wrong."""
    text = webvtt.write(_cues(file))
    caption, _made = Caption.objects.update_or_create(asset=asset, language=language, defaults={"text": text})
    if asset.is_elsewhere:
        look_soon(asset=asset)
    return caption


@transaction.atomic
def remove_caption(*, asset: Asset, language: str, by: "User | None" = None) -> None:
    """Take captions away."""
    Caption.objects.filter(asset=asset, language=language).delete()
    if asset.is_elsewhere:
        look_soon(asset=asset)


@transaction.atomic
def set_chapters(*, asset: Asset, text: str, by: "User | None" = None) -> list[Chapter]:
    """Name the parts of a film, a line each (`4:30 The renewal letter`); raises ChapterRefused."""
    found: dict[int, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            seconds, title = _chapter(number, line.strip(), asset)
            if seconds in found:
                raise ChapterRefused(_("Line %(line)d: another chapter begins at this time."), line=number)
            found[seconds] = title
    if len(found) > MOST_CHAPTERS:
        raise ChapterRefused(_("A film may have up to %(most)d chapters."), most=MOST_CHAPTERS)
    Chapter.objects.filter(asset=asset).delete()
    return Chapter.objects.bulk_create(
        Chapter(asset=asset, seconds=seconds, title=title) for seconds, title in sorted(found.items())
    )


def _cues(file: File) -> list[webvtt.Cue]:
    if file.size > MOST_BYTES:
        raise CaptionRefused(_("These captions have more than 1 MB. Is this the right file?"))
    try:
        return webvtt.read(file.read().decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise CaptionRefused(_("This file is not written in UTF-8. Save it as UTF-8 and add it again.")) from None
    except webvtt.NotWebVTT as wrong:
        raise CaptionRefused(_REASONS[wrong.reason], line=wrong.line) from None


def _chapter(number: int, line: str, asset: Asset) -> tuple[int, str]:
    match = _CHAPTER.match(line)
    if not match:
        raise ChapterRefused(_("Line %(line)d: write a time and a name, like 4:30 The renewal letter."), line=number)
    seconds = int(match[1] or 0) * 3600 + int(match[2]) * 60 + int(match[3])
    if asset.duration_seconds and seconds >= asset.duration_seconds:
        raise ChapterRefused(_("Line %(line)d: the film is over by then."), line=number)
    return seconds, match[4][:120]
