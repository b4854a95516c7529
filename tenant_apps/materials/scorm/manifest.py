"""What a SCORM package says about itself (`imsmanifest.xml`; SCORM 1.2 CAM 2.2, SCORM 2004 CAM 3.4)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from posixpath import normpath
from urllib.parse import unquote
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from tenant_apps.courses.folders import archive
from tenant_apps.materials.models import Edition

INDEX = "imsmanifest.xml"
MOST_INDEX = 5 << 20
MOST_UNPACKED = 4 << 30
MOST_PARTS = 200
# each answer looks its entry up in the zip's list
MOST_ENTRIES = 5_000
BASE = "{http://www.w3.org/XML/1998/namespace}base"


class NoPackage(Refused):
    """Not a SCORM package, or not one that can be played."""

    message = _("This zip is no SCORM package: there is no imsmanifest.xml at its top. Was a folder zipped around it?")
    field = "file"


class Unreadable(NoPackage):
    """The manifest is not what it should be."""

    message = _("The package’s imsmanifest.xml cannot be read. Export the package again from the program it is from.")


class NothingToPlay(NoPackage):
    """A manifest without anything to begin."""

    message = _("The package names nothing that can be played, or its first page is not in the zip.")


class Tricky(NoPackage):
    """Entries that lead out, are locked or are links."""

    message = _("“%(path)s” in this package is refused: %(why)s")


class TooMuch(NoPackage):
    """More than anybody plays."""

    message = _("This package unpacks to %(size)s. The most is %(most)s.")


class TooManyEntries(NoPackage):
    """A list that is too long to be looked through at each answer."""

    message = _("This package has %(count)s files. The most is %(most)s.")


@dataclass(frozen=True)
class Part:
    """Something to play, by its place in the zip."""

    id: str
    title: str
    href: str


@dataclass(frozen=True)
class Manifest:
    """What is played, and how it talks."""

    edition: str
    title: str
    parts: tuple[Part, ...]


def read(path: Path) -> Manifest:
    """The manifest of a package; nothing is unpacked.

    Raises NoPackage and its kin, BadArchive, Bomb, TooManyFiles.
    """
    entries = archive.contents(path)
    if len(entries) > MOST_ENTRIES:
        raise TooManyEntries(count=len(entries), most=MOST_ENTRIES)
    for one in entries:
        if one.refused and not one.path.startswith("__MACOSX/"):
            raise Tricky(path=one.path[:200], why=one.refused)
    whole = sum(one.size for one in entries)
    if whole > MOST_UNPACKED:
        raise TooMuch(size=filesizeformat(whole), most=filesizeformat(MOST_UNPACKED))
    sizes = {one.path: one.size for one in entries}
    if INDEX not in sizes:
        raise NoPackage
    if sizes[INDEX] > MOST_INDEX:
        raise Unreadable
    with archive.opened(path) as opened, archive.member(opened, INDEX) as source:
        text = source.read(MOST_INDEX + 1)
    return _manifest(_tree(text), frozenset(sizes))


def _tree(text: bytes) -> Element:
    # no document type, no entities: nothing in a manifest needs them, and they are how XML explodes; UTF-16 hides them
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text or b"\0" in text:
        raise Unreadable
    try:
        return ElementTree.fromstring(text)  # noqa: S314  (without entities)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise Unreadable from error


def _manifest(root: Element, names: frozenset[str]) -> Manifest:
    said = next((one.text or "" for one in root.iter() if _name(one) == "schemaversion"), "")
    edition = Edition.V12 if said.strip() in ("", "1.1", "1.2") else Edition.V2004
    organization = _organization(root)
    pages = _pages(root)
    parts = [part for item in _items(organization) if (part := _part(item, pages, names))] if organization else []
    if not parts:
        parts = [Part(key[:200], "", href) for key, href in pages.items() if _place(href) in names][:1]
    if not parts:
        raise NothingToPlay
    title = _title(organization) if organization is not None else ""
    return Manifest(edition, title[:200], tuple(parts[:MOST_PARTS]))


def _organization(root: Element) -> Element | None:
    around = next((one for one in root if _name(one) == "organizations"), None)
    if around is None:
        return None
    found = [one for one in around if _name(one) == "organization"]
    wanted = around.get("default")
    return next((one for one in found if one.get("identifier") == wanted), found[0] if found else None)


def _pages(root: Element) -> dict[str, str]:
    """Where each resource begins, by its identifier."""
    around = next((one for one in root if _name(one) == "resources"), None)
    found = {}
    for one in around if around is not None else ():
        if one.get("href") and one.get("identifier"):
            base = f"{root.get(BASE, '')}{around.get(BASE, '') if around is not None else ''}{one.get(BASE, '')}"
            found[str(one.get("identifier"))] = base + str(one.get("href"))
    return found


def _items(element: Element) -> list[Element]:
    return [one for one in element.iter() if _name(one) == "item" and one.get("identifierref")]


def _part(item: Element, pages: dict[str, str], names: frozenset[str]) -> Part | None:
    href = pages.get(str(item.get("identifierref")), "")
    if not href or _place(href) not in names or item.get("isvisible") == "false":
        return None
    more = item.get("parameters", "")
    if more:
        href += more if more.startswith(("?", "#")) or "?" in href else f"?{more.lstrip('&')}"
    return Part(str(item.get("identifier") or item.get("identifierref"))[:200], _title(item)[:200], href[:900])


def _place(href: str) -> str:
    return normpath(unquote(href.partition("?")[0].partition("#")[0])).lstrip("/")


def _title(element: Element) -> str:
    return next(((one.text or "").strip() for one in element if _name(one) == "title"), "")


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
