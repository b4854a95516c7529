"""What stops the demo before it starts, and what it says."""

import socket

import pytest

from provisioning.local import checks
from provisioning.local.trouble import Trouble


@pytest.mark.parametrize(("family", "address"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")])
def test_require_port_names_another_when_it_is_taken(family, address):
    with socket.socket(family) as taken:
        taken.bind((address, 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(Trouble) as refusal:
            checks.require_port(port)

    assert str(refusal.value) == (f"Port {port} is taken by another program. Choose another: make demo PORT={port + 1}")


def test_require_port_takes_a_free_one_just_released():
    with socket.socket() as once:
        once.bind(("127.0.0.1", 0))
        port = once.getsockname()[1]

    checks.require_port(port)


@pytest.mark.parametrize("text", ["", "0", "65536", "-1", "eight", "80.5"])
def test_port_of_refuses_what_is_no_port(text):
    with pytest.raises(Trouble) as refusal:
        checks.port_of(text)

    assert str(refusal.value) == f"PORT={text} is not a port. Choose a number from 1024 to 65535."


def test_require_room_says_how_much_is_missing(tmp_path, monkeypatch):
    monkeypatch.setattr(checks, "NEEDED_MB", 10**9)

    with pytest.raises(Trouble, match="the demo needs 1000000000"):
        checks.require_room(tmp_path)
