"""A storm of webhooks: each three times, shuffled, while the worker is killed again and again.

    bin/with-services .venv/bin/python -m docs.acceptance.storm [--orders 1000] [--kills 10]

Real web server, real worker, real signatures over HTTP, kill -9. At the end each order is fulfilled exactly once, the
book sums to zero and nothing is left in the outbox. `make test` runs it with fewer.
"""

import argparse
import json
import random
import signal
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from docs.acceptance import words
from docs.acceptance.fleet import require, say
from docs.acceptance.install import Install, installed
from docs.acceptance.servers import await_web, web, worker
from docs.acceptance.shop import SLUG
from provisioning.local.programs import Program, stop_all
from shared_apps.integrations.sandbox import webhooks

TIMES, POSTMEN, PATIENCE = 3, 6, 900


@dataclass
class Storm:
    """The shop, and what is running."""

    install: Install
    orders: int
    kills: int
    programs: list[Program] = field(default_factory=list)

    def rage(self) -> None:
        """Place, pay, tell, kill, and look."""
        manifest = self.install.folder / "shop.yaml"
        manifest.write_text(words.fleet([SLUG]))
        self.install.marque("apply", str(manifest), "--yes")
        self._inside("place", str(self.orders))
        said = json.loads(self._inside("decide"))
        say(f"{self.orders} people have ordered, and their banks have paid")
        self.programs = [web(self.install), self._worker()]
        try:
            await_web(self.install, self.programs)
            self._send(said["bodies"], bytes.fromhex(said["secret"]))
            took = self._settled()
        finally:
            stop_all(self.programs)
        say(f"Everything was handled {took:.0f} s after the last webhook")
        self._prove()

    def _send(self, bodies: list[str], secret: bytes) -> None:
        """All of them, three times, in no order; the worker dies between."""
        post = [body for body in bodies for _time in range(TIMES)]
        random.Random(7).shuffle(post)  # noqa: S311 (the same storm each time)
        started, part = time.monotonic(), -(-len(post) // (self.kills + 1))
        with ThreadPoolExecutor(POSTMEN) as postmen:
            for first in range(0, len(post), part):
                answers = list(postmen.map(lambda body: self._post(body, secret), post[first : first + part]))
                require(set(answers) == {200}, f"Answered: {set(answers)}")
                if first + part < len(post):
                    self._kill_the_worker()
        rate = len(post) / (time.monotonic() - started)
        say(f"{len(post)} webhooks were taken, {rate:.0f} a second, and the worker was killed {self.kills} times")

    def _post(self, body: str, secret: bytes) -> int:
        signature = webhooks.sign(body.encode(), secret=secret, at=datetime.now(UTC))
        headers = {webhooks.HEADER: signature, "Content-Type": "application/json"}
        return self.install.post(SLUG, "/webhooks/sandbox/", body, headers)

    def _kill_the_worker(self) -> None:
        self.programs[-1].signal(signal.SIGKILL)
        self.programs[-1].process.wait()
        self.programs[-1] = self._worker()

    def _settled(self) -> float:
        """Seconds until nothing is left to do."""
        started = time.monotonic()
        while time.monotonic() < started + PATIENCE:
            found = json.loads(self._inside("count"))
            if not any(found["left"].values()) and found["once"]["orders paid"] == self.orders:
                return time.monotonic() - started
            time.sleep(5)  # to look costs more than two seconds of a machine
        require(False, f"After {PATIENCE} s: {found}")
        return 0

    def _prove(self) -> None:
        found = json.loads(self._inside("count"))
        wrong = {what: number for what, number in found["once"].items() if number != self.orders}
        require(not wrong, f"Not {self.orders}: {wrong}")
        require(not any(found["left"].values()), f"Left: {found['left']}")
        self.install.marque("ledger", "verify", SLUG)
        say(f"There are exactly {self.orders} each of: {', '.join(found['once'])}")
        say("The book is right, and nothing is left in the outbox")

    def _inside(self, *what: str) -> str:
        return self.install.python("-m", "docs.acceptance.shop", *what)

    def _worker(self) -> Program:
        return worker(self.install, "--beat", "--schedule", str(self.install.folder / "beat-schedule"))


def main() -> None:
    """Tell the story."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=10)
    asked = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="marque-storm-") as home,
        installed("marque_storm", Path(home) / "one", 13) as shop,
    ):
        Storm(shop, asked.orders, asked.kills).rage()
    say("Everything held.")


if __name__ == "__main__":
    main()
