"""The one error an adapter may raise."""


class ProviderError(Exception):
    """A provider could not do it. `permanent` says that trying again cannot help, `code` is its own word for why."""

    def __init__(self, message: str, *, permanent: bool, code: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.permanent = permanent


class NotInstalled(ProviderError):
    """A program this machine lacks; the message names how to get it."""

    def __init__(self, message: str) -> None:
        super().__init__(message, permanent=True)
