"""Zips, honest and otherwise."""

import struct
import zipfile
from pathlib import Path

import pytest

from tenant_apps.courses.folders import archive
from tenant_apps.courses.folders.archive import BadArchive, Bomb


@pytest.fixture
def zipped(tmp_path: Path):
    """A zip of entries: a name or a ZipInfo, and its bytes."""

    def make(*entries: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
        path = tmp_path / "some.zip"
        with zipfile.ZipFile(path, "w", method) as made:
            for name, content in entries:
                made.writestr(name, content)
        return path

    return make


def test_contents_lists_files_and_no_folders(zipped) -> None:
    found = archive.contents(zipped(("a/", b""), ("a/b.txt", b"words")))

    assert [(one.path, one.size, one.refused) for one in found] == [("a/b.txt", 5, "")]


@pytest.mark.parametrize("name", ["../out.txt", "a/../../out.txt", "/etc/out.txt", "C:/out.txt", "a\\..\\out.txt"])
def test_contents_refuses_a_path_that_leads_out(name: str, zipped) -> None:
    (found,) = archive.contents(zipped((name, b"words")))

    assert found.refused == "Its path leads out of the zip."


def test_contents_refuses_a_link(zipped) -> None:
    link = zipfile.ZipInfo("passwords.txt")
    link.external_attr = 0o120777 << 16

    (found,) = archive.contents(zipped((link, b"/etc/passwd")))

    assert "link" in found.refused


def test_contents_refuses_what_is_locked_and_names_it(zipped) -> None:
    path = zipped(("secret.txt", b"words"))
    raw = bytearray(path.read_bytes())
    for at in (raw.index(b"PK\x03\x04") + 6, raw.index(b"PK\x01\x02") + 8):
        raw[at] |= 1
    path.write_bytes(raw)

    (found,) = archive.contents(path)

    assert (found.path, "password" in found.refused) == ("secret.txt", True)


def test_contents_refuses_a_bomb_unopened(zipped) -> None:
    with pytest.raises(Bomb):
        archive.contents(zipped(("zeros.mp4", bytes(40 << 20))))


def test_contents_refuses_entries_that_share_their_bytes(zipped) -> None:
    path = zipped(("a.txt", b"a" * 50), ("b.txt", b"b" * 50), method=zipfile.ZIP_STORED)
    raw = bytearray(path.read_bytes())
    second = raw.index(b"PK\x01\x02", raw.index(b"PK\x01\x02") + 4)
    raw[second + 42 : second + 46] = struct.pack("<I", 0)
    path.write_bytes(raw)

    with pytest.raises(Bomb):
        archive.contents(path)


@pytest.mark.parametrize("keep", [0, 20, 60])
def test_contents_of_a_cut_or_foreign_file_is_refused(keep: int, zipped) -> None:
    path = zipped(("a.txt", b"words" * 20))
    path.write_bytes(path.read_bytes()[:keep])

    with pytest.raises(BadArchive):
        archive.contents(path)


def test_contents_reads_names_that_are_not_marked_as_utf8(zipped) -> None:
    path = zipped(("Gr_e.txt", b"words"))
    raw = path.read_bytes()
    cp437, utf8 = raw.replace(b"Gr_e", b"Gr\x81e"), zipped(("Gr__e.txt", b"x")).read_bytes()
    path.write_bytes(cp437)
    old = archive.contents(path)[0]
    path.write_bytes(utf8.replace(b"Gr__e", "Grüe".encode()))
    new = archive.contents(path)[0]

    assert (old.path, bool(old.note)) == ("Grüe.txt", True)
    assert (new.path, bool(new.note)) == ("Grüe.txt", False)


def test_member_of_a_trick_is_never_opened(zipped) -> None:
    path = zipped(("../out.txt", b"words"))

    with archive.opened(path) as opened, pytest.raises(BadArchive), archive.member(opened, "../out.txt"):
        raise AssertionError("opened")
