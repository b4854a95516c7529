import pytest

from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.resilience import Breaker, call


class Flaky:
    """A provider that fails so many times before it answers."""

    def __init__(self, failures, permanent=False):
        self.failures, self.permanent, self.asked, self.pauses = failures, permanent, 0, []

    def __call__(self):
        self.asked += 1
        if self.asked <= self.failures:
            raise ProviderError("no", permanent=self.permanent)
        return "yes"

    def ask(self, breaker=None, **options):
        return call("flaky", self, breaker=breaker or Breaker(), sleep=self.pauses.append, **options)


def test_call_passing_failure_is_tried_again_with_growing_pauses():
    provider = Flaky(2)

    assert provider.ask() == "yes"
    assert (provider.asked, provider.pauses) == (3, [0.2, 0.4])


def test_call_permanent_failure_is_asked_once():
    provider = Flaky(1, permanent=True)

    with pytest.raises(ProviderError):
        provider.ask()

    assert provider.asked == 1


def test_call_gives_up_after_three():
    provider = Flaky(9)

    with pytest.raises(ProviderError):
        provider.ask()

    assert provider.asked == 3


def test_breaker_opens_after_failures_and_lets_one_through_when_cool():
    clock = [0.0]
    breaker = Breaker(threshold=3, cool_seconds=30, clock=lambda: clock[0])
    provider = Flaky(3)
    with pytest.raises(ProviderError):
        provider.ask(breaker)

    with pytest.raises(ProviderError, match="not answering"):
        provider.ask(breaker)
    clock[0] = 31.0

    assert (provider.ask(breaker), provider.asked) == ("yes", 4)


def test_breaker_permanent_refusals_do_not_open_it():
    breaker = Breaker(threshold=2)
    provider = Flaky(5, permanent=True)
    for _ in range(5):
        with pytest.raises(ProviderError):
            provider.ask(breaker)

    assert provider.ask(breaker) == "yes"
