"""Signed values hold for one tenant, one purpose, and a while."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from marque.kit import clock
from marque.kit.signing import BadSignature, Expired, sign, unsign
from marque.kit.tenancy.context import NoTenant, enter

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_unsign_gives_the_value_back(in_okafor) -> None:
    token = sign("receipt", {"order": "7KQ"})

    assert unsign("receipt", token) == {"order": "7KQ"}
    assert re.fullmatch(r"[\w.~-]+", token)


def test_a_token_of_another_tenant_is_refused(okafor, other) -> None:
    with enter(okafor):
        token = sign("receipt", 1)

    with enter(other), pytest.raises(BadSignature):
        unsign("receipt", token)


def test_a_token_of_another_purpose_is_refused(in_okafor) -> None:
    with pytest.raises(BadSignature):
        unsign("media", sign("receipt", 1))


@pytest.mark.parametrize("token", ["", "~", "abc", "abc~def", "é~x", "A" * 5000])
def test_a_forged_token_is_refused(in_okafor, token: str) -> None:
    with pytest.raises(BadSignature):
        unsign("receipt", token)


def test_a_changed_token_is_refused(in_okafor) -> None:
    token = sign("receipt", 1)

    with pytest.raises(BadSignature):
        unsign("receipt", ("B" if token[0] == "A" else "A") + token[1:])


def test_a_token_expires(in_okafor) -> None:
    with clock.fixed(NOON):
        token = sign("receipt", 1, expires_in=timedelta(minutes=5))
    with clock.fixed(NOON + timedelta(minutes=4, seconds=59)):
        assert unsign("receipt", token) == 1

    with clock.fixed(NOON + timedelta(minutes=5)), pytest.raises(Expired):
        unsign("receipt", token)


def test_nothing_is_signed_outside_a_tenant() -> None:
    with pytest.raises(NoTenant):
        sign("receipt", 1)
