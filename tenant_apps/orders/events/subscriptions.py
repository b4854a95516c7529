"""What happens to subscriptions."""

from dataclasses import dataclass

from marque.kit.facts.fact import Fact


@dataclass(frozen=True)
class SubscriptionStarted(Fact):
    """The first order of a subscription is paid; a trial may come before the first charge."""

    subscription_id: int
    person_id: int


@dataclass(frozen=True)
class SubscriptionRenewed(Fact):
    """One more period is paid."""

    subscription_id: int
    order_id: int
    person_id: int


@dataclass(frozen=True)
class SubscriptionPaymentFailed(Fact):
    """A charge came to nothing; it is tried again while the grace lasts. `failures` counts from 1."""

    subscription_id: int
    order_id: int
    person_id: int
    failures: int


@dataclass(frozen=True)
class TrialEnding(Fact):
    """A trial ends in a few days, and money is asked for then."""

    subscription_id: int
    person_id: int


@dataclass(frozen=True)
class SubscriptionCancelled(Fact):
    """Asked to end with its period. It is open until then."""

    subscription_id: int
    person_id: int


@dataclass(frozen=True)
class CancellationWithdrawn(Fact):
    """It goes on after all."""

    subscription_id: int
    person_id: int


@dataclass(frozen=True)
class SubscriptionPaused(Fact):
    """Nothing is charged until it goes on."""

    subscription_id: int
    person_id: int


@dataclass(frozen=True)
class SubscriptionResumed(Fact):
    """A pause is over."""

    subscription_id: int
    person_id: int


@dataclass(frozen=True)
class SubscriptionChanged(Fact):
    """It is for another offer, or another amount, from now on."""

    subscription_id: int
    person_id: int


@dataclass(frozen=True)
class SubscriptionCompleted(Fact):
    """The last instalment is paid: what was bought stays."""

    subscription_id: int
    person_id: int


@dataclass(frozen=True)
class SubscriptionLapsed(Fact):
    """Nobody paid within the grace."""

    subscription_id: int
    person_id: int


@dataclass(frozen=True)
class SubscriptionEnded(Fact):
    """It was cancelled or refunded, and its time is over."""

    subscription_id: int
    person_id: int


@dataclass(frozen=True)
class WinBackDue(Fact):
    """Somebody left a while ago and may be asked once whether they come back."""

    subscription_id: int
    person_id: int
