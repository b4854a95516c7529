"""The post office: a real SMTP server that keeps what it is given, to be read as a person would."""

import re
import time
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller

from provisioning.local.processes import free_port

PATIENCE = 90.0


class PostOffice:
    """Takes every message; `letter` waits for one."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.read = 0  # how many there were when this journey began
        self.controller = Controller(self, hostname="127.0.0.1", port=free_port())

    @property
    def port(self) -> int:
        """Where it listens."""
        return self.controller.port

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:  # noqa: N802
        """aiosmtpd's hook: keep the message."""
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 kept"

    def begin_again(self) -> None:
        """What has come so far was read in another journey."""
        self.read = len(self.letters)

    def letter(self, to: str, about: str, *, number: int = 1) -> EmailMessage:
        """The newest message of this journey to somebody whose subject has these words, once there are so many."""
        found = self._wait(lambda: [one for one in self.letters[self.read :] if _fits(one, to, about)], number)
        assert len(found) >= number, f"No letter to {to} about {about!r}. There are: {self._list()}"
        return found[-1]

    def _wait(self, search: Callable[[], list[EmailMessage]], number: int) -> list[EmailMessage]:
        deadline = time.monotonic() + PATIENCE
        while len(found := search()) < number and time.monotonic() < deadline:
            time.sleep(0.1)
        return found

    def _list(self) -> list[str]:
        return [f"{one['to']}: {one['subject']}" for one in self.letters]


def text_of(letter: EmailMessage) -> str:
    """The plain words of a message."""
    return letter.get_body(("plain",)).get_content()


def link_in(letter: EmailMessage, part: str) -> str:
    """The address in a message that has `part` in it."""
    found = re.search(rf"https?://\S*{re.escape(part)}\S*", text_of(letter))
    assert found, f"No link with {part!r} in:\n{text_of(letter)}"
    return found.group().rstrip(".,)")


def pdf_in(letter: EmailMessage) -> bytes:
    """The one PDF attached to a message."""
    found = [one.get_content() for one in letter.iter_attachments() if one.get_content_type() == "application/pdf"]
    assert len(found) == 1, f"{len(found)} PDFs attached to {letter['subject']!r}"
    return found[0]


def _fits(letter: EmailMessage, to: str, about: str) -> bool:
    return to in str(letter["to"]) and about.lower() in str(letter["subject"]).lower()
