"""What is refused, in which words, before a byte is written."""

import base64
import json
import re
import warnings
import zipfile

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from provisioning.capsule.contents import MEDIA_INDEX, write_contents
from provisioning.capsule.opening import open_capsule
from provisioning.capsule.refusals import BadCapsule, FromTheFuture, UnknownSigner
from provisioning.capsule.taking_in import import_capsule
from shared_apps.tenants.models import Tenant
from tests.provisioning import capsules


def opened(path, trust=False):
    with open_capsule(path, trust=trust, progress=lambda step: None) as capsule:
        return {table.table.name: b"".join(capsule.rows(table)) for table in capsule.contents.tables}


def refused(path, reason, kind=BadCapsule):
    with pytest.raises(kind) as refusal:
        opened(path)
    assert re.search(reason, str(refusal.value)), str(refusal.value)


def test_a_good_one_opens(tmp_path):
    assert opened(capsules.good(tmp_path / "c")) == {"taggit_tag": capsules.ROWS}


@pytest.mark.parametrize("kept", [0, 10, 0.5, 0.99])
def test_a_truncated_one(tmp_path, kept):
    data = capsules.good(tmp_path / "c").read_bytes()
    (tmp_path / "c").write_bytes(data[: kept if isinstance(kept, int) else int(len(data) * kept)])

    refused(tmp_path / "c", "cut short, or no capsule at all")


@pytest.mark.parametrize("name", [*capsules.parts()])
def test_a_changed_part_is_named(tmp_path, name):
    members = capsules.parts()
    about = write_contents(capsules.contents(members))
    members[name] = members[name][:-1] + bytes([members[name][-1] ^ 1])

    refused(capsules.write(tmp_path / "c", members, about), f"{re.escape(name)} was changed")


def test_a_flipped_byte_in_the_archive_is_named(tmp_path):
    file = capsules.good(tmp_path / "c")
    data = bytearray(file.read_bytes())
    data[data.index(b"a file")] ^= 1
    file.write_bytes(data)

    refused(file, "media/[0-9a-f]{64} was changed")


def test_a_changed_list_is_refused_even_when_the_sums_fit(tmp_path):
    members = capsules.parts()
    about = write_contents(capsules.contents(members))
    signature = capsules.sign(about)

    path = capsules.write(tmp_path / "c", members, about.replace(b"Kept", b"Kapt"), signature=signature)

    refused(path, "capsule.json was changed after it was signed")


def test_a_strangers_signature_needs_trust_and_names_them(tmp_path, settings):
    own = settings.CAPSULE_SIGNING_KEY
    settings.CAPSULE_SIGNING_KEY = base64.b64encode(Ed25519PrivateKey.generate().private_bytes_raw()).decode()
    path = capsules.good(tmp_path / "c")
    settings.CAPSULE_SIGNING_KEY = own

    refused(path, r"signed by SHA256:[\w+/]{43}, whom .* --trust", UnknownSigner)
    assert opened(path, trust=True) == {"taggit_tag": capsules.ROWS}


def test_trusted_keys_of_the_settings_need_no_trust(tmp_path, settings):
    path = capsules.good(tmp_path / "c")
    settings.CAPSULE_TRUSTED_KEYS = [capsules.sign(b"")["public_key"]]
    settings.CAPSULE_SIGNING_KEY = ""

    assert opened(path) == {"taggit_tag": capsules.ROWS}


@pytest.mark.parametrize(
    "path",
    [
        "../other/a.txt",
        "/etc/passwd",
        "media/../../a",
        "a\\..\\b",
        "a//b",
        "./a",
        "",
        ".",
        "a\0b",
        "media/a\nb",
        "x" * 501,
    ],
)
def test_a_path_that_leads_out(tmp_path, path):
    members = capsules.parts(path=path)

    refused(capsules.write(tmp_path / "c", members, write_contents(capsules.contents(members))), "isn't a path below")


@pytest.mark.parametrize("name", ["../x", "tables/../x.copy.gz", "/x", "tables/A.copy.gz", "readme.txt", "media/1"])
def test_a_member_with_a_strange_name(tmp_path, name):
    members = capsules.parts()
    about = write_contents(capsules.contents(members))

    refused(capsules.write(tmp_path / "c", {**members, name: b""}, about), "isn't a name that a capsule has")


def test_an_added_member(tmp_path):
    members = capsules.parts()
    about = write_contents(capsules.contents(members))

    refused(capsules.write(tmp_path / "c", {**members, f"media/{'0' * 64}": b""}, about), "media/0{64} was added")


def test_a_missing_member(tmp_path):
    members = capsules.parts()
    about = write_contents(capsules.contents(members))
    del members[MEDIA_INDEX]

    refused(capsules.write(tmp_path / "c", members, about), "media/index.json” is missing")


def test_a_name_twice(tmp_path):
    members = capsules.parts()
    about = write_contents(capsules.contents(members))

    def again(archive):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            archive.writestr(zipfile.ZipInfo(MEDIA_INDEX), b"[]")

    refused(capsules.write(tmp_path / "c", members, about, more=again), "is in it twice")


def test_a_bomb_that_unpacks_to_more_than_it_says(tmp_path):
    members = capsules.parts(rows=b"1\tOne\n" * 2_000_000)

    path = capsules.write(tmp_path / "c", members, write_contents(capsules.contents(members)))

    refused(path, "unpacks to more than it declares")


def test_a_bomb_that_says_so(tmp_path):
    bomb = b"\n" * 20_000_000
    members = capsules.parts(rows=bomb)

    path = capsules.write(tmp_path / "c", members, write_contents(capsules.contents(members, rows=bomb)))

    refused(path, "unpack to far more than it is")


def test_a_packed_member_is_never_unpacked(tmp_path):
    members = capsules.parts()
    about = write_contents(capsules.contents(members))

    def deflated(archive):
        archive.writestr(f"media/{'0' * 64}", b"0" * 1000, zipfile.ZIP_DEFLATED)

    refused(capsules.write(tmp_path / "c", members, about, more=deflated), "packed or locked")


def test_more_than_the_limits(tmp_path, settings):
    path = capsules.good(tmp_path / "c")
    settings.CAPSULE_MAX_PARTS = 2
    refused(path, "more than 2 parts")
    settings.CAPSULE_MAX_PARTS = 99
    settings.CAPSULE_MAX_BYTES = 3
    refused(path, "larger than 3 bytes")


def test_a_newer_format(tmp_path):
    members = capsules.parts()
    about = write_contents(capsules.contents(members, format=2, engine="9.0"))

    refused(capsules.write(tmp_path / "c", members, about), r"newer engine \(9.0\).*format 2", FromTheFuture)


@pytest.mark.parametrize(
    ("place", "value", "reason"),
    [
        (("format",), "1", "“format” is missing or not a int"),
        (("format",), True, "“format” is missing or not a int"),
        (("tenant", "slug"), 3, "“slug” is missing or not a str"),
        (("tables",), {}, "“tables” is missing or not a list"),
        (("tables", 0, "rows"), -1, "“rows” is missing or not a int"),
        (("tables", 0, "columns"), [["id"]], "taggit_tag: the columns can't be read"),
        (("tables", 0, "columns", 0, 2), "eval", "taggit_tag: the columns can't be read"),
        (("tables", 0, "sequence"), ["1; DROP", True], "counter isn't a number"),
        (("tables", 0, "name"), "auth_group", "isn't where “auth_group” belongs"),
        (("migrations",), [["a"]], "each is an app and a name"),
        (("media_index",), None, "media_index: “name” is missing"),
    ],
)
def test_wrong_types_are_named(tmp_path, place, value, reason):
    members = capsules.parts()
    about = json.loads(write_contents(capsules.contents(members)))
    inside = about
    for step in place[:-1]:
        inside = inside[step]
    inside[place[-1]] = value

    refused(capsules.write(tmp_path / "c", members, json.dumps(about).encode()), reason)


def test_deep_json_is_no_json(tmp_path):
    refused(capsules.write(tmp_path / "c", capsules.parts(), b"[" * 200_000), "isn't JSON")


def test_a_folder_and_nothing(tmp_path):
    refused(tmp_path, "it is a folder")
    refused(tmp_path / "none", "isn't there")


def test_migrations_of_the_future_are_named_and_nothing_is_written(db, tmp_path):
    members = capsules.parts()
    future = (("people", "0999_telepathy"),)
    path = capsules.write(tmp_path / "c", members, write_contents(capsules.contents(members, migrations=future)))

    with pytest.raises(FromTheFuture, match="people.0999_telepathy"):
        import_capsule(path=path, by="tests")

    assert not Tenant.objects.filter(slug="school-kept").exists()


def test_an_offset_before_the_file_is_no_capsule(tmp_path):
    raw = bytearray(capsules.good(tmp_path / "good.capsule").read_bytes())
    raw[-3] ^= 0x80
    raw[-4] ^= 0x80
    (tmp_path / "bad.capsule").write_bytes(raw)

    refused(tmp_path / "bad.capsule", "cut short, or no capsule at all")


def test_trouble_after_the_check_is_not_the_capsules(tmp_path):
    good = capsules.good(tmp_path / "good.capsule")

    with pytest.raises(FileNotFoundError), open_capsule(good, trust=False, progress=lambda step: None):
        (tmp_path / "not there").read_bytes()
