"""A secret between two pages: sealed in the session, shown once, and not for long."""

from datetime import timedelta

import pytest
from django.test import RequestFactory

from marque.kit import clock
from marque.kit.shown_once import keep_for_next, shown_now

pytestmark = pytest.mark.usefixtures("in_okafor")


@pytest.fixture
def request_(rf: RequestFactory):
    request = rf.get("/")
    request.session = {}
    return request


def test_a_secret_is_shown_once_and_never_stands_in_the_session(request_) -> None:
    keep_for_next(request_, about="token", secret="mqb_secret")
    stored = str(request_.session)

    assert "secret" not in stored.replace("shown_once", "")
    assert [shown_now(request_) for _time in "12"] == [("token", "mqb_secret"), ("", "")]


def test_a_secret_nobody_came_for_is_not_shown_later(request_) -> None:
    keep_for_next(request_, about="token", secret="mqb_secret")

    with clock.fixed(clock.now() + timedelta(minutes=6)):
        assert shown_now(request_) == ("", "")
