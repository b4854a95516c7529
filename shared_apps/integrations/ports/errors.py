"""The one error an adapter may raise."""


class ProviderError(Exception):
    """A provider could not do it. `permanent` says that trying again cannot help, `code` is its own word for why.

    `certain`: it is known that nothing happened, now or before under the same key. A key of ours that is not accepted
    says nothing of what was asked while it was.
    """

    def __init__(self, message: str, *, permanent: bool, code: str = "", certain: bool | None = None) -> None:
        super().__init__(message)
        self.certain = permanent if certain is None else certain
        self.code = code
        self.message = message
        self.permanent = permanent


class NotInstalled(ProviderError):
    """A program this machine lacks; the message names how to get it."""

    def __init__(self, message: str) -> None:
        super().__init__(message, permanent=True)
