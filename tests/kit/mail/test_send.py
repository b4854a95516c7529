"""Email is stored with its cause and leaves after the commit."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from marque.kit import clock
from marque.kit.mail import outbox
from marque.kit.mail.backend import OutboxBackend
from marque.kit.mail.models import SentEmail
from marque.kit.mail.send import send_email
from marque.kit.mail.tasks import sweep_mail
from marque.kit.tenancy.context import NoTenant

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def hello(**more: object) -> SentEmail:
    return send_email(
        **{
            "to": "carol@example.com",
            "subject": "Your receipt",
            "template": "test/mail/hello",
            "context": {"name": "Carol"},
            "purpose": "receipt",
            **more,
        }
    )


def test_send_email_without_a_server_keeps_it(in_okafor, commit) -> None:
    with commit():
        message = hello()

    message.refresh_from_db()
    assert (message.state, message.to, message.subject) == ("kept", ["carol@example.com"], "Your receipt")
    assert (message.html, message.text) == ("<p>Monday, Carol</p>", "Monday, Carol of Okafor\n")


def test_send_email_goes_out_after_the_commit(in_okafor, smtp, commit) -> None:
    with commit():
        message = hello(attachments=[("receipt.pdf", b"%PDF-1.7", "application/pdf")], reply_to="ada@okafor.example")
        assert smtp.messages == []

    message.refresh_from_db()
    received = smtp.messages[0]
    assert (message.state, len(smtp.messages)) == ("sent", 1)
    assert (received["From"], received["Reply-To"]) == ("Okafor <no-reply@okafor.localhost>", "ada@okafor.example")
    assert received["Message-ID"] == f"<{message.key}@okafor.localhost>"
    assert received.get_body(("plain",)).get_content().strip() == "Monday, Carol of Okafor"
    assert received.get_body(("html",)).get_content().strip() == "<p>Monday, Carol</p>"
    assert [(part.get_filename(), part.get_content()) for part in received.iter_attachments()] == [
        ("receipt.pdf", b"%PDF-1.7")
    ]


def test_send_email_that_is_rolled_back_was_never_sent(in_okafor, smtp, commit) -> None:
    with commit(), pytest.raises(ZeroDivisionError), transaction.atomic():
        hello()
        raise ZeroDivisionError

    assert (SentEmail.objects.filter(purpose="receipt").count(), smtp.messages) == (0, [])


def test_send_email_with_a_once_key_is_sent_once(in_okafor, smtp, commit) -> None:
    with commit():
        first, second = hello(once_key="receipt:7"), hello(once_key="receipt:7")

    assert first == second
    assert len(smtp.messages) == 1


def test_send_email_speaks_the_recipients_language(in_okafor) -> None:
    assert hello(language="de").text == "Montag, Carol of Okafor\n"


def test_a_subject_with_a_line_break_adds_no_header(in_okafor, smtp, commit) -> None:
    with commit():
        hello(subject="Hello\r\nBcc: eve@example.com")

    assert smtp.messages[0]["Subject"] == "Hello Bcc: eve@example.com"
    assert smtp.messages[0]["Bcc"] is None


def test_mail_from_replaces_the_address_and_keeps_the_name(in_okafor, settings) -> None:
    settings.MAIL_FROM = "post@marque.example"

    assert hello().sender == "Okafor <post@marque.example>"


def test_a_server_that_is_busy_is_asked_again(in_okafor, smtp, commit) -> None:
    smtp.answers = ["451 Try later"]
    with clock.fixed(NOON), commit():
        message = hello()
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("waiting", 1)

    with clock.fixed(NOON + timedelta(minutes=2)):
        sweep_mail.delay()

    message.refresh_from_db()
    assert (message.state, message.attempts, len(smtp.messages)) == ("sent", 2, 1)


def test_a_server_that_says_no_ends_it(in_okafor, smtp, commit) -> None:
    smtp.answers = ["550 No such person"]

    with commit():
        message = hello()

    message.refresh_from_db()
    assert message.state == "failed"
    assert message.error.startswith("SMTPDataError: (550,")


def test_a_message_is_sent_once_however_often_it_is_asked_for(in_okafor, smtp) -> None:
    message = hello()

    sent = [outbox.deliver(message.pk), outbox.deliver(message.pk)]

    assert (sent, len(smtp.messages)) == ([True, False], 1)


def test_the_backend_keeps_what_libraries_send(in_okafor, smtp, commit) -> None:
    mail = EmailMultiAlternatives("Sign in", "Your code: 123", "webmaster@localhost", ["carol@example.com"])
    mail.attach_alternative("<p>Your code: 123</p>", "text/html")

    with commit():
        OutboxBackend().send_messages([mail])

    row = SentEmail.objects.get(subject="Sign in")
    assert (row.state, row.purpose, row.html) == ("sent", "sign-in", "<p>Your code: 123</p>")
    assert smtp.messages[0]["From"] == "Okafor <no-reply@okafor.localhost>"


def test_a_blind_copy_is_a_message_of_its_own(in_okafor) -> None:
    OutboxBackend().send_messages([EmailMultiAlternatives("Copy", "y", None, ["a@example.com"], ["b@example.com"])])

    rows = SentEmail.objects.filter(subject="Copy").order_by("pk")
    assert [row.to for row in rows] == [["a@example.com"], ["b@example.com"]]


def test_no_email_leaves_outside_a_tenant() -> None:
    with pytest.raises(NoTenant):
        OutboxBackend().send_messages([EmailMultiAlternatives("x", "y", None, ["carol@example.com"])])
