"""What the themes load is there, cut to size, from packages pinned by hash."""

import json

from provisioning.local import assets
from provisioning.local.fonts import FACES

# bytes of the design system's faces, and a little room for a newer compressor
BUDGET = {
    "newsreader-display": 50_000,
    "newsreader-display-italic": 53_000,
    "newsreader-text": 37_000,
    "instrument-sans": 30_000,
    "instrument-sans-wdth": 60_000,
    "bricolage": 69_000,
}


def test_fonts_are_built_within_their_budget():
    built = {face.name: (assets.VENDOR / "fonts" / f"{face.name}.woff2").stat().st_size for face in FACES}

    assert set(built) == set(BUDGET)
    assert {name: size for name, size in built.items() if size > BUDGET[name]} == {}


def test_extended_letters_have_files_and_ranges_of_their_own():
    rules = (assets.VENDOR / "fonts/fonts.css").read_text()

    for face in FACES:
        assert (assets.VENDOR / "fonts" / f"{face.name}-ext.woff2").exists()
        assert f"url({face.name}-ext.woff2)" in rules


def test_packages_are_pinned_by_hash_and_name_no_registry():
    lock = json.loads((assets.ROOT / "package-lock.json").read_text())
    packages = {name: package for name, package in lock["packages"].items() if name}

    assert all(package["integrity"].startswith("sha512-") for package in packages.values())
    assert [name for name, package in packages.items() if "resolved" in package] == []
