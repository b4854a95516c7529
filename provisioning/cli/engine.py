"""What commands speak to: the engine here on the server, or a platform over HTTP. They need not know which."""

from collections.abc import Callable
from typing import Any, Protocol

from provisioning.cli.output import Exit, Tell

Fields = dict[str, Any]


class Stopped(Exception):
    """The command ends here, with a sentence and one of the contract's codes."""

    def __init__(self, code: int, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.field = Exit(code), message, field


class Engine(Protocol):
    """Everything that can be done from either place; what it gives back is ready to print. Raises Stopped."""

    def whoami(self) -> Fields:
        """Who the commands act as, and where."""

    def create_tenant(self, *, progress: Tell, **wanted: str) -> Fields:
        """Make a business and wait until it is there."""

    def list_tenants(self, *, state: str) -> list[Fields]:
        """The businesses, the newest first."""

    def show_tenant(self, *, slug: str) -> Fields:
        """One business."""

    def suspend_tenant(self, *, slug: str, reason: str) -> Fields:
        """Close it to the public."""

    def resume_tenant(self, *, slug: str, reason: str) -> Fields:
        """Open a suspended one."""

    def archive_tenant(self, *, slug: str, reason: str) -> Fields:
        """Close it and stop its work."""

    def restore_tenant(self, *, slug: str, reason: str) -> Fields:
        """Bring an archived or deleted one back."""

    def delete_tenant(self, *, slug: str, reason: str) -> Fields:
        """Close it to everybody, and purge it in 30 days."""

    def purge_tenant(self, *, slug: str, reason: str, confirm: str, progress: Tell) -> Fields:
        """Remove it for good now, when `confirm` is its slug."""

    def rename_tenant(self, *, slug: str, new: str, reason: str, progress: Tell) -> Fields:
        """Give it another slug and wait until it has moved."""

    def show_operation(self, *, id: str) -> Fields:
        """How far an operation has come."""

    def wait(self, operation: Fields, progress: Tell) -> Fields:
        """The result of an operation, once it is over."""

    def list_operations(self) -> list[Fields]:
        """The last operations, the newest first."""


_chosen: list[Callable[[], Engine]] = []


def choose(make: Callable[[], Engine]) -> None:
    """Speak to this engine from now on; it is made when the first command asks for it."""
    _chosen[:] = [make]


def engine() -> Engine:
    """The engine of this run: the local one unless another was chosen."""
    if not _chosen:
        from provisioning.cli.local import LocalEngine  # needs Django, which a laptop has not set up

        return LocalEngine()
    return _chosen[0]()
