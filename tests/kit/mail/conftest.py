"""A mail server on this machine, and a template pair."""

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from django.template.loader import engines


class Inbox:
    """What an SMTP server received; `answers` are given before it says yes."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.answers: list[str] = []

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:  # noqa: N802
        """One message arrives."""
        if self.answers:
            return self.answers.pop(0)
        self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


class AnyPort(Controller):
    """A server on a port the system chooses."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def smtp(settings) -> Iterator[Inbox]:
    """A running server that the settings point to."""
    inbox = Inbox()
    controller = AnyPort(inbox, hostname="127.0.0.1", port=0)
    controller.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", controller.port, False
    yield inbox
    controller.stop()


@pytest.fixture(autouse=True)
def _templates(tmp_path, settings) -> None:
    folder = tmp_path / "templates" / "test" / "mail"
    folder.mkdir(parents=True)
    (folder / "hello.html").write_text("{% load i18n %}<p>{% translate 'Monday' %}, {{ name }}</p>")
    (folder / "hello.txt").write_text("{% load i18n %}{% translate 'Monday' %}, {{ name }} of {{ tenant.name }}\n")
    django = {**settings.TEMPLATES[0], "DIRS": [str(tmp_path / "templates")]}
    settings.TEMPLATES = [django]
    engines._engines = {}
