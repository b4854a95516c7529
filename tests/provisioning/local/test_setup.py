"""What bin/setup says on a machine that lacks something and will not let us install it."""

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def shell(script: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run bash at the root of the checkout."""
    return subprocess.run(
        ["/bin/bash", "-euo", "pipefail", "-c", script],
        cwd=ROOT,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
    )


def test_missing_libraries_are_listed_where_apt_may_not_be_used():
    done = shell(". bin/system-packages; has_library() { false; }; may_apt() { false; }; check_libraries")

    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].strip() == (
        "sudo apt-get install --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    )


def test_packages_are_installed_after_the_lists_were_fetched_when_there_were_none(tmp_path):
    calls = tmp_path / "calls"
    fakes = f"""
        may_apt() {{ true; }}
        as_root() {{ echo "$*" >>{calls}; [ "$1" != env ] || [ "$(wc -l <{calls})" = 3 ]; }}
    """

    done = shell(f". bin/system-packages; {fakes} want chromium")

    install = "env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends chromium"
    assert done.returncode == 0, done.stderr
    assert calls.read_text().splitlines() == [install, "apt-get update", install]


def test_apt_without_a_network_is_said():
    done = shell(
        ". bin/system-packages; may_apt() { true; }; as_root() { echo 'Could not resolve'; false; }; want chromium"
    )

    assert done.returncode == 1
    assert "Could not resolve" in done.stderr
    assert "Is the network reachable?" in done.stderr


def test_setup_refuses_an_unknown_purpose():
    done = subprocess.run([ROOT / "bin/setup", "everything"], capture_output=True, text=True)

    assert (done.returncode, done.stderr.strip()) == (1, "Say bin/setup check, bin/setup demo or bin/setup test.")


def test_continuous_integration_runs_make_test():
    assert os.access(ROOT / ".ci/run", os.X_OK)
    assert (ROOT / ".ci/run").read_text().rstrip().endswith("exec make test")
