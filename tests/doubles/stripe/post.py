"""Stripe's post as it is on a bad day: each webhook one to three times, late, in no order. One seed, one fate."""

import contextlib
import heapq
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.doubles.stripe.server import StripeDouble
else:
    StripeDouble = Any
Thing = dict[str, Any]
# an address, and its name where no name server knows it
Address = tuple[str, str]
MOST_TRIES = 40


@dataclass(order=True)
class Letter:
    """One copy of a webhook on its way."""

    at: float
    number: int
    event: Thing = field(compare=False)
    origin: str = field(compare=False)
    tries: int = field(default=0, compare=False)


class Post:
    """What is on its way. How often each event comes, and when, its seed and its number in the run decide."""

    def __init__(self, *, seed: int, window: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.seed, self.window, self.clock = seed, window, clock
        self._letters: list[Letter] = []
        self._lock = threading.Lock()
        self._events = self._copies = 0

    def take(self, event: Thing, origin: str) -> None:
        """Something happened: one to three copies set out."""
        with self._lock:
            fate = Random(f"{self.seed}:{self._events}")  # noqa: S311 (a run that fails can be had again)
            self._events += 1
            for _copy in range(fate.randint(1, 3)):
                self._copies += 1
                letter = Letter(self.clock() + fate.uniform(0, self.window), self._copies, event, origin)
                heapq.heappush(self._letters, letter)

    def due(self) -> list[Letter]:
        """What has arrived by now, in the order of arrival."""
        with self._lock:
            found = []
            while self._letters and self._letters[0].at <= self.clock():
                found.append(heapq.heappop(self._letters))
            return found

    def again(self, letter: Letter) -> None:
        """Nobody took it: it comes once more, a little later each time."""
        assert letter.tries < MOST_TRIES, f"Nobody took {letter.event['type']} (seed {self.seed})."
        later = self.clock() + self.window * 0.1 * (letter.tries + 1)
        with self._lock:
            heapq.heappush(self._letters, Letter(later, letter.number, letter.event, letter.origin, letter.tries + 1))

    @property
    def on_its_way(self) -> int:
        """How many copies nobody has taken yet."""
        return len(self._letters)


def send(double: StripeDouble, event: Thing, address: Address) -> int:
    """Post one event, signed now; the status of the answer, or 0 where nobody answers."""
    url, host = address
    body, headers = double.signed(event)
    headers |= {"Host": host} if host else {}
    asked = urllib.request.Request(url, data=body, headers=headers, method="POST")  # noqa: S310
    try:
        with urllib.request.urlopen(asked, timeout=10) as answer:  # noqa: S310
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


@contextmanager
def posting(
    double: StripeDouble, where: Callable[[str], Address], *, seed: int, window: float = 2.0, postmen: int = 3
) -> Iterator[Post]:
    """While the block runs, whatever happens at the double is posted to `where(account)`; at its end all has come."""
    post, over = Post(seed=seed, window=window), threading.Event()
    carrying = [False] * postmen

    def carry(number: int) -> None:
        while not over.is_set():
            carrying[number] = True
            for letter in post.due():
                if send(double, letter.event, where(letter.origin)) != 200:
                    post.again(letter)
            carrying[number] = False
            over.wait(0.02)

    double.post = post
    walking = [threading.Thread(target=carry, args=(number,), daemon=True) for number in range(postmen)]
    for postman in walking:
        postman.start()
    try:
        yield post
        while (post.on_its_way or any(carrying)) and any(postman.is_alive() for postman in walking):
            time.sleep(0.05)
        assert all(postman.is_alive() for postman in walking), "A webhook was refused for good."
    finally:
        double.post = None
        over.set()
        for postman in walking:
            with contextlib.suppress(RuntimeError):
                postman.join()
