"""Sealed secrets open for one tenant and one purpose, with a key of the environment."""

import base64

import pytest

from marque.kit.sealed import NoSecretsKey, Unreadable, seal, unseal
from marque.kit.tenancy.context import enter


def test_unseal_gives_the_value_back_and_the_text_hides_it(in_okafor) -> None:
    text = seal("keys", {"secret": "sk_live_1"})

    assert unseal("keys", text) == {"secret": "sk_live_1"}
    assert b"sk_live" not in base64.urlsafe_b64decode(text)


def test_sealing_twice_gives_two_texts(in_okafor) -> None:
    assert seal("keys", 1) != seal("keys", 1)


def test_another_tenant_opens_nothing(okafor, other) -> None:
    with enter(okafor):
        text = seal("keys", 1)

    with enter(other), pytest.raises(Unreadable):
        unseal("keys", text)


@pytest.mark.parametrize("text", ["", "!", "AAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"])
def test_what_was_not_sealed_here_does_not_open(in_okafor, text) -> None:
    with pytest.raises(Unreadable):
        unseal("keys", text)


def test_another_purpose_opens_nothing(in_okafor) -> None:
    with pytest.raises(Unreadable):
        unseal("tokens", seal("keys", 1))


def test_an_old_key_still_reads_and_a_new_one_writes(in_okafor, settings) -> None:
    before = seal("keys", "old")
    settings.SECRETS_KEYS = [b"n" * 32, *settings.SECRETS_KEYS]
    after = seal("keys", "new")
    settings.SECRETS_KEYS, both = settings.SECRETS_KEYS[1:], (unseal("keys", before), unseal("keys", after))

    assert both == ("old", "new")
    with pytest.raises(Unreadable):
        unseal("keys", after)


def test_without_a_key_nothing_is_sealed(in_okafor, settings) -> None:
    settings.SECRETS_KEYS = []

    with pytest.raises(NoSecretsKey):
        seal("keys", 1)
