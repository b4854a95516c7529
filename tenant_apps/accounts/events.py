"""What happens to logins."""

from dataclasses import dataclass

from marque.kit.facts.fact import Fact


@dataclass(frozen=True)
class UserRegistered(Fact):
    """Somebody has a login; their address may still be unverified."""

    user_id: int


@dataclass(frozen=True)
class EmailVerified(Fact):
    """The person behind a login has shown that the address is theirs."""

    user_id: int


@dataclass(frozen=True)
class RoleAssigned(Fact):
    """A login holds one more role."""

    user_id: int
    role: str


@dataclass(frozen=True)
class RoleRemoved(Fact):
    """A login lost a role."""

    user_id: int
    role: str
