"""What Postgres itself commits: the lower bound for whatever ends in a commit."""

import os
import re
import subprocess

from benchmarks.load import CONNECTIONS
from provisioning.local.account import Account
from provisioning.local.binaries import postgres_bin


def commits_a_second(database: str) -> float:
    """Commits of pgbench's own little bank in a second, with as many connections as we use."""
    tool, url = postgres_bin(Account()) / "pgbench", os.environ["DATABASE_ADMIN_URL"]
    place = f"{url.rpartition('/')[0]}/{database}"
    subprocess.run([tool, "-i", "-q", "-s", "10", place], check=True, capture_output=True)  # noqa: S603
    report = subprocess.run(  # noqa: S603
        [tool, "-c", str(CONNECTIONS), "-j", "2", "-T", "15", place], check=True, capture_output=True, text=True
    ).stdout
    found = re.search(r"tps = ([\d.]+)", report)
    if found is None:
        raise SystemExit(f"pgbench said:\n{report}")
    return float(found[1])
