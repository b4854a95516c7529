"""The one error of local set-up: a sentence for the person at the keyboard."""


class Trouble(RuntimeError):
    """Something on this machine stops us; the message says what it is and what to do."""
