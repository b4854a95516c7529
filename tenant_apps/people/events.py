"""What happens to people."""

from dataclasses import dataclass

from marque.kit.facts.fact import Fact


@dataclass(frozen=True)
class PersonMet(Fact):
    """The business learned of someone new."""

    person_id: int


@dataclass(frozen=True)
class AccountLinked(Fact):
    """A person can sign in from now on."""

    person_id: int
    user_id: int
