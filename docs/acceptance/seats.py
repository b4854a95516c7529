"""Two hundred buyers for fifty seats, over HTTP, while Stripe's webhooks come doubled, late and in no order.

    bin/with-services .venv/bin/python -m docs.acceptance.seats [--buyers 200] [--seats 50] [--rounds 3]

Real web server and worker, all buyers at once: page, form, payment through the double, receipt. Exactly the seats are
sold, everybody else reads that nothing is left, nobody's money is kept for nothing. Then some of the money goes back,
by refund and by dispute, and the book says what Stripe says. `make test` lets a smaller crowd into the demo.
"""

import argparse
import html
import json
import re
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import quantiles
from threading import Barrier
from typing import Any

import httpx

from docs.acceptance import words
from docs.acceptance.fleet import require, say
from docs.acceptance.install import Install, installed
from docs.acceptance.seating import SLUG
from docs.acceptance.servers import await_web, web, worker
from provisioning.local.programs import Program, stop_all
from tests.doubles.stripe import StripeDouble
from tests.doubles.stripe.post import posting

SOLD, TOO_LATE, PATIENCE, SEED = "sold", "told that it is sold out", 120, 11
_HIDDEN = re.compile(r'<input type="hidden" name="(order_key|price|csrfmiddlewaretoken)" value="([^"]+)"')
Found = dict[str, Any]


class Crowd:
    """So many people who want the same thing at the same moment."""

    def __init__(self, port: int, tenant: str, double: StripeDouble, buyers: int) -> None:
        self.at, self.host = f"http://127.0.0.1:{port}", f"{tenant}.localhost:{port}"
        self.double, self.buyers = double, buyers
        self.took: list[float] = []

    def rush(self, slug: str) -> Counter[str]:
        """What became of them."""
        start = Barrier(self.buyers)
        with ThreadPoolExecutor(self.buyers) as people:
            return Counter(people.map(lambda number: self._come(slug, number, start), range(self.buyers)))

    def _come(self, slug: str, number: int, start: Barrier) -> str:
        with httpx.Client(base_url=self.at, headers={"Host": self.host}, timeout=180) as at:
            start.wait(60)
            try:
                return self._buy(at, slug, number)
            except httpx.HTTPError as broken:
                return f"broke: {type(broken).__name__}"

    def _buy(self, at: httpx.Client, slug: str, number: int) -> str:
        began = time.monotonic()
        page = at.get(f"/checkout/{slug}/")
        if _says_sold_out(page):
            return TOO_LATE
        form = {name: html.unescape(value) for name, value in _HIDDEN.findall(page.text)}
        form |= {"email": f"{slug}-{number}@seats.example", "name": f"Buyer {number}"}
        form["method"] = self.double.confirmation_token()
        # a browser would send its cookies back to this host; the client knows it by another name
        cookies = "; ".join(f"{name}={value}" for name, value in at.cookies.items())
        answer = at.post(f"/checkout/{slug}/", data=form, headers={"Cookie": cookies})
        self.took.append(time.monotonic() - began)
        if answer.status_code == httpx.codes.FOUND and "/orders/" in answer.headers["Location"]:
            return SOLD
        return TOO_LATE if _says_sold_out(answer) else f"answered {answer.status_code}: {answer.text[:300]}"


def _says_sold_out(answer: httpx.Response) -> bool:
    return answer.status_code in (httpx.codes.OK, httpx.codes.CONFLICT) and "is sold out" in answer.text


class Sale:
    """The shop, its Stripe, and what is running."""

    def __init__(self, install: Install, double: StripeDouble, asked: argparse.Namespace) -> None:
        self.install, self.double, self.asked = install, double, asked
        self.crowd, self.programs = Crowd(install.port, SLUG, double, asked.buyers), list[Program]()

    def hold(self) -> None:
        """Open, let them in, count; then give some of the money back."""
        manifest = self.install.folder / "shop.yaml"
        manifest.write_text(words.fleet([SLUG]))
        self.install.marque("apply", str(manifest), "--yes")
        self._inside("connect")
        self.programs = [web(self.install), worker(self.install, *self._beat())]
        address = (f"{self.crowd.at}/webhooks/stripe/", self.crowd.host)
        try:
            await_web(self.install, self.programs)
            with posting(self.double, lambda account: address, seed=SEED):
                for number in range(1, self.asked.rounds + 1):
                    self._round(f"round-{number}")
                self._give_back(f"round-{self.asked.rounds}")
            self._prove()
        finally:
            stop_all(self.programs)

    def _round(self, slug: str) -> None:
        seats = self.asked.seats
        self._inside("open", slug, str(seats))
        began = time.monotonic()
        outcomes = self.crowd.rush(slug)
        took = time.monotonic() - began
        require(outcomes == {SOLD: seats, TOO_LATE: self.asked.buyers - seats}, f"{slug}: {dict(outcomes)}")
        found = self._settled(slug, lambda found: not found["open"] and not found["under way"])
        require((found["sold"], found["taken"], found["open"]) == (seats, seats, 0), f"{slug}: {found}")
        kept = [each["id"] for each in self._things("payment_intent") if each["status"] == "succeeded"]
        require(set(found["paid"]) <= set(kept), "An order is paid with money that Stripe does not have.")
        require(len(kept) == len(found["numbers"]), "Stripe has money that pays for nothing.")
        p95 = quantiles(self.crowd.took, n=20)[18]
        say(f"{slug}: {self.asked.buyers} buyers at once, {seats} sold in {took:.1f} s, p95 of a purchase {p95:.1f} s")
        self.crowd.took.clear()

    def _give_back(self, slug: str) -> None:
        """At Stripe: two refunds, a dispute that is won, and one that is lost."""
        books = self.double.books()
        half, whole, won, lost = self._count(slug)["paid"][:4]
        books.refund({"payment_intent": half, "amount": "4500"})
        books.refund({"payment_intent": whole, "amount": "9000"})
        for name, wins in ((won, True), (lost, False)):
            books.decide(books.dispute(name)["id"], won=wins)

    def _prove(self) -> None:
        slug = f"round-{self.asked.rounds}"
        found = self._settled(slug, lambda now: now["refunds"] == 2 and now["disputes"] == ["lost", "won"])
        require(json.loads(self._inside("night")) == [], "The book and Stripe do not agree.")
        found = self._settled(slug, lambda now: True)
        sold = self.asked.seats * self.asked.rounds
        require(found["numbers"] == list(range(1, sold + 1)), "The orders' numbers have gaps.")
        require(found["open to"] == sold - 2, f"It is open to {found['open to']} of {sold - 2}.")
        require(found["cash"] == self.double.books().balance("eur"), f"In cash: {found['cash']}")
        require(self.double.drifts == [], f"{self.double.drifts}")
        self.install.marque("ledger", "verify", SLUG)
        posted = len(self.double.events)
        say(f"{posted} webhooks came up to three times each, in no order; the book has what Stripe has, to the cent")

    def _settled(self, slug: str, wanted: Any) -> Found:
        """Once nothing is left to do and what is wanted holds."""
        deadline = time.monotonic() + PATIENCE
        while True:
            found = self._count(slug)
            if wanted(found) and not found["deliveries"] and not found["webhooks"]:
                return found
            require(time.monotonic() < deadline, f"After {PATIENCE} s: {found}")
            time.sleep(0.5)

    def _count(self, slug: str) -> Found:
        found: Found = json.loads(self._inside("count", slug))
        return found

    def _things(self, kind: str) -> list[Found]:
        return [each for each in list(self.double.books().things.values()) if each["object"] == kind]

    def _inside(self, *what: str) -> str:
        return self.install.python("-m", "docs.acceptance.seating", SLUG, *what)

    def _beat(self) -> tuple[str, ...]:
        return "--beat", "--schedule", str(self.install.folder / "beat-schedule")


def main() -> None:
    """Tell the story."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--buyers", type=int, default=200)
    parser.add_argument("--seats", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with (
        StripeDouble() as double,
        tempfile.TemporaryDirectory(prefix="marque-seats-") as home,
        installed("marque_seats", Path(home) / "one", 10) as install,
    ):
        install.release["STRIPE_API"] = double.url
        Sale(install, double, asked).hold()
    say("Everything held.")


if __name__ == "__main__":
    main()
