"""Who may keep databases in memory, and that nothing stays there."""

from pathlib import Path

import pytest

from provisioning.local import memory
from provisioning.local.memory import folder_in_memory


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch) -> Path:
    """Stands for the memory, with room for everything."""
    monkeypatch.setattr(memory, "_PLACE", tmp_path)
    monkeypatch.setattr(memory, "_GROUP", tmp_path)
    monkeypatch.setattr(memory, "_DATABASES", 0)
    monkeypatch.setattr(memory, "_BESIDE", 0)
    return tmp_path


def folders(place: Path) -> list[Path]:
    return [each for each in place.iterdir() if each.is_dir()]


def test_folder_is_one_runs_alone_and_goes_with_it(place):
    with folder_in_memory() as first, folder_in_memory() as second:
        (first / "postgres").mkdir()
        assert (folders(place), second) == ([first], None)

    assert folders(place) == []


def test_what_a_killed_run_left_goes(place):
    (left := place / "marque-test-left").mkdir()
    (left / "lock").touch()
    (left / "postgres").mkdir()

    with folder_in_memory() as folder:
        assert folders(place) == [folder]


def test_memory_that_is_short_is_left_alone(place, monkeypatch):
    monkeypatch.setattr(memory, "_DATABASES", 1 << 60)

    with folder_in_memory() as folder:
        assert (folder, folders(place)) == (None, [])


def test_what_a_container_may_have_counts(place, monkeypatch):
    monkeypatch.setattr(memory, "_BESIDE", 1 << 20)
    (place / "memory.current").write_text("1000000\n")

    found = []
    for limit in ("1500000", "3000000", "max"):
        (place / "memory.max").write_text(f"{limit}\n")
        with folder_in_memory() as folder:
            found.append(folder is not None)

    assert found == [False, True, True]


def test_a_machine_without_such_a_place_has_none(place, monkeypatch):
    monkeypatch.setattr(memory, "_PLACE", place / "nowhere")

    with folder_in_memory() as folder:
        assert folder is None
