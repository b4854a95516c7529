"""The `marque` command finds the demo that runs, and no demo that has gone."""

import json
import stat

from provisioning.local.console import environment_of, running

ENV = {"MARQUE_MODE": "demo", "DATABASE_URL": "postgresql://web@db/marque", "HOME": "/home/someone"}


def test_environment_is_kept_for_its_owner_while_the_demo_runs(tmp_path):
    with environment_of(tmp_path, ENV):
        note = tmp_path / "environment.json"
        mode, kept = stat.S_IMODE(note.stat().st_mode), json.loads(note.read_text())["env"]

    assert mode == 0o600
    assert kept == {"MARQUE_MODE": "demo", "DATABASE_URL": "postgresql://web@db/marque"}
    assert not note.exists()


def test_running_ignores_the_note_of_a_demo_that_was_killed(tmp_path):
    (tmp_path / "environment.json").write_text(json.dumps({"pid": 2**22 + 1, "env": ENV}))

    assert running(tmp_path) == {}


def test_running_ignores_a_note_whose_number_is_another_program(tmp_path):
    (tmp_path / "environment.json").write_text(json.dumps({"pid": 1, "env": ENV}))

    assert running(tmp_path) == {}
