"""Steps run again when what they read has changed, and only then."""

from provisioning.local.fingerprint import fingerprint, remember, unchanged


def test_fingerprint_sees_contents_names_and_what_else_matters(tmp_path):
    file = tmp_path / "a.py"
    file.write_text("one")
    first = fingerprint([file], tmp_path, "8000")

    file.write_text("two")
    changed = fingerprint([file], tmp_path, "8000")
    file.write_text("one")
    moved = fingerprint([file.rename(tmp_path / "b.py")], tmp_path, "8000")
    same = fingerprint([(tmp_path / "b.py").rename(file)], tmp_path, "8000")

    assert len({first, changed, moved, fingerprint([file], tmp_path, "8001")}) == 4
    assert same == first


def test_unchanged_after_it_was_remembered(tmp_path):
    stamp = tmp_path / "done" / "schemas"
    before = unchanged(stamp, "abc")

    remember(stamp, "abc")

    assert (before, unchanged(stamp, "abc"), unchanged(stamp, "abd")) == (False, True, False)
