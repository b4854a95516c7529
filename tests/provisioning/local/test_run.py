"""Commands with services around them: what they are given, and what is left afterwards."""

import json
import signal
import stat
import time
from pathlib import Path

from provisioning.local.processes import command_of
from provisioning.local.servers import LOGINS

SHOW = """
import json, os, psycopg, redis
with psycopg.connect(os.environ["DATABASE_ADMIN_URL"]) as admin:
    version = admin.execute("SHOW server_version").fetchone()[0]
    methods = admin.execute("SELECT DISTINCT auth_method FROM pg_hba_file_rules").fetchall()
    address = admin.execute("SHOW listen_addresses").fetchone()[0]
redis.from_url(os.environ["REDIS_URL"]).ping()
print(json.dumps({"version": version, "methods": methods, "address": address, "mode": os.environ["MARQUE_MODE"]}))
raise SystemExit(7)
"""
WAIT = "import os, sys, time; print(os.getpid(), flush=True); time.sleep(60)"


def server_processes(folder: Path) -> list[str]:
    """Command lines of processes that name the folder, ours left out."""
    lines = (" ".join(command_of(int(entry.name))) for entry in Path("/proc").glob("[0-9]*"))
    return [line for line in lines if folder.name in line and "provisioning.local.run" not in line]


def test_run_gives_services_and_the_commands_exit_code(start):
    output, errors = (process := start(SHOW)).communicate(timeout=60)

    assert process.returncode == 7, errors
    shown = json.loads(output)
    assert shown.pop("version").startswith("18.")
    assert shown == {"methods": [["scram-sha-256"]], "address": "127.0.0.1", "mode": "test"}


def test_run_keeps_passwords_from_other_readers(start, folder):
    start("").communicate(timeout=60)

    (kept,) = folder.glob("passwords.json")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_run_stopped_by_a_signal_leaves_nothing(start, folder):
    process = start(WAIT)
    command = int(process.stdout.readline())

    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)

    assert process.returncode == 128 + signal.SIGTERM
    assert command_of(command) == []
    assert server_processes(folder) == []


def test_run_killed_takes_everything_along_and_starts_again(start, folder):
    process = start(WAIT)
    command = int(process.stdout.readline())

    process.kill()
    process.communicate(timeout=60)
    deadline = time.monotonic() + 20
    while server_processes(folder) and time.monotonic() < deadline:
        time.sleep(0.1)
    again = start("raise SystemExit(5)")
    again.communicate(timeout=60)

    assert command_of(command) == []
    assert again.returncode == 5


def test_run_stops_what_the_command_left_behind(start):
    leave = "import subprocess; print(subprocess.Popen(['sleep', '99'], stdout=-3, start_new_session=True).pid)"

    output, errors = start(leave).communicate(timeout=60)

    assert command_of(int(output)) == [], errors


def test_run_beside_another_takes_a_folder_of_its_own(start, folder):
    first = start(WAIT)
    first.stdout.readline()

    output, errors = start("import os; print(os.environ['MARQUE_DATA'])").communicate(timeout=60)

    assert output.strip() == f"{folder}-2", errors


def test_run_recovers_a_stale_pid_file_whose_number_is_another_program(start, folder):
    start("").communicate(timeout=60)
    stale = next(folder.glob("postgres/PG_VERSION")).with_name("postmaster.pid")
    stale.write_text("1\n")

    process = start("raise SystemExit(5)")
    process.communicate(timeout=60)

    assert process.returncode == 5


def test_run_uses_the_servers_the_environment_names(start, folder):
    named = dict.fromkeys(LOGINS, "postgresql://someone@db.invalid/theirs")
    show = "import os; print(os.environ['DATABASE_URL'], os.environ['REDIS_URL'])"

    output, errors = start(show, folder / "own", **named, REDIS_URL="redis://cache.invalid").communicate(timeout=60)

    assert output.split() == ["postgresql://someone@db.invalid/theirs", "redis://cache.invalid"], errors
    assert not list(folder.glob("own/postgres*"))


def test_run_names_the_logins_that_are_missing(start):
    _, errors = start("", DATABASE_URL="postgresql://someone@db.invalid/theirs").communicate(timeout=60)

    assert errors.startswith("DATABASE_URL is set, but not DATABASE_CONTROL_URL, DATABASE_OWNER_URL.")
