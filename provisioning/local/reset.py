"""`make reset`: throw the demo's data away, after asking."""

import os
import shutil
import sys

from provisioning.local.account import twin_of
from provisioning.local.demo import DATA, LOGS
from provisioning.local.postgres import stop_orphan
from provisioning.local.servers import claimed
from provisioning.local.trouble import Trouble


def main() -> int:
    """Ask, then remove; refuses while the demo runs."""
    homes = [home for home in (DATA, twin_of(DATA)) if home.exists()]
    if not homes:
        print("Nothing to reset: the demo has left no data here.")
        return 0
    try:
        with claimed(DATA, "demo"):
            if os.environ.get("FORCE") != "1" and not _agreed():
                print("Kept everything.")
                return 1
            for home in homes:
                stop_orphan(home / "postgres")
            for folder in (*homes, LOGS):
                shutil.rmtree(folder, ignore_errors=True)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    print("The demo's data is gone. `make demo` makes it anew.")
    if "DATABASE_URL" in os.environ or "DATABASE_ADMIN_URL" in os.environ:
        print("The database server named in your environment was left as it is.")
    return 0


def _agreed() -> bool:
    try:
        answer = input(f"Throw away the demo's database and files in {DATA}? Write yes: ")
    except EOFError:
        print()
        return False
    return answer.strip().lower() == "yes"


if __name__ == "__main__":
    sys.exit(main())
