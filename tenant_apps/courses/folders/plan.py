"""What becomes of a folder's files, before anything is made."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marque.kit.errors import Refused
from tenant_apps.courses.folders import captions, names
from tenant_apps.courses.models import LessonKind
from tenant_apps.media import formats
from tenant_apps.media.actions import check_name
from tenant_apps.media.formats import Format, Kind

MOST_FILES = 1000
MOST_TEXT = formats.MEGABYTE
_READ = frozenset({"txt", "md"})


class TooManyFiles(Refused):
    """More than a person would look through."""

    message = gettext_lazy("This folder has %(count)s files. The most at once is %(most)s: import it in parts.")


class NothingInside(Refused):
    """Nothing to plan."""

    message = gettext_lazy("There is no file in it.")


@dataclass(frozen=True)
class Found:
    """A file of a folder or a zip; `refused` says why it cannot be one."""

    path: str
    size: int
    refused: str = ""
    note: str = ""


@dataclass(frozen=True)
class Planned:
    """The lesson a file becomes, or why it becomes none."""

    found: Found
    module: str
    title: str
    kind: str = ""
    refused: str = ""


def plan(files: list[Found], *, name: str) -> list[Planned]:
    """Folders become modules, files lessons, in natural order; raises TooManyFiles and NothingInside."""
    wanted = [one for one in files if not names.is_junk(one.path)]
    if not wanted:
        raise NothingInside
    if len(wanted) > MOST_FILES:
        raise TooManyFiles(count=len(wanted), most=MOST_FILES)
    root, paths = names.without_root([one.path for one in wanted])
    pairs = sorted(zip(paths, wanted, strict=True), key=lambda pair: names.natural(pair[0]))
    siblings = _siblings(paths)
    top = names.title_of(root or name) or _("Lessons")
    planned = [_planned(PurePosixPath(path), found, siblings, top) for path, found in pairs]
    return _with_captions(planned)


def _with_captions(planned: list[Planned]) -> list[Planned]:
    """The same, with captions right behind the film they lie beside; those beside none are refused."""
    taken = {one.found.path: one for one in planned if one.kind}
    beside: dict[str, list[Planned]] = {}
    for one in planned:
        film, language = captions.film_of(one.found.path, taken) if _is_captions(one) else ("", "")
        if film:
            words = _("Captions of “%(title)s”") % {"title": taken[film].title}
            said = f"{words} ({language})" if language else words
            caption = replace(one, title=said[:160], kind=captions.KIND, refused="")
            beside.setdefault(film, []).append(caption)
    moved = {one.found.path for rows in beside.values() for one in rows}
    left = [one for one in planned if one.found.path not in moved]
    return [row for one in left for row in (one, *beside.get(one.found.path, []))]


def _is_captions(one: Planned) -> bool:
    return formats.extension_of(one.found.path) in captions.EXTENSIONS and not one.found.refused


def _planned(path: PurePosixPath, found: Found, siblings: dict[str, set[str]], top: str) -> Planned:
    above = ["/".join(path.parts[:depth]) for depth in range(len(path.parts))]
    folders = [names.title_of(part, siblings[f"{above[at]}/"]) for at, part in enumerate(path.parts[:-1])]
    stems = {PurePosixPath(one).stem for one in siblings[above[-1]]}
    module, title = (" · ".join(folders) or top)[:120], names.title_of(path.stem, stems)[:160]
    try:
        kind = kind_of(path.name, found.size)
    except Refused as refused:
        return Planned(found, module, title, refused=found.refused or str(refused))
    return Planned(found, module, title, "" if found.refused else kind, found.refused)


def kind_of(name: str, size: int) -> str:
    """The kind of lesson a file becomes; raises FileRefused for one that is not taken."""
    extension = formats.extension_of(name)
    if extension in captions.EXTENSIONS:
        raise Refused(_("No film of this name lies beside these captions. They can be added on a film’s page."))
    form: Format = check_name(name=name, size=size)
    if form.kind == Kind.VIDEO:
        return LessonKind.VIDEO
    if form.kind == Kind.IMAGE:
        return LessonKind.IMAGE
    if form.kind == Kind.AUDIO:
        return LessonKind.AUDIO
    if extension == "pdf":
        return LessonKind.PDF
    return LessonKind.TEXT if extension in _READ and size <= MOST_TEXT else LessonKind.DOWNLOAD


def _siblings(paths: list[str]) -> dict[str, set[str]]:
    """The names of the files of each folder, and, with a slash behind it, those of the folders in it."""
    found: dict[str, set[str]] = {}
    for path in paths:
        parts = PurePosixPath(path).parts
        for depth, part in enumerate(parts):
            above = "/".join(parts[:depth])
            found.setdefault(above if depth == len(parts) - 1 else f"{above}/", set()).add(part)
    return found
