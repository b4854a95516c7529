"""An agency's fleet, from nothing to proof: made, forked, merged, moved, migrated, restored, apart.

    bin/with-services .venv/bin/python -m docs.acceptance.fleet [--tenants 50]

Every step is done the way people do it: the `marque` command, over HTTP where an agency would, against real servers.
It ends with an error at the first step that does not do what it promises. `make test` runs it with a few tenants.
"""

import argparse
import hashlib
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from docs.acceptance import release, words
from docs.acceptance.install import Failed, Install, installed
from docs.acceptance.load import under_load
from docs.acceptance.servers import served


def main() -> None:
    """Tell the story."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tenants", type=int, default=50)
    count = parser.parse_args().tenants
    with tempfile.TemporaryDirectory(prefix="marque-fleet-") as home:
        folder = Path(home)
        with installed("marque_fleet_one", folder / "one", 12) as one:
            Story(one, folder, [f"school-{number:03}" for number in range(1, count + 1)]).tell()
    say("Everything held.")


def say(line: str) -> None:
    """One line for each promise kept."""
    print(f"{time.strftime('%H:%M:%S')}  {line}", flush=True)


def require(holds: bool, otherwise: str) -> None:
    """End here when a promise is not kept."""
    if not holds:
        raise Failed(otherwise)


FORK = "school-copy"


class Story:
    """The steps, in order; each leaves the fleet as the next finds it."""

    def __init__(self, one: Install, folder: Path, slugs: list[str]) -> None:
        self.one, self.folder, self.slugs = one, folder, slugs
        self.first, self.token = slugs[0], ""

    def tell(self) -> None:
        """All of it."""
        with served(self.one):
            _tell(self.hire, self.provision, self.fork_and_merge, self.move, self.migrate)
        with served(self.one):  # by the release that they were migrated to
            _tell(self.restore, self.check)

    def hire(self) -> str:
        """An agency with a token."""
        self.one.marque("agency", "create", "north", "--name", "North Agency", "--limit", str(len(self.slugs) + 5))
        self.token = self.one.marque("token", "create", "north", "--name", "fleet")["token"]
        return "An agency has a token, shown once"

    def provision(self) -> str:
        """One manifest makes all tenants over HTTP; applying it again changes nothing."""
        file = self.folder / "fleet.yaml"
        file.write_text(words.fleet(self.slugs))
        self.one.far(self.token, "apply", str(file), "--yes")
        for slug in self.slugs:
            status, page = self.one.get(slug)
            require(status == 200, f"{slug} answered {status}.")
            status, page = self.one.get(slug, f"/courses/{words.COURSE}/")
            require(words.TITLE in page, f"{slug} does not show its course ({status}).")
        again = self.one.far(self.token, "plan", str(file))
        require(not words.changes(again), f"Applied twice, it would still change: {again}")
        return f"{len(self.slugs)} businesses were made from one manifest, over HTTP"

    def fork_and_merge(self) -> str:
        """A copy is made, changed, and merged back."""
        self.one.marque("tenant", "fork", self.first, FORK, "--mask")
        file = self.folder / "staging.yaml"
        file.write_text(words.changed(FORK))
        self.one.marque("apply", str(file), "--yes")
        require(words.LATER not in self._course(self.first), "A change of the fork showed on the live site.")
        self.one.marque("tenant", "merge", FORK, self.first)
        require(words.LATER in self._course(self.first), "The merge brought nothing.")
        return "A fork was changed and merged back"

    def move(self) -> str:
        """Into an install with a database of its own, and the same bytes out of it again."""
        out, back = self.folder / "out.capsule", self.folder / "back.capsule"
        self.one.marque("tenant", "export", self.first, "-o", str(out))
        with installed("marque_fleet_two", self.folder / "two", 11) as two:
            two.key = self.one.key  # the same agency runs both: one name on every capsule
            two.marque("tenant", "import", str(out))
            two.marque("tenant", "export", self.first, "-o", str(back))
            with served(two):
                require(words.LATER in two.get(self.first, f"/courses/{words.COURSE}/")[1], "It reads otherwise there.")
        require(_sum(out) == _sum(back), "What came out again is not what went in.")
        return "A capsule went into another install and came out byte for byte"

    def migrate(self) -> str:
        """One fails, a kill -9 in the middle, then resumed: everybody else is there, nobody was down."""
        stuck, last = self.slugs[1], self.slugs[-1]
        with release.one_more_column(self.one, self.folder) as later:
            later.break_one(stuck)
            later.killed_while_it_waits_for(last)
            require(0 < len(later.migrated()) < len(self.slugs), "The kill came too early or too late.")
            later.roll("--resume", expect_failure=True)
            require(later.missing() == {stuck}, f"Not migrated: {later.missing()}")
            require(self.one.get(stuck)[0] == 200, "The one that failed is not served.")
            later.mend(stuck)
            later.roll()
            require(not later.missing(), f"Not migrated: {later.missing()}")
            self.one.release = later.env
        return f"{len(self.slugs)} businesses were migrated through a failure and a kill -9"

    def restore(self) -> str:
        """One goes back to its backup while the others are under load."""
        self.one.marque("tenant", "backup", self.first)
        moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(time.time() + 1))
        before = self._course(self.first)
        file = self.folder / "mistake.yaml"
        file.write_text(words.mistaken(self.first))
        self.one.marque("apply", str(file), "--yes")
        require(words.MISTAKE in self._course(self.first), "The mistake was not made.")
        with under_load(self.one, self.slugs[1:4]) as load:
            self.one.marque("tenant", "restore-backup", self.first, "--at", moment, "--yes", "--reason", "A mistake")
        require(words.MISTAKE not in self._course(self.first), "The mistake is still there.")
        require(words.LATER in before and words.LATER in self._course(self.first), "What was there is gone.")
        require(not load.failed, f"{len(load.failed)} of {load.count} requests of others failed: {load.failed[:3]}")
        return f"One business was restored while others answered {load.count} requests, all of them"

    def check(self) -> str:
        """Nothing crossed."""
        report = self.folder / "isolation.json"
        found = self.one.marque("isolation", "check", "--report", str(report))
        require(found["crossed"] == 0, f"Crossed: {found['problems']}")
        self.one.marque("isolation", "verify", str(report))
        return f"{found['attempts']} attempts to cross, none got through; the report is signed"

    def _course(self, slug: str) -> str:
        return self.one.get(slug, f"/courses/{words.COURSE}/")[1]


def _tell(*steps: Callable[[], str]) -> None:
    for step in steps:
        started = time.monotonic()
        said = step()
        say(f"{said} ({time.monotonic() - started:.1f} s)")


def _sum(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
